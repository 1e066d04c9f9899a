/** Fields that say in which format places of objects are given besides Encord's own, for detectors and trainers. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { BOX_ORDERS, type Scale } from '../../../src/labels/detections/formats/boxNumbers';
import type { GeometryFormat } from '../../../src/labels/detections/formats/geometry';
import { writeGeometry } from '../../../src/labels/detections/formats/written';
import { frameSize, spaceOf } from '../../../src/labels/row/space';
import type { TidyObject } from '../../../src/labels/reading/tidy';
import type { Batch } from '../runtime/batch';

export const writtenGeometryFields: INodeProperties[] = [
	{
		displayName: 'Also Give Places As',
		name: 'writeAs',
		type: 'options',
		default: 'none',
		description: 'A second spelling of each place, in the field written of every place',
		options: [
			{ name: 'Box by Center and Size (Cx, Cy, W, H)', value: 'cxcywh' },
			{ name: 'Box by Corner and Size (X, Y, W, H)', value: 'xywh' },
			{ name: 'Box by Two Corners (X1, Y1, X2, Y2)', value: 'xyxy' },
			{ name: 'Box by Two Corners, Y First (Y1, X1, Y2, X2)', value: 'yxyx' },
			{
				name: 'COCO',
				value: 'coco',
				description: 'Fields bbox, area and segmentation in pixels; masks as run lengths',
			},
			{
				name: 'Nothing Else',
				value: 'none',
				description: 'Fractions of the picture and pixels are always given',
			},
			{ name: 'Pascal VOC', value: 'pascalVoc', description: 'Field bndbox in pixels' },
			{ name: 'YOLO', value: 'yolo', description: 'Center and size as fractions' },
		],
	},
	{
		displayName: 'Numbers Are',
		name: 'writeScale',
		type: 'options',
		default: 'pixels',
		description: 'What the numbers of a box count',
		options: [
			{ name: 'Fractions of the Picture (0 to 1)', value: 'fractions' },
			{ name: 'Parts of a Grid (0 to 1000)', value: 'grid1000' },
			{ name: 'Pixels', value: 'pixels' },
		],
		displayOptions: { show: { writeAs: [...BOX_ORDERS] } },
	},
];

export interface WrittenGeometry {
	format: GeometryFormat;
	scale: Scale;
}

/** The wanted second spelling; undefined when there is none. */
export function writtenGeometryOf(batch: Batch, index: number): WrittenGeometry | undefined {
	const format = batch.param<GeometryFormat | 'none'>('writeAs', index, 'none');
	return format === 'none'
		? undefined
		: { format, scale: batch.param<Scale>('writeScale', index, 'pixels') };
}

/** The object with each of its places written a second time; places without a box stay as they are. */
export function withWritten(
	object: TidyObject,
	wanted: WrittenGeometry | undefined,
	labels: LabelRowJson,
	row: LabelRowMetadata,
): IDataObject {
	if (wanted === undefined) return object as unknown as IDataObject;
	const space = spaceOf(labels, row, object.space);
	const places = object.places.map((place) => {
		const size = space === undefined ? undefined : frameSize(labels, space, place.frames[0], row);
		const written = writeGeometry(place.coordinates, wanted.format, wanted.scale, size);
		return written === undefined ? place : { ...place, written };
	});
	return { ...object, places } as unknown as IDataObject;
}
