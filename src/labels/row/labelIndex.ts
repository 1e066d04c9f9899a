/** Which labels a space holds and on which frames: built by one walk over the row, kept up while edits are applied. */
import type { EncordJson } from '../../encord/wire/json';
import type { FrameRange } from './frames';
import { framesIn } from './frames';

/** A label on a frame as it stands in the row (protocol §8.1, §8.3). */
export type LabelJson = EncordJson;
export type LabelType = 'object' | 'classification';

/** Names of things per label type on the wire. */
export const WIRE = {
	object: { list: 'objects', hash: 'objectHash', answers: 'object_answers' },
	classification: {
		list: 'classifications',
		hash: 'classificationHash',
		answers: 'classification_answers',
	},
} as const;

/** Longest range of a classification that is spelled out frame by frame. */
const MAX_EXPANDED = 5_000_000;

export interface IndexedLabel {
	hash: string;
	featureHash: string;
	/** Place in the order in which labels first appear; per-frame lists follow it (protocol §8). */
	rank: number;
	/** Ascending. */
	frames: number[];
}

export class LabelIndex {
	private readonly labels = new Map<string, IndexedLabel>();
	/** Frame → labels on it; kept for classifications, of which a frame carries few. */
	private readonly onFrame: Map<number, Set<string>> | undefined;

	constructor(type: LabelType) {
		this.onFrame = type === 'classification' ? new Map() : undefined;
	}

	add(hash: string, featureHash: string, frame: number): void {
		const label = this.label(hash, featureHash);
		if (this.onFrame !== undefined) {
			const there = this.onFrame.get(frame);
			if (there === undefined) this.onFrame.set(frame, new Set([hash]));
			else there.add(hash);
		}
		const last = label.frames[label.frames.length - 1];
		if (last === undefined || last < frame) label.frames.push(frame);
		else {
			const at = lowerBound(label.frames, frame);
			if (label.frames[at] !== frame) label.frames.splice(at, 0, frame);
		}
	}

	addRanges(hash: string, featureHash: string, ranges: FrameRange[]): void {
		if (ranges.reduce((sum, [start, end]) => sum + end - start + 1, 0) > MAX_EXPANDED) return;
		for (const frame of framesIn(ranges)) this.add(hash, featureHash, frame);
	}

	remove(hash: string, frame: number): void {
		const label = this.labels.get(hash);
		if (label === undefined) return;
		const at = lowerBound(label.frames, frame);
		if (label.frames[at] === frame) label.frames.splice(at, 1);
		this.onFrame?.get(frame)?.delete(hash);
	}

	/** Classifications on these frames, with the frames they are on. */
	within(ranges: FrameRange[], featureHash: string): Map<string, number[]> {
		const found = new Map<string, number[]>();
		for (const frame of framesIn(ranges)) {
			for (const hash of this.onFrame?.get(frame) ?? []) {
				if (this.labels.get(hash)?.featureHash !== featureHash) continue;
				const frames = found.get(hash);
				if (frames === undefined) found.set(hash, [frame]);
				else frames.push(frame);
			}
		}
		return found;
	}

	/** Ascending frames of a label; empty when it is nowhere. */
	framesOf(hash: string): readonly number[] {
		return this.labels.get(hash)?.frames ?? [];
	}

	featureOf(hash: string): string | undefined {
		return this.labels.get(hash)?.featureHash;
	}

	setFeature(hash: string, featureHash: string): void {
		const label = this.labels.get(hash);
		if (label !== undefined) label.featureHash = featureHash;
	}

	rankOf(hash: string): number {
		return this.labels.get(hash)?.rank ?? this.labels.size;
	}

	/** Labels that are on at least one frame, in order of first appearance. */
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
