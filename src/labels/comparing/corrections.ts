/**
 * What people did to the labels of an agent in the same label row. Encord keeps no earlier state of a label, only who made it and who
 * edited it last. So labels of the agent are those that nobody has edited since, or were edited; what people deleted leaves no trace.
 */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
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
	/** Labels of the agent that somebody else has edited since. */
	changed: number;
	/** Labels of others. */
	added: number;
}

export interface Correction {
	kind: 'changed' | 'added';
	class: string;
	hash: string;
	frames: FrameRange[];
	by: string | null;
	at: string | null;
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
		const collected = new Map(
			collectLabels(labels, metadata, undefined).map((label) => [keyOf(label), label]),
		);
		const classes = new Map<string, ClassCorrections>();
		const corrections: Correction[] = [];
		const all = [
			...tidy.objects.map((object) => ({ kind: 'object' as const, name: object.class, ...object })),
			...tidy.classifications.map((one) => {
				return { kind: 'classification' as const, name: one.classification, ...one };
			}),
		];
		for (const { kind, name, hash, space, frames, author } of all) {
			const label = collected.get(`${kind} ${hash} ${space ?? ''}`)!;
			const state = stateOf(agent, label);
			const counts = classes.get(`${kind} ${name}`) ?? {
				...{ kind, class: name, kept: 0, changed: 0, added: 0 },
			};
			classes.set(`${kind} ${name}`, counts);
			counts[state]++;
			if (state === 'kept') continue;
			const theirs = label.onFrames.filter((one) => !isOwn(agent, hash, one.label));
			const where = theirs.length > 0 ? toRanges(theirs.map(({ frame }) => frame)) : frames;
			const [by, at] = [author.lastEditedBy ?? author.createdBy, author.lastEditedAt];
			corrections.push({ kind: state, class: name, hash, frames: where, by, at });
		}
		refuseWithoutEvidence([...classes.values()], agent, title, metadata);
		return { classes: [...classes.values()], corrections };
	});
}

function keyOf({ type, hash, space }: CollectedLabel): string {
	return `${type} ${hash} ${space.id ?? ''}`;
}

function stateOf(agent: string, { hash, onFrames, entry }: CollectedLabel) {
	if (!isHashOfAgent(agent, hash)) return 'added';
	const authorships = onFrames.length > 0 ? onFrames.map(({ label }) => label) : [entry];
	return authorships.every((authorship) => isOwn(agent, hash, authorship)) ? 'kept' : 'changed';
}

function refuseWithoutEvidence(
	classes: readonly ClassCorrections[],
	agent: string,
	title: string,
	metadata: Partial<LabelRowMetadata> | undefined,
): void {
	const sum = (state: 'kept' | 'changed' | 'added') =>
		classes.reduce((total, counts) => total + counts[state], 0);
	if (sum('kept') + sum('changed') === 0)
		throw new NotComparable(
			`"${title}" has no label of the agent "${agent}"`,
			'Check the agent name. Labels that people deleted cannot be told from labels that never were.',
		);
	if (sum('changed') + sum('added') > 0 || DONE.includes(metadata?.label_status ?? '')) return;
	throw new NotComparable(
		`Nothing tells whether a person has looked at "${title}": nobody has changed it, and its task is not done`,
		'Compare files after people have submitted them.',
	);
}
