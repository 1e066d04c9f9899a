/** All shapes this package knows, by their names in ontologies. */
import type { EncordJson } from '../../encord/wire/json';
import { audio } from './kinds/audio';
import { bitmask } from './kinds/bitmask';
import { boundingBox } from './kinds/boundingBox';
import { cuboid } from './kinds/cuboid';
import { cuboid2d } from './kinds/cuboid2d';
import { point } from './kinds/point';
import { polygon } from './kinds/polygon';
import { polyline } from './kinds/polyline';
import type { HtmlRangeCoordinates, RangeCoordinates } from './parts/rangeCoordinates';
import { rotatableBoundingBox } from './kinds/rotatableBoundingBox';
import { segmentation } from './kinds/segmentation';
import type { FrameShape, Shape, ShapeSpec } from './shape';
import { skeleton } from './kinds/skeleton';
import { text } from './kinds/text';

export const SHAPES = {
	bounding_box: boundingBox,
	rotatable_bounding_box: rotatableBoundingBox,
	polygon,
	polyline,
	point,
	skeleton,
	bitmask,
	cuboid_2d: cuboid2d,
	cuboid,
	audio,
	text,
	segmentation,
} satisfies Record<Shape, ShapeSpec>;

type CoordinatesOf<Spec> = Spec extends FrameShape<infer Coordinates> ? Coordinates : never;

/** Coordinates of an object in an edit: one key of its class's shape, or ranges for audio, text and HTML. */
export type Coordinates =
	| CoordinatesOf<(typeof SHAPES)[Shape]>
	| RangeCoordinates
	| HtmlRangeCoordinates;

/** A newer version of Encord may have shapes that are not in this map. */
const BY_NAME: ReadonlyMap<string, ShapeSpec> = new Map(Object.entries(SHAPES));

/** The shapes whose labels are on frames. */
export const FRAME_SHAPES: readonly FrameShape[] = [...BY_NAME.values()].filter(
	(spec): spec is FrameShape => spec.placedOn === 'frames',
);

export function isKnownShape(name: string): name is Shape {
	return BY_NAME.has(name);
}

/** The shape with this name; undefined when it is unknown or its labels are not on frames. */
export function frameShape(name: string): FrameShape | undefined {
	const spec = BY_NAME.get(name);
	return spec?.placedOn === 'frames' ? spec : undefined;
}

/** Whether labels of the shape with this name are ranges, stored in answer entries. */
export function isRangeShape(name: string): boolean {
	return BY_NAME.get(name)?.placedOn === 'ranges';
}

/** The shapes whose coordinates a frame object has; one, unless the row is malformed. */
export function shapesIn(label: EncordJson): FrameShape[] {
	return FRAME_SHAPES.filter(
		({ key, fullKey }) =>
			hasValue(label[key]) || (fullKey !== undefined && hasValue(label[fullKey])),
	);
}

function hasValue(value: unknown): boolean {
	return value !== undefined && value !== null;
}
