/** Cases of answers: to classifications, or to the attributes of one object. The labels of the result are read from the edited row. */
import type { EncordJson, LabelRowJson } from '../../src/encord/wire/json';
import {
	answerEntries,
	readableAnswer,
	readAnswer,
	readAnswers,
} from '../../src/labels/answers/answers';
import { applyEdits } from '../../src/labels/edits/apply';
import type { Edit } from '../../src/labels/edits/edit';
import { pathOf, type AnsweredField } from '../../src/labels/modelAnswers/readFields';
import { classificationQuestions, objectQuestions } from '../../src/labels/modelAnswers/questions';
import type { AnsweredMedia } from '../../src/labels/modelAnswers/statements';
import { findClassification, findObject } from '../../src/labels/ontology/lookup';
import {
	indexOntology,
	type AttributeItem,
	type OntologyIndex,
} from '../../src/labels/ontology/ontology';
import { toRanges, type FrameRange } from '../../src/labels/row/frames';
import { attributeAnswers, setClassificationEdits } from '../../src/llm/answerEdits';
import { readModelAnswer, type ModelAnswer } from '../../src/llm/modelAnswer';
import type { CaseJson, CaseKind } from './kind';
import { emptyRow, metadataOf } from './mediaRow';

interface Ask {
	classifications?: string[] | 'all';
	object?: string;
}

interface Labels {
	[path: string]: unknown;
}

export const answers: CaseKind = {
	name: 'answers',
	isOne: ({ ask }) =>
		typeof ask === 'object' && ask !== null && ('classifications' in ask || 'object' in ask),
	run(json, ontologyJson) {
		const ontology = indexOntology(ontologyJson);
		const { classifications, object } = json.ask as Ask;
		const {
			answers: read,
			labels,
			problems,
		} = object === undefined
			? ofClassifications(json, ontology, classifications ?? 'all')
			: ofObject(json, ontology, object);
		const refused = read.reports
			.filter(({ outcome }) => outcome === 'refused')
			.map(({ field, reason }) => ({ ...(field === undefined ? {} : { field }), reason }));
		return { labels, refused: [...refused, ...problems.map((reason) => ({ reason }))] };
	},
};

function ofClassifications(json: CaseJson, ontology: OntologyIndex, asked: string[] | 'all') {
	const items =
		asked === 'all' ? undefined : asked.map((title) => findClassification(ontology, title));
	const read = readModelAnswer(json.input, classificationQuestions(ontology, items), mediaOf(json));
	const { row, problems } = edited(
		json,
		emptyRow(json.media),
		ontology,
		setClassificationEdits(read.answers, 'all'),
	);
	const labels: Labels = {};
	for (const [hash, entry] of Object.entries(row.classification_answers)) {
		const item = ontology.classificationByHash.get(String(entry.featureHash))!;
		const frames = framesOf(row, 'classificationHash', hash);
		for (const [attribute, value] of readAnswers(item, answerEntries(entry)))
			add(labels, attribute, isFramed(read, attribute) ? frames : undefined, readableAnswer(value));
	}
	return { answers: read, labels, problems };
}

function ofObject(json: CaseJson, ontology: OntologyIndex, title: string) {
	const item = findObject(ontology, title);
	const read = readModelAnswer(json.input, objectQuestions(item), mediaOf(json));
	const hash = 'object01';
	const edits = attributeAnswers(read.answers).map(
		({ answers: attributes, frames }): Edit => ({
			kind: 'setAttributes',
			objectHash: hash,
			attributes,
			...(frames === undefined ? {} : { frames }),
		}),
	);
	const { row, problems } = edited(json, withObject(json, item, hash), ontology, edits);
	const labels: Labels = {};
	for (const [attribute, value] of readAnswers(item, answerEntries(row.object_answers[hash])))
		add(labels, attribute, undefined, readableAnswer(value));
	for (const action of (row.object_actions[hash]?.actions ?? []) as EncordJson[]) {
		const attribute = item.attributeByHash.get(String(action.featureHash))!;
		const value = readAnswer(attribute, [action]);
		const ranges = isFramed(read, attribute) ? (action.range as FrameRange[]) : undefined;
		if (value !== undefined) add(labels, attribute, ranges, readableAnswer(value));
	}
	return { answers: read, labels, problems };
}

function edited(
	json: CaseJson,
	row: LabelRowJson,
	ontology: OntologyIndex,
	edits: Edit[],
): { row: LabelRowJson; problems: string[] } {
	const context = { now: new Date(0), agent: { name: 'cases' }, metadata: metadataOf(json.media) };
	const { labelRow, problems } = applyEdits(row, ontology, edits, context);
	return { row: labelRow, problems: problems.map(({ message }) => message) };
}

function mediaOf({ media: { type, frames } }: CaseJson): AnsweredMedia {
	if (type === 'audio' || type === 'plain_text') return { kind: 'whole', frames };
	return frames > 1 ? { kind: 'frames', frames } : { kind: 'single', frames };
}

/** A row with one object of the class on all frames. */
function withObject(
	json: CaseJson,
	{ featureHash, title, shape }: { featureHash: string; title: string; shape: string },
	objectHash: string,
): LabelRowJson {
	const row = emptyRow(json.media);
	const { type, frames } = json.media;
	const label = {
		name: title,
		value: title.toLowerCase(),
		shape,
		featureHash,
		objectHash,
		manualAnnotation: false,
	};
	const whole = type === 'audio' || type === 'plain_text';
	const onFrames = whole
		? {}
		: type === 'image'
			? { objects: [label], classifications: [] }
			: Object.fromEntries(
					Array.from({ length: frames }, (_, frame) => [
						frame,
						{ objects: [label], classifications: [] },
					]),
				);
	row.data_units.data = { ...row.data_units.data, labels: onFrames };
	row.object_answers[objectHash] = {
		objectHash,
		classifications: [],
		...(whole ? { featureHash, name: title, value: title, range: [[0, frames - 1]] } : {}),
	};
	return row;
}

/** The frames of a video on which a label is. */
function framesOf(row: LabelRowJson, key: string, hash: string): FrameRange[] {
	const labels = (row.data_units.data?.labels ?? {}) as {
		[frame: string]: { classifications?: EncordJson[] };
	};
	return toRanges(
		Object.entries(labels).flatMap(([frame, { classifications = [] }]) =>
			classifications.some((label) => label[key] === hash) ? [Number(frame)] : [],
		),
	);
}

/** Whether the model answered single frames; the row alone does not tell "all frames" from "frames 0 to 19 of 20". */
function isFramed({ answers: fields }: ModelAnswer, attribute: AttributeItem): boolean {
	return fields.some(
		(field: AnsweredField) => field.attribute === attribute && field.frames !== undefined,
	);
}

function add(
	labels: Labels,
	attribute: AttributeItem,
	frames: FrameRange[] | undefined,
	value: unknown,
): void {
	const path = pathOf(attribute);
	const at =
		frames === undefined
			? ''
			: `@${frames.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',')}`;
	labels[path + at] = value;
}
