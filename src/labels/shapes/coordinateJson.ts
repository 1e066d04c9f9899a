/** Coordinates of a label as they travel on the wire (protocol §8.2). */
import type { FrameRange } from '../row/frames';

export interface PointJson {
	x: number;
	y: number;
	z?: number;
	[key: string]: unknown;
}

/** Node of an HTML document: xpath and character offset in it. */
export interface HtmlPosition {
	xpath: string;
	offset: number;
}

/** Exactly one key, as on the wire (protocol §8.2). `ranges` and `rangeHtml` are for audio, text and HTML objects. */
export type Coordinates =
	| { boundingBox: { x: number; y: number; w: number; h: number } }
	| { rotatableBoundingBox: { x: number; y: number; w: number; h: number; theta: number } }
	/** Points in order; a list or the wire's index map. */
	| { polygon: PointJson[] | { [index: string]: PointJson } }
	/** polygon → ring → x0, y0, x1, y1, …; the first ring is the outline, the others are holes. */
	| { polygons: number[][][] }
	| { polyline: PointJson[] | { [index: string]: PointJson } }
	| { point: PointJson | { [index: string]: PointJson } }
	| { skeleton: PointJson[] | { [index: string]: PointJson } }
	/** Whole-frame mask, row-major RLE; see bitmask.ts for encoding. */
	| { bitmask: { top: number; left: number; width: number; height: number; rleString: string } }
	| {
			cuboid_2d: {
				front: number[];
				vanishingPoint?: PointJson;
				scaleRatio?: number;
				offset?: PointJson;
			};
	  }
	| { cuboid: { position: number[]; orientation: number[]; size: number[] } }
	| { ranges: FrameRange[] }
	| { rangeHtml: Array<{ start: HtmlPosition; end: HtmlPosition }> };
