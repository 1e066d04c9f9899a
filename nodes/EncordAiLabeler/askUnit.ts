/** Asks about one data unit: one question per frame, or one about all of its frames. */
import type { IDataObject } from 'n8n-workflow';
import type { Size } from '../../src/geometry/plane';
import type { Edit } from '../../src/labels/edits/edit';
import type { FramesInput } from '../../src/labels/row/frames';
import { askForLabels, type LabelAnswer } from '../../src/llm/labeling/askForLabels';
import type { LabelQuestion } from '../../src/llm/labeling/labelQuestions';
import { agreed, unsureParts, withoutUnsure } from '../../src/llm/labeling/secondOpinion';
import { refusedFields, type ReadPart, type ReadReply } from '../../src/llm/labeling/reading';
import type { ModelAccess } from '../../src/llm/model/askModel';
import type { MessagePart, ModelRequest, Tokens } from '../../src/llm/model/model';
import type { Slots } from '../../src/llm/model/slots';
import type { FramePicture } from '../../src/media/contract';
import type { FieldReport } from '../../src/reply/report';
import { InputError } from '../shared/fields/form/inputError';
import { labeledFrames } from '../shared/labels/reading';
import type { OpenUnit } from '../shared/media/openUnits';
import { picturesOf } from '../shared/media/pictures';
import { commonAnswers } from './commonAnswers';
import type { LabelingSettings } from './form';
import type { Models } from './models/models';
import type { NamedObject } from './placeObjects';
import { pictureOf } from './questionPictures';

/** What the questions of one item share. */
export interface Asking {
	settings: LabelingSettings;
	questions: LabelQuestion[];
	examples: MessagePart[];
	models: Models;
	access: ModelAccess;
	slots: Slots;
}

/** What the models said about a data unit. */
export interface UnitAnswer {
	/** The edits of classifications. */
	edits: Edit[];
	objects: NamedObject[];
	/** Of all frames, with their frame where each frame was a question of its own. */
	fields: Array<FieldReport & { frame?: number }>;
	/** The answers that hold for all frames that were shown, by title. */
	values: IDataObject;
	calls: number;
	known: number;
	tokens: Tokens;
	models: string[];
}

/** Most frames of one question, which all have to be in memory. */
const MAX_FRAMES_AT_ONCE = 64;

/** @throws what ends the whole unit: a file that cannot be read, a model that cannot be asked, an exhausted budget */
export async function askUnit(unit: OpenUnit<unknown>, asking: Asking): Promise<UnitAnswer> {
	const { frames, askPer, pictures } = asking.settings;
	const selection = frames === 'labeled' ? { frames: labeledFrames(unit.labels()) } : frames;
	const shown = picturesOf(unit, selection, { ...pictures, draw: false });
	const answers =
		askPer === 'frame' ? await aboutEach(shown, asking) : await aboutAll(shown, asking);
	return {
		edits: answers.flatMap(({ answer }) => answer.parts.flatMap(({ edits }) => edits)),
		fields: answers.flatMap(({ frame, answer }) =>
			answer.fields.map((field) => (frame === undefined ? field : { ...field, frame })),
		),
		objects: answers.flatMap(({ frame = 0, answer }) =>
			answer.parts.flatMap(({ name, object }) => (object ? [{ name, frame, object }] : [])),
		),
		values: commonAnswers(partsByFrame(answers)),
		calls: sum(answers.map(({ answer }) => answer.replies - answer.known)),
		known: sum(answers.map(({ answer }) => answer.known)),
		tokens: {
			input: sum(answers.map(({ answer }) => answer.tokens.input)),
			output: sum(answers.map(({ answer }) => answer.tokens.output)),
		},
		models: [...new Set(answers.flatMap(({ answer }) => answer.model ?? []))],
	};
}

interface PlacedAnswer {
	frame?: number;
	answer: LabelAnswer;
}

/** The accepted parts of each frame, or of all frames at once, whatever the number of questions. */
function partsByFrame(answers: PlacedAnswer[]): ReadPart[][] {
	const byFrame = new Map<number | undefined, ReadPart[]>();
	for (const { frame, answer } of answers)
		byFrame.set(frame, [...(byFrame.get(frame) ?? []), ...answer.parts]);
	return [...byFrame.values()];
}

