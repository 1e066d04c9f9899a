/** What needs eyes: counted over the items of a run, and shown on the node above its output. */
import type { IExecuteFunctions } from 'n8n-workflow';

/** What is counted, with the sentence that the node shows. */
const SENTENCES = {
	failed: (count) => `${count} of the items failed. Each says why under "error".`,
	alreadyMoved: (count) =>
		`${count} ${count === 1 ? 'task was' : 'tasks were'} already moved; nothing was done for ${count === 1 ? 'it' : 'them'}.`,
	leftLate: (count) =>
		`${count} ${count === 1 ? 'task' : 'tasks'} left the stage after labels or a priority had been written for ${count === 1 ? 'it' : 'them'}, and ${count === 1 ? 'was' : 'were'} not moved from there.`,
	kept: (count) =>
		`${count} ${count === 1 ? 'label of somebody else was' : 'labels of others were'} left as ${count === 1 ? 'it is' : 'they are'}. "Replace Labels of People" would change that.`,
	alreadyThere: (count) =>
		`${count} ${count === 1 ? 'issue was' : 'issues were'} there already and not created again.`,
	notDrawn: (count) =>
		`${count} ${count === 1 ? 'picture' : 'pictures'} of changes could not be drawn. The labels are not affected; "picture" says why.`,
} satisfies Record<string, (count: number) => string>;

export type Hint = keyof typeof SENTENCES;

export class Hints {
	private readonly counted = new Map<Hint, Set<unknown>>();

	/** @param what names the task, label or issue, which is counted once however many items are about it; absent: one more */
	count(hint: Hint, what: unknown = Symbol(hint)): void {
		const all = this.counted.get(hint);
		if (all) all.add(what);
		else this.counted.set(hint, new Set([what]));
	}

	/** Shows a sentence for everything that was counted. */
	show(n8n: IExecuteFunctions): void {
		for (const [hint, { size }] of this.counted) showHint(n8n, SENTENCES[hint](size), 'warning');
	}
}

/** Shows a sentence on the node, above its output. An n8n that has no hints shows none. */
export function showHint(
	n8n: IExecuteFunctions,
	message: string,
	type: 'info' | 'warning' = 'info',
): void {
	const add = n8n.addExecutionHints as IExecuteFunctions['addExecutionHints'] | undefined;
	add?.call(n8n, { message, type, location: 'outputPane' });
}
