/**
 * What people did to the labels of an agent in the same label row. Encord keeps no earlier state of a label, only who made it and who
 * edited it last. So labels of the agent are those that nobody has edited since, or were edited; what people deleted leaves no trace.
 * An account counts as a person's unless the row shows that an agent writes with it. What a person and an agent could both have done
 * is counted apart, with the reason.
 */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { EncordJson } from '../../encord/wire/json';
import { collectLabels, type CollectedLabel } from '../reading/collectLabels';
import { tidyLabelRow } from '../reading/tidy';
import { toRanges, type FrameRange } from '../row/frames';
import { isHashOfAgent, isOwn } from '../row/identity';
import { labelsOf, readable } from '../row/unreadable';
import type { LabeledSide } from './compareRows';
import { NotComparable } from './refused';

export interface ClassCorrections {
	kind: 'object' | 'classification';
	class: string;
	/** Labels of the agent that nobody has edited since. */
	kept: number;
	/** Labels of the agent that a person has edited since. */
	changed: number;
	/** Labels of people. */
	added: number;
	/** Labels that the agent did not leave like this, and of which nothing tells that a person did. */
	unclear: number;
}

export interface Correction {
	kind: 'changed' | 'added' | 'unclear';
	class: string;
	hash: string;
	frames: FrameRange[];
	by: string | null;
	at: string | null;
	/** Of what is unclear: why it is not counted as the work of a person. */
	why?: string;
}

export interface Corrections {
	classes: ClassCorrections[];
	corrections: Correction[];
}

/** Statuses of a label row that somebody has finished. */
const DONE = ['LABELLED', 'REVIEW_IN_PROGRESS', 'REVIEWED', 'REVIEWED_TWICE'];

/**
 * @throws NotComparable when the row has no labels of the agent, or nothing tells whether a person has looked at it
 */
export function correctionsOf(
	{ labels, ontology, metadata }: LabeledSide,
	agent: string,
): Corrections {
	const tidy = tidyLabelRow(labels, ontology, metadata);
	const title = tidy.dataTitle;
	return readable(labelsOf(labels), () => {
		const all = collectLabels(labels, metadata, undefined);
		if (!all.some(({ hash }) => isHashOfAgent(agent, hash)))
			throw new NotComparable(
				`"${title}" has no label of the agent "${agent}"`,
				'Check the agent name. Labels that people deleted cannot be told from labels that never were.',
			);
		const collected = new Map(all.map((label) => [keyOf(label), label]));
		const accounts = accountsOfAgents(all, agent);
		const classes = new Map<string, ClassCorrections>();
		const corrections: Correction[] = [];
		const tidied = [
			...tidy.objects.map((object) => ({ kind: 'object' as const, name: object.class, ...object })),
			...tidy.classifications.map((one) => {
				return { kind: 'classification' as const, name: one.classification, ...one };
			}),
		];
		for (const { kind, name, hash, space, frames, author } of tidied) {
			const label = collected.get(`${kind} ${hash} ${space ?? ''}`)!;
			const { state, why } = stateOf(agent, label, accounts);
			const counts = classes.get(`${kind} ${name}`) ?? {
				...{ kind, class: name, kept: 0, changed: 0, added: 0, unclear: 0 },
			};
			classes.set(`${kind} ${name}`, counts);
			counts[state]++;
			if (state === 'kept') continue;
			const theirs = label.onFrames.filter((one) => !isOwn(agent, hash, one.label));
			const where = theirs.length > 0 ? toRanges(theirs.map(({ frame }) => frame)) : frames;
			const [by, at] = [author.lastEditedBy ?? author.createdBy, author.lastEditedAt];
			corrections.push({
				...{ kind: state, class: name, hash, frames: where, by, at },
				...(why === undefined ? {} : { why }),
			});
		}
		refuseWithoutEvidence([...classes.values()], accounts, title, metadata);
		return { classes: [...classes.values()], corrections };
	});
}

