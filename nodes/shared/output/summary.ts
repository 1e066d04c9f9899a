/**
 * What a write did, as one sentence for people: `Added Animal: Cat on frame 0; kept 2 labels of others`. A dry run says the same with
 * "would", and a write that found everything as it should be says that it is already so.
 */
import type { LabelChange } from '../../../src/labels/edits/labelChange';
import { keptLabels, type Problem } from '../../../src/labels/row/problem';
import { describeRanges, mergeRanges } from '../../../src/labels/row/frames';
import { shortened } from '../../../src/encord/wire/identifiers';

/** Each verb as the sentence says it after the write, and in a dry run. */
const VERBS = {
	add: ['added', 'would add'],
	change: ['changed', 'would change'],
	complete: ['completed', 'would complete'],
	create: ['created', 'would create'],
	keep: ['kept', 'would keep'],
	leave: ['left', 'would leave'],
	move: ['moved', 'would move'],
	refuse: ['refused', 'would refuse'],
	register: ['registered', 'would register'],
	remove: ['removed', 'would remove'],
	reopen: ['reopened', 'would reopen'],
	send: ['sent', 'would send'],
	set: ['set', 'would set'],
	upload: ['uploaded', 'would upload'],
} as const;

/** Something that was done, or would be; or a remark that is the same either way. */
export type Clause = { verb: keyof typeof VERBS; what: string } | string;

/** The clauses as one sentence, without a full stop. */
export function sentence(clauses: readonly Clause[], dryRun = false): string {
	const texts = clauses.map((clause) =>
		typeof clause === 'string' ? clause : `${VERBS[clause.verb][dryRun ? 1 : 0]} ${clause.what}`,
	);
	const text = texts.join('; ');
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What several steps did, one after the other, as one sentence. */
export function oneSentence(sentences: readonly unknown[]): string {
	return sentences
		.map(String)
		.map((text, index) => (index === 0 ? text : text.charAt(0).toLowerCase() + text.slice(1)))
		.join('; ');
}

/** That a write found `what` as it should be: `Already so: the priority of "cat.jpg" is 0.5`. */
export function alreadySo(what: string): string {
	return `Already so: ${what}`;
}

/** The name of a file, stage or pathway in a sentence. */
export function named(title: unknown): string {
	return `"${shortened(String(title))}"`;
}

/** How many of what, with the plural where it is one: `1 label`, `3 labels`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

/** What edits of labels did, for {@link labelClauses}. */
export interface EditedLabels {
	changes: readonly LabelChange[];
	problems: readonly Problem[];
	/** Whether anything was to be done. */
	hadEdits: boolean;
	/** What of the input was refused: `3 of 12 answers`. */
	refused?: string;
	/** More about the changes: `214 → 37 points`. */
	remark?: string;
}

/** What edits did to the labels of a row, or would do. */
export function labelClauses({
	changes,
	problems,
	hadEdits,
	refused,
	remark,
}: EditedLabels): Clause[] {
	const kept = keptLabels(problems).size;
	// One edit may have several problems.
	const failed = new Set(
		problems
			.filter(({ code, severity }) => severity === 'error' && code !== 'keptForeignLabel')
			.map((problem) => problem.edit ?? problem),
	).size;
	const missing = problems.filter(({ code }) => code === 'missingAnswer').length;
	const rest: Clause[] = [
		...(remark ? [remark] : []),
		...(kept > 0
			? [
					{
						verb: 'keep',
						what: counted(kept, 'label of somebody else', 'labels of others'),
					} as const,
				]
			: []),
		...(refused ? [{ verb: 'refuse', what: refused } as const] : []),
		...(failed > 0 ? [`${counted(failed, 'change')} could not be made`] : []),
		...(missing > 0
			? [`${counted(missing, 'required answer is', 'required answers are')} missing`]
			: []),
	];
	if (changes.length > 0) return [...changed(changes), ...rest];
	if (kept + failed > 0 || refused) return [{ verb: 'change', what: 'nothing' }, ...rest];
	return [hadEdits ? alreadySo('nothing to change') : 'nothing to change', ...rest];
}

/** Most labels that are named one by one. */
const MOST_NAMED = 4;
const VERB_OF = { added: 'add', changed: 'change', removed: 'remove' } as const;

/** One clause for each kind of change; labels that read the same are counted. */
function changed(changes: readonly LabelChange[]): Clause[] {
	return (['added', 'changed', 'removed'] as const).flatMap((change) => {
		const groups = new Map<string, LabelChange[]>();
		for (const label of changes.filter((one) => one.change === change)) {
			const text = labelText(label);
			groups.set(text, [...(groups.get(text) ?? []), label]);
		}
		if (groups.size === 0) return [];
		const texts = [...groups].map(([text, labels]) => {
			const frames = mergeRanges(labels.flatMap((label) => label.frames));
			const count = labels.length === 1 ? '' : `${labels.length} × `;
			return `${count}${text}${placeText(frames)}`;
		});
		const named = texts.slice(0, MOST_NAMED);
		const more = texts.length - named.length;
		const what = more > 0 ? `${named.join(', ')} and ${more} more` : joined(named);
		return [{ verb: VERB_OF[change], what }];
	});
}

function placeText(frames: ReturnType<typeof mergeRanges>): string {
	const [first] = frames;
	if (first === undefined) return '';
	const isOne = frames.length === 1 && first[0] === first[1];
	return ` on ${isOne ? 'frame' : 'frames'} ${describeRanges(frames)}`;
}

/** `Animal: Cat (Breed: Siamese)`, `Car (Color: Red)`, `Car → Truck`. */
function labelText({ title, before, after }: LabelChange): string {
	const wasClass = before?.class;
	const name =
		wasClass !== undefined && after?.class !== undefined ? `${wasClass} → ${title}` : title;
	const answers = Object.entries((after ?? before)?.answers ?? {});
	const own = answers.find(([key]) => key === title);
	const others = answers
		.filter((answer) => answer !== own)
		.map(([key, answer]) => `${key}: ${answerText(answer)}`);
	return [
		own ? `${name}: ${answerText(own[1])}` : name,
		...(others.length > 0 ? [`(${others.join(', ')})`] : []),
	].join(' ');
}

/** Longest answer in a sentence, in characters. */
const LONGEST_ANSWER = 60;

function answerText(answer: unknown): string {
	const text = Array.isArray(answer) ? answer.map(String).join(', ') : String(answer ?? 'none');
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > LONGEST_ANSWER ? `${line.slice(0, LONGEST_ANSWER)}…` : line;
}

function joined(texts: readonly string[]): string {
	return texts.length < 2
		? texts.join('')
		: `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!}`;
}
