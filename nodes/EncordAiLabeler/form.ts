/** The form of the Encord AI Labeler. */
import type { ConfidenceThresholds } from '../../src/llm/labeling/secondOpinion';
import type { Limits, Prices } from '../../src/llm/model/budget';
import type { FrameSelection, ReadingLimits } from '../../src/media/contract';
import type { PictureOptions } from '../../src/media/picture/encoding';
import { cases, group, mapped, rows, type Field } from '../shared/fields/form/field';
import { choice, notice, number, text } from '../shared/fields/form/values';
import { writeOptions, type OperationWriteOptions } from '../shared/fields/labels/writing';
import { unitFields, type DataUnitRef } from '../shared/fields/places';
import { readingLimitsOf } from '../shared/fields/readingLimits';
import { samplingFields } from '../shared/fields/sampling';
import type { EndpointSettings } from './models/endpoint';
import {
	commonOptions,
	DEFAULTS,
	endpointOf,
	labelingEntries,
	moneyOf,
	type LabelingOptions,
} from './options';
import { questionFields, type Questions } from './questions';

export interface LabelingSettings {
	unit: DataUnitRef;
	/** Absent: the connected chat model is asked. */
	endpoint?: EndpointSettings;
	questions: Questions;
	instructions: string;
	frames: FrameSelection | 'labeled';
	/** Whether each frame is a question of its own, or all frames of a file are in one. */
	askPer: 'frame' | 'file';
	onRefused: 'fail' | 'saveRest' | 'askAgain';
	/** How often the model is asked once more. */
	again: number;
	/** Whether the model may say that it cannot tell. */
	cannotTell: boolean;
	thresholds: ConfidenceThresholds;
	/** IDs of data units whose labels are shown to the model as examples. */
	examples: string[];
	concurrency: number;
	useCache: boolean;
	estimateOnly: boolean;
	budget: Limits;
	prices?: Prices;
	/** For reading the pictures. */
	pictures: { picture: PictureOptions; limits: ReadingLimits };
	write: OperationWriteOptions<Record<string, never>>;
}

const modelFrom = choice({
	displayName: 'Model From',
	name: 'modelFrom',
	type: 'options',
	default: 'connected',
	description: 'Which model looks at the pictures',
	options: [
		{
			name: 'Connected Chat Model',
			value: 'connected',
			description: 'The chat model node that is connected below',
		},
		{
			name: 'OpenAI-Compatible Endpoint',
			value: 'endpoint',
			description: "An address that speaks OpenAI's protocol, with n8n's own OpenAI credential",
		},
	],
});

/** n8n 2.41 adds these nodes when the workflow has no node of its own langchain package; it does not know ours. */
const addedByN8n = notice({
	displayName:
		'When you add the first chat model to a workflow, n8n adds <b>When chat message received</b> and <b>Basic LLM Chain</b> with it. Delete both.',
	name: 'addedByN8n',
	type: 'notice',
	default: '',
});

const model = text({
	displayName: 'Model Name',
	name: 'model',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. gpt-4o',
	description: 'Name of the model at this endpoint. It must be able to see pictures.',
});

const instructions = text({
	displayName: 'Instructions',
	name: 'instructions',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. Count animals only when the whole head can be seen.',
	description:
		'What the model should know beside the questions, which are written from the ontology. May be empty.',
});

const askPer = choice({
	displayName: 'Ask',
	name: 'askPer',
	type: 'options',
	default: 'frame',
	description: 'How the frames of a video, an image sequence or an image group are shown',
	options: [
		{
			name: 'About All Frames at Once',
			value: 'file',
			description: 'One question per file; the answers apply to every frame of the file',
		},
		{
			name: 'About Each Frame',
			value: 'frame',
			description: 'One question per frame; the answers apply to that frame',
		},
	],
});

const onRefused = choice({
	displayName: 'If an Answer Is Refused',
	name: 'onRefused',
	type: 'options',
	default: 'askAgain',
	description: 'What happens when an answer does not fit the ontology or has no clear meaning',
	options: [
		{
			name: 'Ask Again, Then Save the Rest',
			value: 'askAgain',
			description: 'The model is asked once more, with the faults listed',
		},
		{ name: 'Fail the Item', value: 'fail', description: 'Nothing is saved for this item' },
		{
			name: 'Save the Rest',
			value: 'saveRest',
			description: 'The output lists what was refused, and why',
		},
	],
});

const thresholdRows = mapped(
	rows(
		{
			displayName: 'Lowest Confidence per Title',
			name: 'confidenceByTitle',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Title' },
			default: {},
			description:
				'The model is asked how sure it is of these. Below it the second model is asked, or, if none is connected, the answer is refused.',
		},
		{
			title: {
				displayName: 'Title',
				fields: group({
					title: text({
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Animal',
						description: 'Title of a classification or class, as the ontology has it',
					}),
					confidence: number({
						displayName: 'Lowest Confidence',
						name: 'confidence',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 1 },
						default: 0.8,
						description: 'From 0 to 1',
					}),
				}),
			},
		},
	),
	({ title }) => new Map(title.map((row) => [row.title, row.confidence])),
);

/** The settings of one item. */
export const form: Field<LabelingSettings> = mapped(
	group({
		unit: unitFields,
		modelFrom: cases(modelFrom, { connected: addedByN8n, endpoint: model }),
		questions: questionFields,
		instructions,
		frames: samplingFields('Which frames the model is shown. An image has frame 0 only.'),
		askPer,
		onRefused,
		thresholds: thresholdRows,
		write: writeOptions(labelingEntries, [], commonOptions),
	}),
	({ modelFrom: from, thresholds, write, ...values }): LabelingSettings => {
		const own = write.own as LabelingOptions;
		return {
			...values,
			...(from.option === 'endpoint' && { endpoint: endpointOf(from.value, own) }),
			again: values.onRefused === 'askAgain' ? DEFAULTS.again : 0,
			cannotTell: own.cannotTell ?? true,
			thresholds: {
				...(own.confidence !== undefined && { default: own.confidence }),
				byTitle: thresholds,
			},
			examples: own.examples ?? [],
			concurrency: own.concurrency ?? DEFAULTS.concurrency,
			useCache: !(own.omitCache ?? false),
			estimateOnly: own.estimateOnly ?? false,
			...moneyOf(own),
			pictures: {
				picture: { format: 'jpeg', maxDimension: own.maxDimension ?? DEFAULTS.maxDimension },
				limits: readingLimitsOf(own),
			},
			write: { ...write, own: {} },
		};
	},
);
