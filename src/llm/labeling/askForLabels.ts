/** Asks a model for labels, and once more with the faults of its answer where the user wants that. */
import { sameJson } from '../../encord/wire/sameJson';
import { requestKey } from '../model/answerCache';
import { askModel, type ModelAccess } from '../model/askModel';
import type { LanguageModel, ModelMessage, ModelReply, ModelRequest, Tokens } from '../model/model';
import type { FieldReport } from '../../reply/report';
import { counterpart, refusedFields, type ReadReply, type Reading } from './reading';

export interface LabelAnswer extends Reading {
	/** Replies that were read, those from the cache included. */
	replies: number;
	/** Replies that cost nothing, because they were known. */
	known: number;
	/** Of the calls that were made. */
	tokens: Tokens;
	/** Name of the model, as the provider gives it. */
	model?: string;
}

/** Longest reply that the model is shown again, in characters. */
const MAX_REPEATED = 20_000;

/**
 * @param again how often the model is asked once more when a field is refused
 * @throws ModelError, BudgetError when the first question could not be asked. When a later one cannot, the reading before counts.
 */
export async function askForLabels(
	model: LanguageModel,
	request: ModelRequest,
	read: ReadReply,
	again: number,
	access: ModelAccess,
): Promise<LabelAnswer> {
	let answer = await askOnce(model, request, read, access);
	let { messages } = request;
	for (let round = 0; round < again && refusedFields(answer).length > 0; round++) {
		messages = [...messages, ...faultsOf(answer.content, refusedFields(answer))];
		let next: LabelAnswer & { content: unknown };
		try {
			next = await askOnce(model, { ...request, messages }, read, access);
		} catch (error) {
			access.signal?.throwIfAborted();
			return withNote(answer, error);
		}
		answer = followed(answer, next);
	}
	return answer;
}

async function askOnce(
	model: LanguageModel,
	request: ModelRequest,
	read: ReadReply,
	access: ModelAccess,
): Promise<LabelAnswer & { content: unknown }> {
	const { reply, known } = await askModel(model, request, access);
	const reading = read(reply.content);
	// A second run shall not get the same refusal again.
	if (refusedFields(reading).length > 0) access.cache?.forget(requestKey(model, request));
	return {
		...reading,
		content: reply.content,
		replies: 1,
		known: known ? 1 : 0,
		tokens: known ? { input: 0, output: 0 } : tokensOf(reply),
		...(reply.model === undefined ? {} : { model: reply.model }),
	};
}

const tokensOf = ({ tokens }: ModelReply): Tokens => tokens ?? { input: 0, output: 0 };

/** What the model said, and what is wrong with it. */
function faultsOf(content: unknown, faults: FieldReport[]): ModelMessage[] {
	const said = typeof content === 'string' ? content : JSON.stringify(content);
	const lines = faults.map(({ field, index, reason, accepted }) => {
		const place = field ?? (index === undefined ? 'The answer' : `Entry ${index}`);
		const better = accepted === undefined ? '' : ` Accepted: ${listed(accepted)}`;
		return `- ${place}: ${reason ?? 'not accepted'}${better}`;
	});
	const text = [
		'Parts of this answer cannot be used:',
		...lines,
		'Answer all questions again, in the same form. Correct these parts only.',
	].join('\n');
	return [
		{ role: 'assistant', parts: [{ text: said.slice(0, MAX_REPEATED) }] },
		{ role: 'user', parts: [{ text }] },
	];
}

function listed(accepted: unknown): string {
	return Array.isArray(accepted) ? accepted.map(String).join(', ') : String(accepted);
}

/**
 * What counts after an answer and the next one. A model that was asked to correct one part and changed another is not sure: then
 * the earlier answer counts, with what was refused of it.
 */
function followed(
	before: LabelAnswer & { content: unknown },
	next: LabelAnswer & { content: unknown },
): LabelAnswer & { content: unknown } {
	const sums = {
		replies: before.replies + next.replies,
		known: before.known + next.known,
		tokens: {
			input: before.tokens.input + next.tokens.input,
			output: before.tokens.output + next.tokens.output,
		},
	};
	const changed = before.parts.find((part) => {
		const later = counterpart(part, next);
		return later === undefined || !sameJson(later.value, part.value);
	});
	if (changed === undefined) return { ...next, ...sums };
	return {
		...before,
		...sums,
		fields: before.fields.map((field) =>
			field.outcome === 'refused'
				? {
						...field,
						reason: `${field.reason ?? 'Not accepted.'} Asked again, the model changed its answer to "${changed.name}", too.`,
					}
				: field,
		),
	};
}

/** The answer, and why the model could not be asked once more. */
function withNote(answer: LabelAnswer, error: unknown): LabelAnswer {
	const why = error instanceof Error ? error.message : String(error);
	return {
		...answer,
		fields: answer.fields.map((field) =>
			field.outcome === 'refused'
				? { ...field, reason: `${field.reason ?? 'Not accepted.'} Not asked again: ${why}` }
				: field,
		),
	};
}
