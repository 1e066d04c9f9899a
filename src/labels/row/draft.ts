/**
 * A label row under edit: copies only the objects on the way to what changes, so that the row it started from stays as
 * it was and everything untouched is shared with it, unknown fields included.
 */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { FrameRange } from './frames';
import { LabelIndex, WIRE, type LabelJson, type LabelType } from './labelIndex';
import { keepsPlainAnswers, spaceInfo, type Space } from './space';

export type AnswersMap = 'object_answers' | 'classification_answers' | 'object_actions';

/** Which labels were touched, on which frames, and how they came to their lists. */
export interface Touch {
	type: LabelType;
	hash: string;
	places: Map<Space, Map<number, 'replaced' | 'inserted' | 'removed'>>;
}

export class RowDraft {
	row: LabelRowJson;
	readonly touched = new Map<string, Touch>();
	/** The row as it was at the last {@link checkpoint}; never changed. */
	base: LabelRowJson;
	private fresh = new WeakSet<object>();
	private readonly indexes = new Map<string, LabelIndex>();

	constructor(
		row: LabelRowJson,
		readonly metadata: Partial<LabelRowMetadata> | undefined,
	) {
		this.base = row;
		this.row = row;
	}

	/** Makes what has been edited so far the new base: later edits leave it as it is, and touch starts anew. */
	checkpoint(): void {
		this.base = this.row;
		this.fresh = new WeakSet();
		this.touched.clear();
	}

	/** The labels object of a frame, read only; undefined when the frame holds nothing. */
	frame(space: Space, frame: number): EncordJson | undefined {
		return frameIn(this.row, space, frame);
	}

	/** Frames that have an entry in the row, ascending. */
	frames(space: Space): number[] {
		return framesIn(this.row, space);
	}

	/** A label on a frame, or undefined. */
	label(space: Space, type: LabelType, frame: number, hash: string): LabelJson | undefined {
		const list = listIn(this.frame(space, frame), type);
		const key = WIRE[type].hash;
		return list.find((label) => label[key] === hash);
	}

	index(space: Space, type: LabelType): LabelIndex {
		const key = `${type}:${space.id ?? ''}`;
		let index = this.indexes.get(key);
		if (index === undefined) {
			index = buildIndex(this.row, space, type);
			this.indexes.set(key, index);
		}
		return index;
	}

	/**
	 * Puts a label on a frame, replacing the one with its hash; a new one goes to its place in the row's order (in a space, to
	 * the end).
	 */
	putLabel(space: Space, type: LabelType, frame: number, label: LabelJson): void {
		const { hash: hashKey } = WIRE[type];
		const hash = String(label[hashKey]);
		const index = this.index(space, type);
		index.add(hash, String(label.featureHash), frame);
		index.setFeature(hash, String(label.featureHash));
		const list = this.writableList(space, type, frame);
		const at = list.findIndex((other) => other[hashKey] === hash);
		if (at >= 0) list[at] = label;
		else if (space.id === undefined) insertByRank(list, label, hashKey, index);
		else list.push(label);
		this.touch(type, hash, space, frame, at >= 0 ? 'replaced' : 'inserted');
	}

	/** Puts a label that is not on the frame yet at a position of its list. */
	insertLabel(space: Space, type: LabelType, frame: number, label: LabelJson, at: number): void {
		const hash = String(label[WIRE[type].hash]);
		this.index(space, type).add(hash, String(label.featureHash), frame);
		this.writableList(space, type, frame).splice(at, 0, label);
		this.touch(type, hash, space, frame, 'inserted');
	}

	/** Takes a label off a frame. A frame left without labels goes back to what it was, or away. */
	removeLabel(space: Space, type: LabelType, frame: number, hash: string): void {
		this.index(space, type).remove(hash, frame);
		this.touch(type, hash, space, frame, 'removed');
		if (this.label(space, type, frame, hash) === undefined) return;
		const list = this.writableList(space, type, frame);
		const key = WIRE[type].hash;
		list.splice(
			list.findIndex((label) => label[key] === hash),
			1,
		);
		this.dropEmptyFrame(space, frame);
	}

