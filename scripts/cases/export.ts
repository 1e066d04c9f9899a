/** Cases of places to write for other tools: drawn on a row, and written as *Object: Get Many* writes them. */
import type { LabelRowMetadata } from '../../src/encord/calls/labelRows';
import { tidyLabelRow } from '../../src/labels/reading/tidy';
import {
	withWritten,
	type WrittenGeometry,
} from '../../nodes/shared/fields/labels/writtenGeometry';
import { ontologyOf, rowWithObject } from './drawnRow';
import type { CaseJson, CaseKind } from './kind';
import { metadataOf } from './mediaRow';
import { coordinatesOf, type PlaceJson } from './pixelPlaces';

interface ExportCase extends CaseJson {
	object: PlaceJson;
	writeAs: WrittenGeometry['format'];
}

export const exported: CaseKind = {
	name: 'export',
	isOne: ({ object, writeAs }) => typeof object === 'object' && typeof writeAs === 'string',
	run(json) {
		const { object, writeAs, media } = json as ExportCase;
		const ontology = ontologyOf(object.shape, Object.keys(object.points ?? {}));
		const metadata = metadataOf(media) as LabelRowMetadata;
		const row = rowWithObject(json, ontology, coordinatesOf(object, media));
		const [tidy] = tidyLabelRow(row, ontology, metadata).objects;
		const target: WrittenGeometry = { format: writeAs, scale: 'pixels' };
		const { places } = withWritten(tidy!, target, row, metadata, ontology);
		const [place] = places as Array<{ written?: unknown; notWritten?: string }>;
		return place?.written === undefined
			? { written: null, refused: [{ reason: place?.notWritten }] }
			: { written: place.written };
	},
};
