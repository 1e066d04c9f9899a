/** Coordinates of objects that are ranges, in edits (protocol §8.5, §8.8). */
import type { FrameRange } from '../../row/frames';

/** Milliseconds of audio or characters of text; first and last included. */
export interface RangeCoordinates {
	ranges: FrameRange[];
}

/** Node of an HTML document: xpath and character offset in it. */
export interface HtmlPosition {
	xpath: string;
	offset: number;
}

export interface HtmlRangeCoordinates {
	rangeHtml: Array<{ start: HtmlPosition; end: HtmlPosition }>;
}
