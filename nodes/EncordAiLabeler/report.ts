/** What the output says about the answers and their price. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { moneyFor, type Prices } from '../../src/llm/model/budget';
import type { FieldReport } from '../../src/reply/report';
import type { Asking, UnitAnswer } from './askUnit';
import { requestOf } from './askUnit';

interface Expenses {
	seconds: number;
	/** What was chosen with all others and cannot be asked for. */
	leftOut: Array<{ title: string; reason: string }>;
	promptVersion: string;
	prices?: Prices;
}

/** The fields that the output of an item has beside those of writing. */
export function reportOf(
	{ fields, values, calls, known, tokens, models }: UnitAnswer,
	{ seconds, leftOut, promptVersion: prompt, prices }: Expenses,
): IDataObject {
	const of = (outcome: string) => fields.filter((field) => field.outcome === outcome);
	const refused = of('refused');
	const repaired = of('repaired').flatMap(withoutWrappers);
	return {
		answers: fields.length,
		values,
		...(repaired.length > 0 && { repaired: repaired as unknown as IDataObject[] }),
		...(refused.length > 0 && { refused: refused as unknown as IDataObject[] }),
		...(leftOut.length > 0 && { leftOut }),
		model: models.join(', '),
		promptVersion: prompt,
		calls,
		...(known > 0 && { answersKnown: known }),
		tokens: { ...tokens },
		...(prices && { money: rounded(moneyFor(tokens, prices)) }),
		seconds: Math.round(seconds * 100) / 100,
	};
}

/** An answer without the form in which every reply of a model comes. Undressing it changed nothing. */
function withoutWrappers(field: FieldReport): FieldReport[] {
	const repairs = (field.repairs ?? []).filter(({ rule }) => rule !== 'wrapper');
	return repairs.length > 0 ? [{ ...field, repairs }] : [];
}

/** Money to a hundredth of a cent. */
export function rounded(money: number): number {
	return Math.round(money * 10_000) / 10_000;
}

/** Changes whenever the questions, the schema, the instructions or the examples change. */
export function promptVersion({ questions, settings, examples }: Asking): string {
	const digest = createHash('sha256');
	for (const question of questions) {
		const { messages, schema } = requestOf(question, settings.instructions, []);
		digest.update(JSON.stringify([messages, schema, examples.length, settings.examples]));
	}
	return digest.digest('hex').slice(0, 8);
}
