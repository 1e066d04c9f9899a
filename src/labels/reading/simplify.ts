/** Edits that give the polygons of a row fewer points. */
import type { LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { flatPolygons } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { simplifyPolygons } from '../../geometry/simplify';
import type { Edit } from '../edits/edit';
import type { OntologyIndex } from '../ontology/ontology';
import { frameSize, spaceOf } from '../row/space';
import { readableGeometryOf } from '../shapes/geometryOf';
import { tidyLabelRow, type TidyFilter } from './tidy';
import type { TidyObject } from './tidyObject';

export interface Simplification {
	/** Largest distance, in pixels, between the old outline and the new one. */
	tolerance: number;
	/** Most the area of a polygon may change, as a share (0.01 = 1 %); a polygon that would change more stays as it is. */
	maxAreaChange?: number;
}

export interface SimplifiedObject {
	objectHash: string;
	class: string;
	frames: [number, number];
	pointsBefore: number;
	pointsAfter: number;
	areaChange: number;
	/** False when the area would have changed more than allowed. */
	simplified: boolean;
}

/** Edits that simplify the polygons of a row, and what each of them does. Only polygons whose frame size is known are touched. */
export function simplifyEdits(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	wanted: Simplification,
	filter: TidyFilter = {},
): { edits: Edit[]; objects: SimplifiedObject[] } {
	const edits: Edit[] = [];
	const objects: SimplifiedObject[] = [];
	for (const object of tidyLabelRow(row, ontology, metadata, filter).objects) {
		if (object.shape !== 'polygon') continue;
		const space = spaceOf(row, metadata, object.space);
		for (const place of object.places) {
			const size = space && frameSize(row, space, place.frames[0], metadata);
			if (size !== undefined) simplifyPlace(object, place, size, wanted, edits, objects);
		}
	}
	return { edits, objects };
}

function simplifyPlace(
	object: TidyObject,
	{ frames, coordinates, confidence }: TidyObject['places'][number],
	size: Size,
	{ tolerance, maxAreaChange }: Simplification,
	edits: Edit[],
	objects: SimplifiedObject[],
): void {
	const geometry = readableGeometryOf(coordinates);
	const polygons = geometry?.kind === 'polygon' ? flatPolygons(geometry) : [];
	if (polygons.length === 0) return;
	const result = simplifyPolygons(polygons, size, tolerance);
	const fits = maxAreaChange === undefined || Math.abs(result.areaChange) <= maxAreaChange;
	const { pointsBefore, areaChange } = result;
	const pointsAfter = fits ? result.pointsAfter : pointsBefore;
	objects.push({
		objectHash: object.hash,
		class: object.class,
		frames,
		pointsBefore,
		pointsAfter,
		areaChange: fits ? areaChange : 0,
		simplified: fits,
	});
	if (!fits || pointsAfter === pointsBefore) return;
	edits.push({
		kind: 'moveObject',
		objectHash: object.hash,
		frames: [frames],
		coordinates: { polygons: result.polygons },
		confidence,
		replacePersonLabels: true,
		...(object.space === undefined ? {} : { space: object.space }),
	});
}
