/**
 * What this package must know of a shape to work with its labels. Each shape answers it in a file of its own; registry.ts
 * lists them.
 */
import type { EncordJson } from '../../encord/wire/json';
import type { Box } from '../../geometry/box';
import type { Geometry } from '../../geometry/geometry';
import type { Mask } from '../../geometry/mask';
import type { Size } from '../../geometry/plane';
import type { CoordinateCheck } from './parts/coordinateCheck';
import type { PointJson } from './parts/pointCoordinates';

/** Shapes of ontology objects, as ontologies name them (protocol §10). */
export type Shape =
	| 'bounding_box'
	| 'rotatable_bounding_box'
	| 'polygon'
	| 'polyline'
	| 'point'
	| 'skeleton'
	| 'bitmask'
	| 'cuboid_2d'
	| 'cuboid'
	| 'audio'
	| 'text'
	| 'segmentation';

export type ShapeSpec = FrameShape | RangeShape | UnplacedShape;

/**
 * A shape whose labels lie on frames (protocol §8.2). `Coordinates` is what an edit gives for it: an object with one key.
 * The functions get an object in which `key` or `fullKey` is there, such as a frame object of a label row.
 */
export interface FrameShape<Coordinates extends object = object> {
	placedOn: 'frames';
	/** The key of a frame object that holds the coordinates. */
	key: string;
	/** A further key that holds the same with parts and holes; where both are there, this one counts. */
	fullKey?: string;
	/** True: the coordinates fit only frames of one size in pixels, so they are checked for every frame they go to. */
	boundToFrameSize: boolean;
	/**
	 * Checks the coordinates of an edit and cuts them at the edge of the picture as the edit wishes.
	 * @param size of the frame in pixels, where known
	 * @returns the coordinate keys of a frame object
	 * @throws Refusal when they are malformed or lie outside
	 */
	read(given: EncordJson, check: CoordinateCheck, size: Size | undefined): EncordJson;
	/**
	 * Where the coordinates are on the picture; undefined for shapes that do not lie in its plane.
	 * @throws UnreadableCoordinates when they are malformed
	 */
	geometry(coordinates: EncordJson): Geometry | undefined;
	/**
	 * The coordinate keys with every fraction times these factors: the frame's size gives pixels, one divided by it gives
	 * fractions again. Undefined for coordinates that are not fractions.
	 */
	scaled(coordinates: EncordJson, factors: Size): EncordJson | undefined;
	/** The coordinates that show what a detector found; undefined when too little was found for this shape. */
	fromDetection(found: FoundPlace): Coordinates | undefined;
}

/** A shape whose labels are ranges of milliseconds, characters or HTML nodes, kept in answer entries (protocol §8.5). */
export interface RangeShape {
	placedOn: 'ranges';
}

/** A shape that ontologies have, but whose labels this package cannot place. */
export interface UnplacedShape {
	placedOn: 'nothing';
}

/** What a detector found of one object, in fractions of the picture. */
export interface FoundPlace {
	/** As it was given, else the box around the rest. */
	box: Box | undefined;
	/** Degrees the box is turned about its center, clockwise. */
	theta: number;
	/** polygon → ring → x0, y0, x1, y1, … */
	polygons: number[][][] | undefined;
	/** As they were given, else those of the first outline; empty when there are none. */
	points: PointJson[];
	mask: Mask | undefined;
}
