/** Fields for a second format of coordinates in the output, for detection models and training tools. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Scale } from '../../../../src/labels/detections/formats/boxNumbers';
import { writePlace, type WrittenFormat } from '../../../../src/labels/export/places/writePlace';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { skeletonTemplate } from '../../../../src/labels/ontology/skeletonTemplate';
import type { TidyObject } from '../../../../src/labels/reading/tidyObject';
import { frameSize, spaceOf } from '../../../../src/labels/row/space';
import { cases, mapped, type Field } from '../form/field';
import { choice } from '../form/values';

export interface WrittenGeometry {
	format: WrittenFormat;
	scale: Scale;
}

const writeAs = choice({
	displayName: 'Also Give Places As',
	name: 'writeAs',
	type: 'options',
	default: 'none',
	description:
		'A second format for the coordinates of each place, in its field "written". A place that the format cannot have says why in "notWritten".',
	options: [
		{ name: 'Box by Center and Size (Cx, Cy, W, H)', value: 'cxcywh' },
		{ name: 'Box by Corner and Size (X, Y, W, H)', value: 'xywh' },
		{ name: 'Box by Two Corners (X1, Y1, X2, Y2)', value: 'xyxy' },
		{ name: 'Box by Two Corners, Y First (Y1, X1, Y2, X2)', value: 'yxyx' },
		{
			name: 'COCO',
			value: 'coco',
			description:
				'Fields bbox, area and segmentation in pixels, and keypoints of skeletons; masks and polygons with holes as run lengths',
		},
		{
			name: 'Nothing Else',
			value: 'none',
			description: 'Fractions of the picture and pixels are always given',
		},
		{
			name: 'Pascal VOC',
			value: 'pascalVoc',
			description: 'Field bndbox in whole pixels, around the object',
		},
		{
			name: 'YOLO Box',
			value: 'yolo',
			description: 'Center and size as fractions, of the box around the object',
		},
		{
			name: 'YOLO Outline (Segmentation)',
			value: 'yoloSegment',
			description: 'Corners as fractions; of objects of one part without holes',
		},
		{
			name: 'YOLO Pose',
			value: 'yoloPose',
			description: 'Box, then x, y and visibility of each point; of skeletons',
		},
		{
			name: 'YOLO Rotated Box (OBB)',
			value: 'yoloObb',
			description: 'Four corners as fractions; of boxes and rotatable boxes',
		},
	],
});

const scale = choice({
	displayName: 'Numbers Are',
	name: 'writeScale',
	type: 'options',
	default: 'pixels',
	description: 'Unit of the numbers of a box',
	options: [
		{ name: 'Fractions of the Picture (0 to 1)', value: 'fractions' },
		{ name: 'Parts of a Grid (0 to 1000)', value: 'grid1000' },
		{ name: 'Pixels', value: 'pixels' },
	],
});

/** The second format of coordinates; undefined for none. */
export const writtenGeometryFields: Field<WrittenGeometry | undefined> = mapped(
	cases(writeAs, {
		xyxy: scale,
		xywh: scale,
		cxcywh: scale,
		yxyx: scale,
		coco: undefined,
		pascalVoc: undefined,
		yolo: undefined,
		yoloObb: undefined,
		yoloPose: undefined,
		yoloSegment: undefined,
		none: undefined,
	}),
	({ option, value = 'pixels' }) =>
		option === 'none' ? undefined : { format: option, scale: value },
);

/** Adds the field `written` with the second format to each place of the object, or `notWritten` with the reason. */
export function withWritten(
	object: TidyObject,
	target: WrittenGeometry | undefined,
	labels: LabelRowJson,
	row: Partial<LabelRowMetadata>,
	ontology: OntologyIndex,
): IDataObject {
	if (target === undefined) return object as unknown as IDataObject;
	const item = ontology.objectByHash.get(object.featureHash);
	const pointNames = item && skeletonTemplate(item, ontology)?.map(({ name }) => name);
	const space = spaceOf(labels, row, object.space);
	const places = object.places.map((place) => {
		const size = space === undefined ? undefined : frameSize(labels, space, place.frames[0], row);
		const result = writePlace(place.coordinates, target.format, target.scale, size, pointNames);
		return 'reason' in result
			? { ...place, notWritten: result.reason }
			: { ...place, written: result.written };
	});
	return { ...object, places } as unknown as IDataObject;
}
