/** Cases of polygons to simplify: drawn on a row, simplified by edits, and read from the row again. */
import { flatPolygons } from '../../src/geometry/geometry';
import { simplifyEdits } from '../../src/labels/reading/simplify';
import { tidyLabelRow } from '../../src/labels/reading/tidy';
import { geometryOf } from '../../src/labels/shapes/geometryOf';
import { edited, ontologyOf, rowWithObject } from './drawnRow';
import type { CaseJson, CaseKind } from './kind';
import { metadataOf } from './mediaRow';
import { fractionsOf, pairsOf, type Pairs } from './pixelPlaces';

interface SimplifyCase extends CaseJson {
	polygons: Pairs[][];
	tolerance: number;
	maxAreaChange?: number;
}

export const simplify: CaseKind = {
	name: 'simplify',
	isOne: ({ polygons, tolerance }) => Array.isArray(polygons) && typeof tolerance === 'number',
	run(json) {
		const { polygons, media, tolerance, maxAreaChange } = json as SimplifyCase;
		const ontology = ontologyOf('polygon');
		const metadata = metadataOf(media);
		const row = rowWithObject(json, ontology, {
			polygons: polygons.map((rings) => rings.map((ring) => fractionsOf(ring, media))),
		});
		const limits = { tolerance, ...(maxAreaChange === undefined ? {} : { maxAreaChange }) };
		const { edits, objects } = simplifyEdits(row, ontology, metadata, limits);
		const [object] = tidyLabelRow(edited(json, row, ontology, edits), ontology, metadata).objects;
		const geometry = geometryOf(object!.places[0]!.coordinates);
		if (geometry?.kind !== 'polygon') throw new Error('The row has no polygon.');
		return {
			polygons: flatPolygons(geometry, media).map((rings) => rings.map(pairsOf)),
			refused: objects.flatMap(({ reason }) => (reason === undefined ? [] : [{ reason }])),
		};
	},
};
