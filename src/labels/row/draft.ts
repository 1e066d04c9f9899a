/**
 * A copy-on-write draft of a label row. Before it changes an object or list of the row's JSON, it copies that object and the
 * objects that contain it. The row it started from is never changed, and the edited row shares everything else with it,
 * unknown fields included.
 */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { frameLabels, labelIn, labelList } from './frameLabels';
import { indexLabels, type LabelIndex } from './labelIndex';
import { LABEL_KEYS, type LabelJson, type LabelType } from './labelType';
import { unitKeyOf, type Space } from './space';
import { UndoableChanges } from './undoableChanges';

export type AnswersMap = 'object_answers' | 'classification_answers' | 'object_actions';

/** What happened to a label in the list of a frame. */
type FrameTouch = 'replaced' | 'inserted' | 'removed';

/** A label that was written or removed since the last checkpoint. Its JSON may still be equal to what it was before. */
export interface TouchedLabel {
	type: LabelType;
	hash: string;
	/** The frames on which it was touched, by space. */
	frames: Map<Space, Map<number, FrameTouch>>;
}

export class RowDraft {
	row: LabelRowJson;
	/** By label type and hash. */
	readonly touched = new Map<string, TouchedLabel>();
	/** The row as it was at the last {@link checkpoint}; never changed. */
	base: LabelRowJson;
	/** Objects and lists that were created or copied since the last checkpoint, so that they may be changed. */
	private writable = new WeakSet<object>();
	private readonly indexes = new Map<string, LabelIndex>();
	/** Every change of the draft goes through it, so that an edit can be undone as a whole. */
	readonly changes = new UndoableChanges();

	constructor(
		row: LabelRowJson,
		readonly metadata: Partial<LabelRowMetadata> | undefined,
	) {
		this.base = row;
		this.row = row;
	}

	/** Makes the row as edited so far the new `base`, which later edits do not change, and empties `touched`. */
	checkpoint(): void {
		this.base = this.row;
		this.writable = new WeakSet();
		this.touched.clear();
	}

	/** Makes the row what it was at the last checkpoint. */
	rollBack(): void {
		this.row = this.base;
		this.writable = new WeakSet();
		this.touched.clear();
		this.indexes.clear();
	}

	/** A label on a frame, to read only; undefined when it is not on the frame. */
	label(space: Space, type: LabelType, frame: number, hash: string): LabelJson | undefined {
		return labelIn(labelList(frameLabels(this.row, space, frame), type), type, hash);
	}

	/** All entries of a label on a frame, of which an old row may list several. */
	entries(space: Space, type: LabelType, frame: number, hash: string): LabelJson[] {
		const key = LABEL_KEYS[type].hash;
		return labelList(frameLabels(this.row, space, frame), type).filter(
			(label) => label[key] === hash,
		);
	}

	/** The index of a space's labels; it always agrees with the row as edited. */
	index(space: Space, type: LabelType): LabelIndex {
		const key = `${type}:${space.id ?? ''}`;
		let index = this.indexes.get(key);
		if (index === undefined) {
			index = indexLabels(this.row, space, type);
			this.indexes.set(key, index);
			this.changes.whenUndone(() => this.indexes.delete(key));
		}
		return index;
	}

	/**
	 * Writes a label on a frame. It replaces the label of the same hash, also where the row lists that twice. A new label is
	 * inserted in the order of the index; in a space it is added at the end of the list.
	 */
	putLabel(space: Space, type: LabelType, frame: number, label: LabelJson): void {
		const { hash: hashKey } = LABEL_KEYS[type];
		const hash = String(label[hashKey]);
		const index = this.writableIndex(space, type, hash, frame);
		index.add(hash, String(label.featureHash), frame);
		index.setFeature(hash, String(label.featureHash));
		const list = this.writableList(space, type, frame);
		const at = this.removeRepeated(list, hashKey, hash);
		if (at >= 0) this.changes.splice(list, at, 1, label);
		else {
			const end = space.id === undefined ? placeByRank(list, hash, hashKey, index) : list.length;
			this.changes.splice(list, end, 0, label);
		}
		this.touch(type, hash, space, frame, at >= 0 ? 'replaced' : 'inserted');
	}

	/** Writes a label that is not on the frame yet at a position of the frame's list. */
	insertLabel(space: Space, type: LabelType, frame: number, label: LabelJson, at: number): void {
		const hash = String(label[LABEL_KEYS[type].hash]);
		this.writableIndex(space, type, hash, frame).add(hash, String(label.featureHash), frame);
		this.changes.splice(this.writableList(space, type, frame), at, 0, label);
		this.touch(type, hash, space, frame, 'inserted');
	}

	/**
	 * Removes a label from a frame. When no label is left on it, the labels object of the frame becomes what it was in `base`, if
	 * that was empty as well. Otherwise it is deleted from a layout with one entry per frame.
	 */
	removeLabel(space: Space, type: LabelType, frame: number, hash: string): void {
		this.writableIndex(space, type, hash, frame).remove(hash, frame);
		this.touch(type, hash, space, frame, 'removed');
		if (this.label(space, type, frame, hash) === undefined) return;
		const list = this.writableList(space, type, frame);
		const key = LABEL_KEYS[type].hash;
		this.changes.splice(list, this.removeRepeated(list, key, hash), 1);
		this.dropEmptyFrame(space, frame);
	}

	/** Position of the label of this hash in a writable list, -1 when it has none. Of several only the first is left. */
	private removeRepeated(list: LabelJson[], hashKey: string, hash: string): number {
		const first = list.findIndex((label) => label[hashKey] === hash);
		for (let at = list.length - 1; at > first; at--)
			if (list[at]?.[hashKey] === hash) this.changes.splice(list, at, 1);
		return first;
	}

