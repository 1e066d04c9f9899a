/** The fields that say for which range an answer holds. */
import type { FrameRange } from '../../../labels/row/frames';
import { field, type ShapeField } from '../shape';
import { ContradictionError, type AnswerRecord, type RangeUnit } from './part';

interface RangeWords {
	start: string;
	end: string;
	/** What the two numbers count. */
	unit: string;
}

export const RANGE_WORDS: Record<RangeUnit, RangeWords> = {
	frames: { start: 'start_frame', end: 'end_frame', unit: 'frames' },
	milliseconds: { start: 'start_ms', end: 'end_ms', unit: 'milliseconds' },
	characters: { start: 'start_character', end: 'end_character', unit: 'characters' },
};

const position = { kind: 'number', whole: true, minimum: 0 } as const;

export function rangeFields(unit: RangeUnit): ShapeField[] {
	const { start, end, unit: what } = RANGE_WORDS[unit];
	return [
		field(start, position, `First of the ${what} it holds for, counted from 0`),
		field(end, position, `Last of the ${what} it holds for, included`),
	];
}

/** @throws ContradictionError when it ends before it begins */
export function readRange(record: AnswerRecord, unit: RangeUnit, path: string[]): FrameRange {
	const { start, end } = RANGE_WORDS[unit];
	const range: FrameRange = [record[start] as number, record[end] as number];
	if (range[1] >= range[0]) return range;
	throw new ContradictionError(
		path,
		`The range ends at ${range[1]}, before it begins at ${range[0]}.`,
	);
}

/**
 * Refuses different answers for the same frames.
 * @param answers each with what makes two of them the same
 */
export function refuseOverlaps(
	answers: ReadonlyArray<{ range: FrameRange; same: string }>,
	path: string[],
): void {
	const sorted = [...answers].sort((a, b) => a.range[0] - b.range[0]);
	const open: typeof sorted = [];
	for (const answer of sorted) {
		const [start] = answer.range;
		const clash = open.find((other) => other.range[1] >= start && other.same !== answer.same);
		if (clash !== undefined) {
			throw new ContradictionError(
				path,
				`Two different answers hold at ${start}: their ranges are ${clash.range.join('–')} and ${answer.range.join('–')}.`,
			);
		}
		const kept = open.filter((other) => other.range[1] >= start);
		open.splice(0, open.length, ...kept, answer);
	}
}
