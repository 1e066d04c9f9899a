/** Compares the labels of a row before and after a save, for the logs (protocol §16.1). */
import type { EncordJson } from '../../src/encord/wire/json';
import type { DataUnit, LabelContent } from '../state/entities';
import type { LabelChange } from '../state/records';
import { framesOf, isRecord } from './frames';
import { merged, type FrameRange } from './ranges';

/** They tell who saved a label, not what it is. */
const ASIDE = new Set(['createdAt', 'createdBy', 'lastEditedAt', 'lastEditedBy', 'reviews']);

/** The value as text that does not depend on the order of keys. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (key, part: unknown) => {
		if (ASIDE.has(key)) return undefined;
		// Readers get an empty `spaces` where there was none, and send it back.
		if (key === 'spaces' && isRecord(part) && Object.keys(part).length === 0) return undefined;
		return isRecord(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part;
	});
}

type Label = Omit<LabelChange, 'change'> & { parts: string[] };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function labelsIn(unit: DataUnit, content: LabelContent): Map<string, Label> {
	const labels = new Map<string, Label>();
	const add = (
		kind: Label['kind'],
		hash: string,
		source: EncordJson,
		part: string,
		ranges: FrameRange[],
	) => {
		const known = labels.get(`${kind} ${hash}`);
		labels.set(`${kind} ${hash}`, {
			kind,
			hash,
			featureHash: known?.featureHash || text(source.featureHash),
			name: known?.name || text(source.name),
			shape: kind === 'object' ? known?.shape || text(source.shape) : null,
			ranges: merged([...(known?.ranges ?? []), ...ranges]),
			parts: [...(known?.parts ?? []), part],
		});
	};
	for (const { unitHash, frame, objects, classifications } of framesOf(unit, content)) {
		const part = (instance: EncordJson) => `${unitHash} ${frame} ${canonical(instance)}`;
		for (const instance of objects)
			add('object', text(instance.objectHash), instance, part(instance), [[frame, frame]]);
		for (const instance of classifications)
			add('classification', text(instance.classificationHash), instance, part(instance), [
				[frame, frame],
			]);
	}
	// An instance that is placed by range is in no frame.
	const answers = [
		['object', content.object_answers],
		['classification', content.classification_answers],
	] as const;
	for (const [kind, entries] of answers)
		for (const [hash, entry] of Object.entries(entries))
			add(
				kind,
				hash,
				entry,
				canonical(entry),
				Array.isArray(entry.range) ? (entry.range as FrameRange[]) : [],
			);
	return labels;
}

/** What turned the labels `before` into `after`, which have been checked: deletions last. */
export function labelChanges(
	unit: DataUnit,
	before: LabelContent | null,
	after: LabelContent,
): LabelChange[] {
	const [old, now] = [
		before ? labelsIn(unit, before) : new Map<string, Label>(),
		labelsIn(unit, after),
	];
	const change = (label: Label, what: LabelChange['change']): LabelChange => ({
		kind: label.kind,
		hash: label.hash,
		featureHash: label.featureHash,
		name: label.name,
		shape: label.shape,
		ranges: label.ranges,
		change: what,
	});
	const isSame = (a: Label, b: Label) => a.parts.sort().join('\n') === b.parts.sort().join('\n');
	return [
		...[...now].flatMap(([key, label]) => {
			const known = old.get(key);
			if (!known) return change(label, 'create');
			return isSame(known, label) ? [] : change(label, 'update');
		}),
		...[...old].flatMap(([key, label]) => (now.has(key) ? [] : change(label, 'delete'))),
	];
}
