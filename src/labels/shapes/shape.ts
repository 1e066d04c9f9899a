/**
 * The interface of a shape. Each shape implements it in a file in kinds/; registry.ts lists the shapes.
 */
import type { EncordJson } from '../../encord/wire/json';
import type { Geometry } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import type { CoordinateCheck } from './parts/coordinateCheck';

/** Names of the shapes in ontologies (protocol §10). */
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
 * A shape whose labels are on frames (protocol §8.2). `Coordinates` is the type of its coordinates in an edit: an object with one
 * key. The functions get an object that has `key` or `fullKey`, such as a frame object of a label row.
 */
export interface FrameShape<Coordinates extends object = object> {
	placedOn: 'frames';
	/** The key of a frame object that holds the coordinates. */
	key: string;
	/** A second key whose coordinates include all parts and holes. When an object has both keys, this one counts. */
	fullKey?: string;
	/** Whether the coordinates fit only frames of one size in pixels. They are then checked for each frame. */
	boundToFrameSize: boolean;
	/** Never set: for the compiler, the type of the coordinates in an edit. */
	coordinates?: Coordinates;
	/**
	 * Checks the coordinates of an edit and clips them at the edge of the picture if the edit says so.
	 * @param size of the frame in pixels, if known
	 * @returns the coordinate keys of a frame object
	 * @throws Refusal when they are malformed, or outside the picture and must not be clipped
	 */
	read(coordinates: EncordJson, check: CoordinateCheck, size: Size | undefined): EncordJson;
	/**
	 * The coordinates as a geometry; undefined for shapes that are not in the plane of the picture.
	 * @throws UnreadableCoordinates when they are malformed
	 */
	geometry(coordinates: EncordJson): Geometry | undefined;
	/**
	 * The coordinate keys with every number multiplied by these factors: the frame's size turns fractions into pixels, one divided
	 * by it turns pixels into fractions. Undefined for coordinates that are not fractions.
	 */
	scaled(coordinates: EncordJson, factors: Size): EncordJson | undefined;
}

/** A shape whose labels are ranges of milliseconds, characters or HTML nodes, stored in answer entries (protocol §8.5). */
export interface RangeShape {
	placedOn: 'ranges';
}

/** A shape of ontologies whose labels this package cannot write. */
export interface UnplacedShape {
	placedOn: 'nothing';
}