function keyOf({ type, hash, space }: CollectedLabel): string {
	return `${type} ${hash} ${space.id ?? ''}`;
}

/** Accounts that wrote labels of this agent, or of another one that names itself in the answer entry. */
function accountsOfAgents(labels: readonly CollectedLabel[], agent: string): Set<string> {
	return new Set(
		labels.flatMap((label) =>
			[agent, namedAgent(label)].some(
				(name) => name !== undefined && isHashOfAgent(name, label.hash),
			)
				? authorshipsOf(label).flatMap(({ createdBy, manualAnnotation }) =>
						typeof createdBy === 'string' && manualAnnotation === false ? [createdBy] : [],
					)
				: [],
		),
	);
}

/** The agent that an answer entry names, when the hash of the label is one of that agent. */
function namedAgent({ hash, entry }: CollectedLabel): string | undefined {
	const name = (entry?.agent as EncordJson | null | undefined)?.name;
	return typeof name === 'string' && isHashOfAgent(name, hash) ? name : undefined;
}

/** Creator and last editor, on each frame that the label is on. */
function authorshipsOf({ onFrames, entry }: CollectedLabel): EncordJson[] {
	if (onFrames.length > 0) return onFrames.map(({ label }) => label);
	return entry === undefined ? [] : [entry];
}

type State = Pick<Correction, 'why'> & { state: 'kept' | Correction['kind'] };

function stateOf(agent: string, label: CollectedLabel, accounts: ReadonlySet<string>): State {
	const isOfAgent = isHashOfAgent(agent, label.hash);
	const others = authorshipsOf(label).filter((one) => !isOwn(agent, label.hash, one));
	if (isOfAgent && others.length === 0) return { state: 'kept' };
	const maker = isOfAgent ? agent : namedAgent(label);
	const doubts = others.map((one) => doubtAbout(one, maker, accounts));
	// One frame that a person worked on is enough.
	if (doubts.includes(undefined)) return { state: isOfAgent ? 'changed' : 'added' };
	return { state: 'unclear', why: doubts[0] ?? NO_AUTHOR };
}

const NO_AUTHOR = 'Nothing tells who made it';

/**
 * Why it is not sure that a person made or edited a label; undefined when the label says so.
 * @param maker the agent that made it, if one did
 */
function doubtAbout(
	{ createdBy, lastEditedBy, manualAnnotation }: EncordJson,
	maker: string | undefined,
	accounts: ReadonlySet<string>,
): string | undefined {
	const editor = lastEditedBy ?? createdBy;
	if (typeof editor !== 'string') return NO_AUTHOR;
	if (accounts.has(editor)) return `Agents write with the account ${editor}`;
	if (typeof createdBy === 'string' && createdBy !== editor) return undefined;
	if (maker !== undefined)
		return `The agent "${maker}" made it, and no other account has edited it`;
	return manualAnnotation === false ? 'It is marked as made automatically' : undefined;
}

/** @throws NotComparable unless a person has changed or added a label, or has finished the task */
function refuseWithoutEvidence(
	classes: readonly ClassCorrections[],
	accounts: ReadonlySet<string>,
	title: string,
	metadata: Partial<LabelRowMetadata> | undefined,
): void {
	const sum = (state: 'changed' | 'added' | 'unclear') =>
		classes.reduce((total, counts) => total + counts[state], 0);
	if (sum('changed') + sum('added') > 0) return;
	const finisher = metadata?.last_actioned_by_user_email ?? undefined;
	const isDone = DONE.includes(metadata?.label_status ?? '');
	if (isDone && finisher !== undefined && !accounts.has(finisher)) return;
	const why = !isDone
		? 'its task is not done'
		: finisher === undefined
			? 'Encord does not say who finished its task'
			: `its task was last moved by ${finisher}, an account that agents write with`;
	throw new NotComparable(
		`Nothing tells whether a person has looked at "${title}": no person is known to have changed it, and ${why}`,
		'Compare files after people have submitted them. Let agents use accounts of their own, so that their work can be told from that of people.',
	);
}
