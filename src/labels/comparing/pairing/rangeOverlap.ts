/** How much ranges of audio, text and HTML overlap. */
import { sameJson } from '../../../encord/wire/sameJson';
import { overlapShare } from '../../../geometry/overlap';
import type { TidyObject } from '../../reading/tidyObject';
import { countFrames, intersectRanges, type FrameRange } from '../../row/frames';

/** The part of ranges that both have, of what either has. Ranges are merged and ascending. */
export function rangeOverlap(a: FrameRange[], b: FrameRange[]): number {
	const both = countFrames(intersectRanges(a, b));
	return overlapShare({ both, either: countFrames(a) + countFrames(b) - both });
}

type RangeObject = Pick<TidyObject, 'frames' | 'htmlRanges'>;

/** Ranges between nodes of an HTML document are the same or not, unless both lie in one and the same node. */
export function overlapOfRanges(a: RangeObject, b: RangeObject): number {
	if (a.htmlRanges === undefined && b.htmlRanges === undefined)
		return rangeOverlap(a.frames, b.frames);
	if (sameJson(a.htmlRanges, b.htmlRanges)) return 1;
	const [one, other] = [offsetsInOneNode(a.htmlRanges), offsetsInOneNode(b.htmlRanges)];
	if (one === undefined || other === undefined || one.xpath !== other.xpath) return 0;
	return rangeOverlap([one.range], [other.range]);
}

function offsetsInOneNode(ranges: unknown): { xpath: unknown; range: FrameRange } | undefined {
	if (!Array.isArray(ranges) || ranges.length !== 1) return undefined;
	const { start, end } = ranges[0] as Record<'start' | 'end', Record<string, unknown> | undefined>;
	if (start === undefined || end === undefined || start.xpath !== end.xpath) return undefined;
	const [from, to] = [Number(start.offset), Number(end.offset)];
	return to > from ? { xpath: start.xpath, range: [from, to - 1] } : undefined;
}
