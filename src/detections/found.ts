/** What a format reads out of its data: detections with the numbers as they were written, and what the data says about them. */
import type { BoxOrder } from '../labels/detections/formats/boxNumbers';
import type { EncordJson } from '../encord/wire/json';
import type { Mask } from '../geometry/mask';

/**
 * What numbers count: pixels of the picture that the model saw, fractions of its size, hundredths of it, or parts of a grid
 * of 1000 or 1024 (PaliGemma) in both directions.
 */
export const UNITS = ['pixels', 'fractions', 'percent', 'grid1000', 'grid1024'] as const;
export type Unit = (typeof UNITS)[number];

/** What the data itself says about its numbers. Absent: it does not say it. */
export interface Claim {
	/** Order of the four numbers of a box. For points and outlines, `yxyx` says that y comes first. */
	order?: BoxOrder;
	unit?: Unit;
	/** The numbers have names, so that they have no order; `order` says what they are. */
	named?: boolean;
	/** Two of the four numbers are a width and a height, whatever the order. */
	sized?: boolean;
	/** The four numbers are two corners, whatever the order. */
	corners?: boolean;
	/** A fifth number was taken as a score, which it is beside two corners only; elsewhere it may be an angle. */
	scored?: boolean;
	/** The producer writes pixels or fractions under the same keys; the numbers tell them apart. */
	pixelsOrFractions?: boolean;
	/** The producer may count pixels of a picture that it resized without saying so. */
	mayBeResized?: boolean;
	/** Who says it, for messages: `the key "box_2d" (Gemini)`. */
	by: string;
}

export interface Keypoint {
	/** Absent: the position in the list says which point it is. */
	name?: string;
	x: number;
	y: number;
	/** Absent: the data does not say whether it can be seen. */
	visibility?: 'visible' | 'occluded';
	/** The point was not found. */
	missing?: boolean;
}

/** One way in which a detection says where it is. */
export type Place = { claim: Claim } & (
	| { kind: 'box'; numbers: readonly [number, number, number, number] }
	/** A box that is turned by `theta` degrees, clockwise in the picture, about its center or its top left corner. */
	| {
			kind: 'turned';
			numbers: readonly [number, number, number, number];
			theta: number;
			about: 'center' | 'corner';
	  }
	/** The four corners of a box, x0, y0, … around it. */
	| { kind: 'corners'; ring: readonly number[] }
	/** polygon → ring → x0, y0, …; the first ring is the outline, the others are holes. */
	| { kind: 'outline'; polygons: ReadonlyArray<ReadonlyArray<readonly number[]>> }
	| { kind: 'line'; ring: readonly number[] }
	/** Points that the data does not call closed or open. */
	| { kind: 'points'; ring: readonly number[] }
	| { kind: 'keypoints'; points: readonly Keypoint[] }
	| { kind: 'circle'; center: readonly [number, number]; edge: readonly [number, number] }
	/** Covers the whole picture, in a size of its own. */
	| { kind: 'mask'; mask: Mask }
	/** Coordinates as Encord stores them. */
	| { kind: 'encord'; coordinates: EncordJson }
	/** A place that is there but that this package does not read. */
	| { kind: 'unread'; what: string }
);

export type PlaceKind = Place['kind'];

/** One detection as its format reads it. Values that are not checked yet are unknown. */
export interface Detection {
	/** Position in the list that was given. */
	index: number;
	/** Names of the class; several that lead to different classes are refused. */
	names: unknown[];
	/** Number of the class, which the names of the user or the table of the file explain. */
	classNumber?: unknown;
	/** What the file's own table calls this class number. */
	tableName?: string;
	/** Class numbers of this format count from 1. */
	idsFromOne?: boolean;
	confidence?: unknown;
	/** The confidence counts hundredths. */
	confidenceInPercent?: boolean;
	frame?: unknown;
	/** A time, where the format or the entry has one. */
	time?: unknown;
	track?: unknown;
	attributes?: unknown;
	/** The entry itself, which may have answers beside its place. */
	beside?: { readonly [key: string]: unknown };
	/** Size of the picture that the model saw, as the data says it. */
	seen?: Seen;
	/** File of the picture, where the data names it. */
	file?: string;
	/** Number or word for the picture within the data. */
	pictureId?: string;
	places: Place[];
}

/** Size of a picture as data says it. `sides` are its width and height in an open order. */
export interface Seen {
	width?: unknown;
	height?: unknown;
	sides?: readonly [number, number];
}

/** Thrown for a detection, or for a whole answer, that cannot be taken. The message says why, and what would be accepted. */
export class NotTaken extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'NotTaken';
	}
}

/** What a format reads: detections, and the entries it could not read. */
export interface Reading {
	detections: Detection[];
	refused: Array<{ index: number; reason: string }>;
	/** The data has pictures with places of their own beside this one, on which there may be nothing. */
	hasOthers?: boolean;
}

/** What the reading of one format may use. */
export interface ReadingContext {
	/** Title of the data unit, with which files of several pictures find theirs. */
	title?: string;
	/** Whether the media has several frames. */
	hasFrames: boolean;
	/** Number of frames, if known. */
	frames?: number;
	frameField?: string;
	trackField?: string;
	/** What the user chose; formats of plain numbers use it to tell rows apart. */
	chosen: string;
}