	/** An entry of one of the answer maps, to read only. */
	answer(map: AnswersMap, hash: string): EncordJson | undefined {
		return this.row[map]?.[hash];
	}

	/** Sets or (with undefined) removes an entry of one of the answer maps. */
	putAnswer(map: AnswersMap, hash: string, entry: EncordJson | undefined): void {
		const type = map === 'classification_answers' ? 'classification' : 'object';
		this.touch(type, hash);
		const row = this.writableRow();
		this.changes.set(this.copyOnce(row, map), hash, entry);
	}

	private touch(
		type: LabelType,
		hash: string,
		space?: Space,
		frame?: number,
		how: FrameTouch = 'replaced',
	): void {
		const label = this.touchedLabel(type, hash);
		if (space === undefined || frame === undefined) return;
		const frames = this.touchedFrames(label, space);
		const before = frames.get(frame);
		if (how === 'replaced' && before !== undefined) return;
		frames.set(frame, how);
		this.changes.whenUndone(() =>
			before === undefined ? frames.delete(frame) : frames.set(frame, before),
		);
	}

	private touchedLabel(type: LabelType, hash: string): TouchedLabel {
		const key = `${type}:${hash}`;
		const known = this.touched.get(key);
		if (known !== undefined) return known;
		const label: TouchedLabel = { type, hash, frames: new Map() };
		this.touched.set(key, label);
		this.changes.whenUndone(() => this.touched.delete(key));
		return label;
	}

	private touchedFrames({ frames }: TouchedLabel, space: Space): Map<number, FrameTouch> {
		for (const [known, touches] of frames) if (known.id === space.id) return touches;
		const touches = new Map<number, FrameTouch>();
		frames.set(space, touches);
		this.changes.whenUndone(() => frames.delete(space));
		return touches;
	}

	/** The index of a space's labels, of which a change about one label on one frame can be undone. */
	private writableIndex(space: Space, type: LabelType, hash: string, frame: number): LabelIndex {
		const index = this.index(space, type);
		if (this.changes.isAttempt) {
			const before = index.entryOf(hash, frame);
			this.changes.whenUndone(() => index.restore(hash, frame, before));
		}
		return index;
	}

	private writableRow(): LabelRowJson {
		if (this.row === this.base) {
			this.row = { ...this.base };
			this.writable.add(this.row);
			this.changes.whenUndone(() => {
				this.row = this.base;
			});
		}
		return this.row;
	}

	/** The object at `holder[key]`, copied the first time it is asked for; a new one when there is none. */
	private copyOnce(holder: EncordJson, key: string): EncordJson {
		const value = holder[key];
		if (typeof value === 'object' && value !== null && this.writable.has(value))
			return value as EncordJson;
		const copy = { ...(typeof value === 'object' ? value : undefined) } as EncordJson;
		this.writable.add(copy);
		this.changes.set(holder, key, copy);
		return copy;
	}

	private writableList(space: Space, type: LabelType, frame: number): LabelJson[] {
		const holder = this.writableFrame(space, frame);
		for (const list of ['objects', 'classifications']) {
			if (Array.isArray(holder[list])) continue;
			const made: LabelJson[] = [];
			this.writable.add(made);
			this.changes.set(holder, list, made);
		}
		const key = LABEL_KEYS[type].list;
		const list = holder[key] as LabelJson[];
		if (this.writable.has(list)) return list;
		const copy = [...list];
		this.writable.add(copy);
		this.changes.set(holder, key, copy);
		return copy;
	}

	private writableFrame(space: Space, frame: number): EncordJson {
		const labels = this.writableLabels(space, frame);
		return space.layout === 'map' ? this.copyOnce(labels, String(frame)) : labels;
	}

	private writableLabels(space: Space, frame: number): EncordJson {
		const row = this.writableRow();
		if (space.id !== undefined)
			return this.copyOnce(this.copyOnce(this.copyOnce(row, 'spaces'), space.id), 'labels');
		const unitKey = unitKeyOf(space, frame);
		if (unitKey === undefined) throw new RangeError(`The row has no data unit for frame ${frame}`);
		return this.copyOnce(this.copyOnce(this.copyOnce(row, 'data_units'), unitKey), 'labels');
	}

	private dropEmptyFrame(space: Space, frame: number): void {
		const now = frameLabels(this.row, space, frame);
		if (now === undefined || !isEmptyFrame(now)) return;
		const before = frameLabels(this.base, space, frame);
		const wasEmpty =
			before !== undefined &&
			labelList(before, 'object').length + labelList(before, 'classification').length === 0;
		if (space.layout === 'map') {
			const labels = this.writableLabels(space, frame);
			this.changes.set(labels, String(frame), wasEmpty ? before : undefined);
		} else if (wasEmpty) {
			const unitKey = unitKeyOf(space, frame) ?? '';
			const unit = this.copyOnce(this.copyOnce(this.writableRow(), 'data_units'), unitKey);
			this.changes.set(unit, 'labels', before);
		}
	}
}

/** The position in a list before the labels that come after this one in the order of the index. */
function placeByRank(list: LabelJson[], hash: string, hashKey: string, index: LabelIndex): number {
	const rank = index.rankOf(hash);
	let at = list.length;
	while (at > 0 && index.rankOf(String(list[at - 1]?.[hashKey])) > rank) at--;
	return at;
}

/** Whether the labels object of a frame holds empty lists of labels only. One with metadata of the frame is not empty. */
function isEmptyFrame(frame: EncordJson): boolean {
	return Object.entries(frame).every(
		([key, value]) =>
			(key === 'objects' || key === 'classifications') &&
			Array.isArray(value) &&
			value.length === 0,
	);
}
