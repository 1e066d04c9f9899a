/** Edits that give the polygons of a row fewer points. */
import type { LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { flatPolygons } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { simplifyPolygons, unchanged, type SimplifyLimits } from '../../geometry/simplify';
import type { Edit } from '../edits/edit';
import type { OntologyIndex } from '../ontology/ontology';
import { frameSize, spaceOf } from '../row/space';
import { readableGeometryOf } from '../shapes/geometryOf';
import { tidyLabelRow, type TidyFilter } from './tidy';
import type { TidyObject } from './tidyObject';
import { labelsOf, readable } from '../row/unreadable';

export interface SimplifiedObject {
	objectHash: string;
	class: string;
	frames: [number, number];
	pointsBefore: number;
	pointsAfter: number;
	areaChange: number;
	/** Whether points were taken out. */
	simplified: boolean;
	/** Why the polygon was left as it is; absent when its points are needed or were taken out. */
	reason?: string;
}

/** Edits that simplify the polygons of a row, and what each of them does. Only polygons whose frame size is known are touched; the
 * others are reported with the reason.
 * @throws ProtocolError for labels that are not in the form of Encord
 */
export function simplifyEdits(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	limits: SimplifyLimits,
	filter: TidyFilter = {},
): { edits: Edit[]; objects: SimplifiedObject[] } {
	return readable(labelsOf(row), () => simplified(row, ontology, metadata, limits, filter));
}

function simplified(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	limits: SimplifyLimits,
	filter: TidyFilter,
): { edits: Edit[]; objects: SimplifiedObject[] } {
	const edits: Edit[] = [];
	const objects: SimplifiedObject[] = [];
	for (const object of tidyLabelRow(row, ontology, metadata, filter).objects) {
		if (object.shape !== 'polygon') continue;
		const space = spaceOf(row, metadata, object.space);
		for (const place of object.places) {
			const size = space && frameSize(row, space, place.frames[0], metadata);
			simplifyPlace(object, place, size, limits, edits, objects);
		}
	}
	return { edits, objects };
}

function simplifyPlace(
	object: TidyObject,
	{ frames, coordinates, confidence }: TidyObject['places'][number],
	size: Size | undefined,
	limits: SimplifyLimits,
	edits: Edit[],
	objects: SimplifiedObject[],
): void {
	const geometry = readableGeometryOf(coordinates);
	const polygons = geometry?.kind === 'polygon' ? flatPolygons(geometry) : [];
	if (polygons.length === 0) return;
	const {
		fault,
		polygons: simplified,
		...numbers
	} = size === undefined
		? unchanged(polygons, 'The size of the picture is not known')
		: simplifyPolygons(polygons, size, limits);
	const changed = numbers.pointsAfter < numbers.pointsBefore;
	objects.push({
		objectHash: object.hash,
		class: object.class,
		frames,
		...numbers,
		simplified: changed,
		...(fault === undefined ? {} : { reason: `${fault}: the polygon stays as it is.` }),
	});
	if (!changed) return;
	edits.push({
		kind: 'moveObject',
		objectHash: object.hash,
		frames: [frames],
		coordinates: { polygons: simplified },
		// Fewer points, and nothing else: what was drawn beyond the edge of the picture is not cut off.
		outside: 'keep',
		confidence,
		replacePersonLabels: true,
		...(object.space === undefined ? {} : { space: object.space }),
	});
}