	/** An entry of one of the answer maps, read only. */
	answer(map: AnswersMap, hash: string): EncordJson | undefined {
		return this.row[map]?.[hash];
	}

	/** Sets or (with undefined) removes an entry of one of the answer maps. */
	putAnswer(map: AnswersMap, hash: string, entry: EncordJson | undefined): void {
		const type = map === 'classification_answers' ? 'classification' : 'object';
		this.touch(type, hash);
		const row = this.writableRow();
		const entries = this.own(row, map) as { [hash: string]: EncordJson };
		if (entry === undefined) delete entries[hash];
		else entries[hash] = entry;
	}

	private touch(
		type: LabelType,
		hash: string,
		space?: Space,
		frame?: number,
		how: 'replaced' | 'inserted' | 'removed' = 'replaced',
	): void {
		const key = `${type}:${hash}`;
		let touch = this.touched.get(key);
		if (touch === undefined) this.touched.set(key, (touch = { type, hash, places: new Map() }));
		if (space === undefined || frame === undefined) return;
		const known = [...touch.places.keys()].find((place) => place.id === space.id);
		const frames =
			(known === undefined ? undefined : touch.places.get(known)) ??
			new Map<number, 'replaced' | 'inserted' | 'removed'>();
		if (known === undefined) touch.places.set(space, frames);
		if (how !== 'replaced' || !frames.has(frame)) frames.set(frame, how);
	}

	private writableRow(): LabelRowJson {
		if (this.row === this.base) {
			this.row = { ...this.base };
			this.fresh.add(this.row);
		}
		return this.row;
	}

	/** The value at `holder[key]`, copied the first time; an empty object when absent. */
	private own(holder: EncordJson, key: string): EncordJson {
		const value = holder[key];
		if (typeof value === 'object' && value !== null && this.fresh.has(value))
			return value as EncordJson;
		const copy = { ...(typeof value === 'object' ? value : undefined) } as EncordJson;
		this.fresh.add(copy);
		holder[key] = copy;
		return copy;
	}

	private writableList(space: Space, type: LabelType, frame: number): LabelJson[] {
		const holder = this.writableFrame(space, frame);
		for (const list of ['objects', 'classifications']) {
			if (!Array.isArray(holder[list])) this.fresh.add((holder[list] = []) as object);
		}
		const key = WIRE[type].list;
		const list = holder[key] as LabelJson[];
		if (this.fresh.has(list)) return list;
		const copy = [...list];
		this.fresh.add(copy);
		holder[key] = copy;
		return copy;
	}

	private writableFrame(space: Space, frame: number): EncordJson {
		const labels = this.writableLabels(space, frame);
		return space.layout === 'map' ? this.own(labels, String(frame)) : labels;
	}

	private writableLabels(space: Space, frame: number): EncordJson {
		const row = this.writableRow();
		if (space.id !== undefined)
			return this.own(this.own(this.own(row, 'spaces'), space.id), 'labels');
		const unitKey = space.unitKeys[space.layout === 'units' ? frame : 0];
		if (unitKey === undefined) throw new RangeError(`The row has no data unit for frame ${frame}`);
		return this.own(this.own(this.own(row, 'data_units'), unitKey), 'labels');
	}

	private dropEmptyFrame(space: Space, frame: number): void {
		const now = this.frame(space, frame);
		if (now === undefined || !isEmptyFrame(now)) return;
		const before = frameIn(this.base, space, frame);
		const wasEmpty =
			before !== undefined &&
			listIn(before, 'object').length + listIn(before, 'classification').length === 0;
		if (space.layout === 'map') {
			const labels = this.writableLabels(space, frame);
			if (wasEmpty) labels[String(frame)] = before;
			else delete labels[String(frame)];
		} else if (wasEmpty) {
			const unitKey = space.unitKeys[space.layout === 'units' ? frame : 0] ?? '';
			this.own(this.own(this.writableRow(), 'data_units'), unitKey).labels = before;
		}
	}
}