/** The next frame is read when one of the slots is free, so that few pictures are in memory. */
async function aboutEach(
	shown: AsyncIterable<FramePicture>,
	asking: Asking,
): Promise<PlacedAnswer[]> {
	const running: Array<Promise<PlacedAnswer[]>> = [];
	let failure: { error: unknown } | undefined;
	for await (const picture of shown) {
		const giveBack = await asking.slots.take();
		if (failure !== undefined) {
			giveBack();
			break;
		}
		const task = ask([pictureOf(picture)], picture.frame, picture, asking)
			.then((answers) => answers.map((answer) => ({ frame: picture.frame, answer })))
			.catch((error: unknown) => {
				failure ??= { error };
				return [];
			})
			.finally(giveBack);
		running.push(task);
	}
	const answers = (await Promise.all(running)).flat();
	if (failure !== undefined) throw failure.error;
	return answers;
}

async function aboutAll(
	shown: AsyncIterable<FramePicture>,
	asking: Asking,
): Promise<PlacedAnswer[]> {
	const parts: MessagePart[] = [];
	let frames = 0;
	let size: Size | undefined;
	for await (const picture of shown) {
		if (++frames > MAX_FRAMES_AT_ONCE)
			throw new InputError(
				`More than ${MAX_FRAMES_AT_ONCE} frames are picked for one question`,
				'Pick fewer, for example Evenly Spaced, or ask about each frame.',
			);
		size = picture;
		parts.push({ text: `Frame ${picture.frame}:` }, pictureOf(picture));
	}
	if (frames === 0)
		throw new InputError('No frame is picked', 'A question needs at least one. Pick other frames.');
	if (frames > 1 && asking.settings.questions.classes !== undefined)
		throw new InputError(
			'Objects have a place on one frame, and the question is about several frames',
			'Ask About Each Frame, or label classifications only.',
		);
	const giveBack = await asking.slots.take();
	try {
		return (await ask(parts, 'all', frames === 1 ? size : undefined, asking)).map((answer) => ({
			answer,
		}));
	} finally {
		giveBack();
	}
}

/**
 * The answers to every question about these pictures.
 * @param size of the picture, if it is one
 */
async function ask(
	pictures: MessagePart[],
	frames: FramesInput,
	size: Size | undefined,
	asking: Asking,
): Promise<LabelAnswer[]> {
	const answers: LabelAnswer[] = [];
	for (const question of asking.questions)
		answers.push(await askQuestion(question, pictures, question.reader(frames, size), asking));
	return answers;
}

async function askQuestion(
	question: LabelQuestion,
	pictures: MessagePart[],
	read: ReadReply,
	{ settings, examples, models, access }: Asking,
): Promise<LabelAnswer> {
	const request = requestOf(question, settings.instructions, [...examples, ...pictures]);
	const first = await askForLabels(models.first, request, read, settings.again, access);
	const unsure = unsureParts(first, settings.thresholds);
	if (unsure.length === 0) return first;
	if (models.second === undefined) return { ...first, ...withoutUnsure(first, unsure) };
	const second = await askForLabels(models.second, request, read, settings.again, access);
	return {
		...first,
		...agreed(first, unsure, second),
		replies: first.replies + second.replies,
		known: first.known + second.known,
		tokens: {
			input: first.tokens.input + second.tokens.input,
			output: first.tokens.output + second.tokens.output,
		},
	};
}

/** What the model is asked. Pictures and their text are content; the rules stand before them. */
export function requestOf(
	{ prompt, schema }: Pick<LabelQuestion, 'prompt' | 'schema'>,
	instructions: string,
	content: MessagePart[],
): ModelRequest {
	return {
		schema,
		messages: [
			{
				role: 'system',
				parts: [
					{
						text: [
							'You label pictures for a data set. You only describe what is there.',
							...(instructions === '' ? [] : [`What the labeling team says: ${instructions}`]),
							prompt,
						].join('\n\n'),
					},
				],
			},
			{ role: 'user', parts: [...content, { text: 'Answer the questions about this.' }] },
		],
	};
}

/** Whether a part of the answer was refused. */
export function hasRefused(fields: FieldReport[]): boolean {
	return refusedFields({ parts: [], fields }).length > 0;
}

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
