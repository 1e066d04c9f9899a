/** Which labels a space holds and on which frames. It is built once per row and space; the draft updates it with each change. */
import type { LabelRowJson } from '../../encord/wire/json';
import { answerRanges } from './answerEntry';
import { frameLabels, framesWithEntry, labelList } from './frameLabels';
import { countFrames, framesIn, type FrameRange } from './frames';
import { LABEL_KEYS, type LabelType } from './labelType';
import type { Space } from './space';

/** Ranges of a classification with more frames than this are not indexed. */
const MAX_INDEXED_FRAMES = 5_000_000;

export interface IndexedLabel {
	hash: string;
	featureHash: string;
	/** Position in the order in which labels first appear in the row; the lists of frames keep this order (protocol §8). */
	rank: number;
	/** Ascending. */
	frames: number[];
}

/** What an index says about a label on one frame. */
interface IndexEntry {
	/** Undefined: the index does not know the label. */
	featureHash: string | undefined;
	isOnFrame: boolean;
}

export class LabelIndex {
	private readonly labels = new Map<string, IndexedLabel>();
	/** Hashes of the labels on each frame. For classifications only, since a frame has few of them. */
	private readonly hashesByFrame: Map<number, Set<string>> | undefined;

	constructor(type: LabelType) {
		this.hashesByFrame = type === 'classification' ? new Map() : undefined;
	}

	add(hash: string, featureHash: string, frame: number): void {
		const label = this.label(hash, featureHash);
		if (this.hashesByFrame !== undefined) {
			const hashes = this.hashesByFrame.get(frame);
			if (hashes === undefined) this.hashesByFrame.set(frame, new Set([hash]));
			else hashes.add(hash);
		}
		const last = label.frames[label.frames.length - 1];
		if (last === undefined || last < frame) label.frames.push(frame);
		else {
			const at = lowerBound(label.frames, frame);
			if (label.frames[at] !== frame) label.frames.splice(at, 0, frame);
		}
	}

	addRanges(hash: string, featureHash: string, ranges: FrameRange[]): void {
		if (countFrames(ranges) > MAX_INDEXED_FRAMES) return;
		for (const frame of framesIn(ranges)) this.add(hash, featureHash, frame);
	}

	remove(hash: string, frame: number): void {
		const label = this.labels.get(hash);
		if (label === undefined) return;
		const at = lowerBound(label.frames, frame);
		if (label.frames[at] === frame) label.frames.splice(at, 1);
		this.hashesByFrame?.get(frame)?.delete(hash);
	}

	/** Hashes of the labels of a classification on these frames, each with the frames it is on. */
	onFrames(ranges: FrameRange[], featureHash: string): Map<string, number[]> {
		const found = new Map<string, number[]>();
		for (const frame of framesIn(ranges)) {
			for (const hash of this.hashesByFrame?.get(frame) ?? []) {
				if (this.labels.get(hash)?.featureHash !== featureHash) continue;
				const frames = found.get(hash);
				if (frames === undefined) found.set(hash, [frame]);
				else frames.push(frame);
			}
		}
		return found;
	}

	/** Ascending frames of a label; empty when it is on none. */
	framesOf(hash: string): readonly number[] {
		return this.labels.get(hash)?.frames ?? [];
	}

	featureOf(hash: string): string | undefined {
		return this.labels.get(hash)?.featureHash;
	}

	/** What the index says about a label on one frame. */
	entryOf(hash: string, frame: number): IndexEntry {
		const label = this.labels.get(hash);
		return {
			featureHash: label?.featureHash,
			isOnFrame: label !== undefined && label.frames[lowerBound(label.frames, frame)] === frame,
		};
	}

	/** Makes the index say again what it said about a label on one frame. Later changes of it must be undone already. */
	restore(hash: string, frame: number, { featureHash, isOnFrame }: IndexEntry): void {
		if (!isOnFrame) this.remove(hash, frame);
		if (featureHash === undefined) {
			this.labels.delete(hash);
			return;
		}
		if (isOnFrame) this.add(hash, featureHash, frame);
		this.setFeature(hash, featureHash);
	}

	/** Notes that a label has another class now. */
	setFeature(hash: string, featureHash: string): void {
		const label = this.labels.get(hash);
		if (label !== undefined) label.featureHash = featureHash;
	}

	/** Rank of a label; a label that is not indexed comes after all others. */
	rankOf(hash: string): number {
		return this.labels.get(hash)?.rank ?? this.labels.size;
	}

	/** Labels (of one class, if given) that are on at least one frame, in the order in which they first appear. */
	present(featureHash?: string): IndexedLabel[] {
		const found: IndexedLabel[] = [];
		for (const label of this.labels.values()) {
			if (
				label.frames.length > 0 &&
				(featureHash === undefined || label.featureHash === featureHash)
			)
				found.push(label);
		}
		return found;
	}

	private label(hash: string, featureHash: string): IndexedLabel {
		let label = this.labels.get(hash);
		if (label === undefined) {
			label = { hash, featureHash, rank: this.labels.size, frames: [] };
			this.labels.set(hash, label);
		}
		return label;
	}
}

/** First position in an ascending list whose value is not below `value`. */
function lowerBound(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] ?? 0) < value) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Builds the index of a space from the JSON of its row. */
export function indexLabels(row: LabelRowJson, space: Space, type: LabelType): LabelIndex {
	const index = new LabelIndex(type);
	const key = LABEL_KEYS[type].hash;
	if (type === 'classification' && space.kind === 'frames') addAnswerRanges(index, row, space);
	for (const frame of framesWithEntry(row, space)) {
		for (const label of labelList(frameLabels(row, space, frame), type))
			index.add(String(label[key]), String(label.featureHash), frame);
	}
	return index;
}

/** Adds the ranges of entries with authorship. They come first in the order of labels (protocol §8.4). */
function addAnswerRanges(index: LabelIndex, row: LabelRowJson, space: Space): void {
	for (const [hash, entry] of Object.entries(row.classification_answers ?? {})) {
		index.addRanges(hash, String(entry.featureHash), answerRanges(entry, space));
	}
}