/** The labels object of a frame; undefined when the frame holds nothing. */
export function frameIn(row: LabelRowJson, space: Space, frame: number): EncordJson | undefined {
	if (space.layout === 'none') return undefined;
	const labels = labelsIn(row, space, frame);
	if (space.layout !== 'map') return labels;
	return labels?.[String(frame)] as EncordJson | undefined;
}

/** Frames that have an entry in the row, ascending. */
export function framesIn(row: LabelRowJson, space: Space): number[] {
	if (space.layout === 'units')
		return [...space.unitKeys.keys()].filter((frame) => space.unitKeys[frame] !== undefined);
	if (space.layout === 'flat') return space.unitKeys.length > 0 ? [0] : [];
	if (space.layout === 'none') return [];
	return Object.keys(labelsIn(row, space, 0) ?? {})
		.map(Number)
		.filter((frame) => Number.isInteger(frame) && frame >= 0)
		.sort((a, b) => a - b);
}

/** Objects or classifications of a frame's labels. */
export function listIn(frame: EncordJson | undefined, type: LabelType): LabelJson[] {
	const list = frame?.[WIRE[type].list];
	return Array.isArray(list) ? (list as LabelJson[]) : [];
}

function labelsIn(row: LabelRowJson, space: Space, frame: number): EncordJson | undefined {
	if (space.id !== undefined) return spaceInfo(row, space.id)?.labels as EncordJson | undefined;
	return row.data_units[space.unitKeys[space.layout === 'units' ? frame : 0] ?? '']?.labels as
		| EncordJson
		| undefined;
}

function buildIndex(row: LabelRowJson, space: Space, type: LabelType): LabelIndex {
	const index = new LabelIndex(type);
	const key = WIRE[type].hash;
	if (type === 'classification' && space.kind === 'frames') addAnswerRanges(index, row, space);
	for (const frame of framesIn(row, space)) {
		for (const label of listIn(frameIn(row, space, frame), type))
			index.add(String(label[key]), String(label.featureHash), frame);
	}
	return index;
}

/** Classifications that carry authorship are on their `range` as well, and come first (protocol §8.4). */
function addAnswerRanges(index: LabelIndex, row: LabelRowJson, space: Space): void {
	for (const [hash, entry] of Object.entries(row.classification_answers ?? {})) {
		index.addRanges(hash, String(entry.featureHash), answerRanges(entry, space));
	}
}

/** Ranges an answer entry names for a space. */
export function answerRanges(entry: EncordJson | undefined, space: Space): FrameRange[] {
	const inSpace = (entry?.spaces as EncordJson | null | undefined)?.[space.id ?? ''] as
		| EncordJson
		| undefined;
	const range = keepsPlainAnswers(space)
		? entry !== undefined && 'createdBy' in entry
			? entry.range
			: undefined
		: inSpace?.range;
	return Array.isArray(range)
		? (range as FrameRange[]).filter(
				(pair) => typeof pair?.[0] === 'number' && typeof pair[1] === 'number',
			)
		: [];
}

function insertByRank(
	list: LabelJson[],
	label: LabelJson,
	hashKey: string,
	index: LabelIndex,
): void {
	const rank = index.rankOf(String(label[hashKey]));
	let at = list.length;
	while (at > 0 && index.rankOf(String(list[at - 1]?.[hashKey])) > rank) at--;
	list.splice(at, 0, label);
}

function isEmptyFrame(frame: EncordJson): boolean {
	return Object.entries(frame).every(
		([key, value]) =>
			(key === 'objects' || key === 'classifications') &&
			Array.isArray(value) &&
			value.length === 0,
	);
}
