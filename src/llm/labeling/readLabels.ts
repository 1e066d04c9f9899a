/**
 * Reads a reply to questions about labels. What fits the schema is taken as it is. A classification that does not fit, or beside
 * which the model said more, is read as any model's answer is (modelAnswer.ts): repaired, or refused with a reason.
 */
import { z } from 'zod';
import { isContradicted } from '../../labels/modelAnswers/contradiction';
import type { Questions } from '../../labels/modelAnswers/questions';
import { pathOf } from '../../labels/modelAnswers/readFields';
import type { Size } from '../../geometry/plane';
import type { ClassificationItem, OntologyIndex } from '../../labels/ontology/ontology';
import type { FramesInput } from '../../labels/row/frames';
import { readReply, type Reply } from '../../reply/readReply';
import type { FieldReport } from '../../reply/report';
import {
	isMap,
	WrittenNumber,
	type Repair,
	type ReplyMap,
	type ReplyValue,
} from '../../reply/value';
import { classificationAnswers } from '../answerEdits';
import { readModelAnswer } from '../modelAnswer';
import type { ModelSchema } from '../schema/modelSchema';
import { OBJECTS } from '../schema/parts/objects';
import { ContradictionError, type SchemaAnswers } from '../schema/parts/part';
import { classificationPart, objectPart } from './parts';
import type { ReadPart, Reading } from './reading';

/** What was asked: a schema, and the classifications in it by their names there. */
export interface AskedQuestions {
	schema: ModelSchema;
	ontology: OntologyIndex;
	classifications: ReadonlyMap<string, ClassificationItem>;
	questions: Questions;
}

/**
 * @param frames the frames that the answers are about
 * @param size of the picture, if it was one
 */
export function readLabels(
	content: unknown,
	asked: AskedQuestions,
	frames: FramesInput,
	size?: Size,
): Reading {
	const { schema, classifications } = asked;
	const names = new Set(Object.keys(schema.schema.properties ?? {}));
	const reply = readReply(content, { isName: (key) => names.has(key) });
	if ('refused' in reply) return refused(reply.refused);
	if (!('value' in reply) || !isMap(reply.value)) return refused('The reply is no JSON object.');
	const { [OBJECTS]: objects, ...answers } = reply.value;
	const reading: Reading = { parts: [], fields: [] };
	const others: ReplyMap = {};
	for (const [name, value] of Object.entries(answers)) {
		// Sentences beside the answer may deny it, which the schema does not tell.
		const parts =
			classifications.has(name) && reply.around === ''
				? fitting(() => schema.readField(name, plain(value)), asked, frames, size)
				: undefined;
		if (parts === undefined) others[name] = value;
		else add(reading, parts, reply.repairs);
	}
	readObjects(reading, objects, asked, reply, size);
	readOthers(reading, others, asked, frames, reply);
	return reading;
}

type ReadValue = Extract<Reply, { value: unknown }>;

const refused = (reason: string): Reading => ({
	parts: [],
	fields: [{ outcome: 'refused', reason }],
});

/** The parts of an answer that fits the schema; undefined when it does not. */
function fitting(
	read: () => SchemaAnswers,
	{ ontology }: AskedQuestions,
	frames: FramesInput,
	size: Size | undefined,
): ReadPart[] | undefined {
	try {
		const { classifications, objects } = read();
		return [
			...classifications.map((answer) => classificationPart(answer, ontology, frames)),
			...objects.map((answer) => objectPart(answer, ontology, size)),
		];
	} catch (error) {
		if (error instanceof z.ZodError || error instanceof ContradictionError) return undefined;
		throw error;
	}
}

function add({ parts, fields }: Reading, added: ReadPart[], repairs: Repair[]): void {
	for (const part of added) {
		parts.push(part);
		fields.push({
			field: part.name,
			outcome: repairs.length > 0 ? 'repaired' : 'taken',
			value: part.value,
			...(repairs.length > 0 ? { repairs } : {}),
		});
	}
}

/** Objects one by one, so that a wrong one does not spoil the others. They have to fit the schema. */
function readObjects(
	reading: Reading,
	list: ReplyValue | undefined,
	asked: AskedQuestions,
	{ repairs }: ReadValue,
	size: Size | undefined,
): void {
	if (list === undefined || list === null) return;
	const objects = Array.isArray(list) ? list : [list];
	for (const [index, object] of objects.entries()) {
		const field = `${OBJECTS} ${index + 1}`;
		try {
			const { objects: read } = asked.schema.readField(OBJECTS, [plain(object)]);
			const parts = read.map((answer) => objectPart(answer, asked.ontology, size));
			add(
				reading,
				parts.map((part) => ({ ...part, name: `${part.title} ${index + 1}` })),
				repairs,
			);
		} catch (error) {
			reading.fields.push(...faultsOf(error, field, index));
		}
	}
}

function faultsOf(error: unknown, field: string, index: number): FieldReport[] {
	if (error instanceof ContradictionError)
		return [{ field, index, outcome: 'refused', reason: error.message }];
	if (!(error instanceof z.ZodError)) throw error;
	return error.issues.map(({ path, message }) => ({
		field: [field, ...path.slice(2)].join('/'),
		index,
		outcome: 'refused',
		reason: message,
	}));
}

/** Classifications that do not fit the schema, and names that were not asked about. */
function readOthers(
	reading: Reading,
	others: ReplyMap,
	{ questions, ontology }: AskedQuestions,
	frames: FramesInput,
	{ around, repairs }: ReadValue,
): void {
	if (Object.keys(others).length === 0) return;
	const { answers, reports } = readModelAnswer(others, questions, { kind: 'single' });
	const items = new Set(answers.map(({ attribute }) => attribute.item as ClassificationItem));
	const denied = new Map<string, string>();
	for (const item of items) {
		const ofItem = answers.filter(({ attribute }) => attribute.item === item);
		if (ofItem.some((answer) => isContradicted(answer, around))) {
			for (const { attribute } of ofItem)
				denied.set(
					pathOf(attribute),
					`The sentences around the answer say something else: "${around}"`,
				);
			continue;
		}
		const [answer] = classificationAnswers(ofItem);
		if (answer === undefined) continue;
		const { featureHash: classification } = item;
		reading.parts.push(
			classificationPart(
				{ classification, answers: answer.answers, confidence: {} },
				ontology,
				frames,
			),
		);
	}
	for (const report of reports) {
		const reason = denied.get(report.field ?? '');
		if (reason !== undefined) reading.fields.push({ ...report, outcome: 'refused', reason });
		else if (report.outcome === 'refused' || repairs.length === 0) reading.fields.push(report);
		else
			reading.fields.push({
				...report,
				outcome: 'repaired',
				repairs: [...repairs, ...(report.repairs ?? [])],
			});
	}
}

/** The value without the spelling of its numbers. */
function plain(value: ReplyValue): unknown {
	if (value instanceof WrittenNumber) return value.number;
	if (Array.isArray(value)) return value.map(plain);
	if (!isMap(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
