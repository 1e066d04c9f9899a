/** What needs eyes: counted over the items of a run, and shown on the node above its output. */
import type { IExecuteFunctions } from 'n8n-workflow';

/** What is counted, with the sentence that the node shows. */
const SENTENCES = {
	failed: (count) => `${count} of the items failed. Each says why under "error".`,
	alreadyMoved: (count) =>
		`${count} ${count === 1 ? 'task was' : 'tasks were'} already moved; nothing was done for ${count === 1 ? 'it' : 'them'}.`,
	kept: (count) =>
		`${count} ${count === 1 ? 'label of somebody else was' : 'labels of others were'} left as ${count === 1 ? 'it is' : 'they are'}. "Replace Labels of People" would change that.`,
	alreadyThere: (count) =>
		`${count} ${count === 1 ? 'issue was' : 'issues were'} there already and not created again.`,
	notDrawn: (count) =>
		`${count} ${count === 1 ? 'picture' : 'pictures'} of changes could not be drawn. The labels are not affected; "picture" says why.`,
} satisfies Record<string, (count: number) => string>;

export type Hint = keyof typeof SENTENCES;

export class Hints {
	private readonly counts = new Map<Hint, number>();

	count(hint: Hint, more = 1): void {
		this.counts.set(hint, (this.counts.get(hint) ?? 0) + more);
	}

	/** Shows a sentence for everything that was counted. */
	show(n8n: IExecuteFunctions): void {
		for (const [hint, count] of this.counts)
			if (count > 0) showHint(n8n, SENTENCES[hint](count), 'warning');
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
