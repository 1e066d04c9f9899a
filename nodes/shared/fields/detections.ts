/** Fields that say how a model writes its detections. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { DetectionOptions } from '../../../src/labels/detections/detections';
import { BOX_ORDERS, type Scale } from '../../../src/labels/detections/formats/boxNumbers';
import type { GeometryFormat } from '../../../src/labels/detections/formats/geometry';
import { readYolo } from '../../../src/labels/detections/formats/yolo';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';
import { frameNumber } from './frames';
import { jsonValue } from './json';
import { textList } from './objects';

export const detectionFields: INodeProperties[] = [
	{
		displayName: 'Detections',
		name: 'detections',
		type: 'json',
		default: '={{ $json.detections }}',
		required: true,
		placeholder: '[{ "class": "car", "confidence": 0.9, "box": [10, 20, 110, 220] }]',
		description:
			'What the model found: a list of objects, each with a class, a place (box, polygon, points or mask), and optionally confidence, frame, track and attributes. YOLO is given as text.',
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		default: 'xyxy',
		description: 'How the model writes boxes',
		options: [
			{ name: 'Box by Center and Size (Cx, Cy, W, H)', value: 'cxcywh' },
			{ name: 'Box by Corner and Size (X, Y, W, H)', value: 'xywh' },
			{ name: 'Box by Two Corners (X1, Y1, X2, Y2)', value: 'xyxy', description: 'Most detectors' },
			{
				name: 'Box by Two Corners, Y First (Y1, X1, Y2, X2)',
				value: 'yxyx',
				description: 'Some language models, usually on a grid of 1000',
			},
			{
				name: 'COCO',
				value: 'coco',
				description: 'Fields bbox and segmentation in pixels; masks as polygons or run lengths',
			},
			{
				name: 'Encord',
				value: 'encord',
				description: 'Coordinates as Encord stores them, fractions of the picture',
			},
			{ name: 'Pascal VOC', value: 'pascalVoc', description: 'Field bndbox in pixels' },
			{
				name: 'YOLO',
				value: 'yolo',
				description: 'Center and size as fractions; or the lines of a YOLO label file',
			},
		],
	},
	{
		displayName: 'Numbers Are',
		name: 'scale',
		type: 'options',
		default: 'pixels',
		description: 'What the numbers of a box or a point count',
		options: [
			{ name: 'Fractions of the Picture (0 to 1)', value: 'fractions' },
			{
				name: 'Parts of a Grid (0 to 1000)',
				value: 'grid1000',
				description: 'As some language models answer',
			},
			{ name: 'Pixels', value: 'pixels' },
		],
		displayOptions: { show: { format: [...BOX_ORDERS] } },
	},
	{
		displayName: 'Ignore Classes That Do Not Match',
		name: 'ignoreUnmatched',
		type: 'boolean',
		default: true,
		description:
			'Whether detections of classes that the ontology does not have are left out. The output counts them. Otherwise they are reported as faults.',
	},
	{
		displayName: 'Class Names',
		name: 'classMap',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Class' },
		placeholder: 'Add Class',
		default: {},
		description:
			'Only where the model uses other names than the ontology; names that are alike match by themselves',
		options: [
			{
				displayName: 'Class',
				name: 'class',
				values: [
					{
						displayName: 'Name of the Model',
						name: 'from',
						type: 'string',
						default: '',
						placeholder: 'e.g. automobile',
						description: 'As the model writes it',
					},
					{
						displayName: 'Class in the Ontology',
						name: 'to',
						type: 'string',
						default: '',
						placeholder: 'e.g. Car',
						description: 'Title of the object in the ontology',
					},
				],
			},
		],
	},
	{
		displayName: 'Minimum Confidence',
		name: 'minConfidence',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
		default: 0,
		description: 'Detections the model is less sure of are left out, from 0 to 1',
	},
];

/** Entries of the Options collection. */
export const detectionOptions: INodeProperties[] = [
	{
		displayName: 'Class Names by Number',
		name: 'yoloNames',
		type: 'string',
		default: '',
		placeholder: 'e.g. Car, Truck, Person',
		description: 'For YOLO text: names of the classes 0, 1, 2 and so on, separated by commas',
	},
	{
		displayName: 'Default Class',
		name: 'defaultClass',
		type: 'string',
		default: '',
		placeholder: 'e.g. Car',
		description: 'Class of detections that name none, for models that know one class',
	},
	{
		displayName: 'Field of the Frame',
		name: 'frameField',
		type: 'string',
		default: 'frame',
		description:
			'Name of the field in which a detection says its frame; detections without it are on the frame given above',
	},
	{
		displayName: 'Field of the Track',
		name: 'trackField',
		type: 'string',
		default: 'track',
		description:
			'Name of the field that tells one object from another across frames; detections with the same value become one object',
	},
	{
		displayName: 'If the Object Is There Already',
		name: 'mode',
		type: 'options',
		default: 'update',
		description: 'What to do with an object that this agent has placed on the same frame before',
		options: [
			{ name: 'Add Another One', value: 'add' },
			{
				name: 'Update It',
				value: 'update',
				description:
					'Running the workflow twice gives the same labels as running it once (default)',
			},
		],
	},
	{
		displayName: 'Picture Height (Pixels)',
		name: 'imageHeight',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 768,
		description:
			'Height of the picture the model saw, when it was scaled down. Without it: the size of the file.',
	},
	{
		displayName: 'Picture Width (Pixels)',
		name: 'imageWidth',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1024,
		description:
			'Width of the picture the model saw, when it was scaled down. Without it: the size of the file.',
	},
	{
		displayName: 'Remove Earlier Objects of This Agent',
		name: 'removeEarlier',
		type: 'boolean',
		default: true,
		description:
			'Whether objects that this agent has placed on the same frames before, and that are not found again, are removed',
	},
];

export interface DetectionAsk {
	detections: unknown[];
	/** The size of the picture is filled in frame by frame. */
	options: DetectionOptions;
	mode: 'upsert' | 'add';
	removeEarlier: boolean;
}

/** @throws InputError */
export function detectionsOf(batch: Batch, index: number): DetectionAsk {
	const format = batch.param<GeometryFormat>('format', index);
	const width = Number(batch.option('imageWidth', index) ?? 0);
	const height = Number(batch.option('imageHeight', index) ?? 0);
	const text = (name: string) => String(batch.option(name, index) ?? '').trim();
	return {
		detections: detectionList(
			batch.param('detections', index),
			format,
			textList(batch.option('yoloNames', index)),
		),
		mode: batch.option('mode', index) === 'add' ? 'add' : 'upsert',
		removeEarlier: batch.option('removeEarlier', index) === true,
		options: {
			format,
			scale: batch.param<Scale>('scale', index, 'pixels'),
			classMap: classMapOf(batch.param<IDataObject>('classMap', index, {})),
			ignoreUnmatched: batch.param<boolean>('ignoreUnmatched', index, true),
			minConfidence: minConfidence(batch.param('minConfidence', index, 0)),
			frame: frameNumber(batch.param('frame', index)),
			...(text('defaultClass') ? { defaultClass: text('defaultClass') } : {}),
			...(text('frameField') ? { frameField: text('frameField') } : {}),
			...(text('trackField') ? { trackField: text('trackField') } : {}),
			...(width > 0 && height > 0 ? { size: { width, height } } : {}),
		},
	};
}

function detectionList(value: unknown, format: GeometryFormat, names: string[]): unknown[] {
	if (format === 'yolo' && typeof value === 'string' && !value.trim().startsWith('['))
		return readYolo(value, names);
	const parsed = jsonValue(value, 'The list of detections');
	if (Array.isArray(parsed)) return parsed;
	if (parsed === null || parsed === undefined || parsed === '') {
		throw new InputError(
			'There are no detections',
			'The field Detections is empty for this item. Give [] when the model found nothing.',
		);
	}
	// A model with one detection may leave the list away.
	if (typeof parsed === 'object') return [parsed];
	throw new InputError(
		'The detections are not a list',
		'Give a list such as [{"class": "car", "box": [10, 20, 110, 220]}].',
	);
}

function classMapOf({ class: rows }: IDataObject): Record<string, string> {
	const pairs = (Array.isArray(rows) ? (rows as IDataObject[]) : []).map(({ from, to }) => [
		String(from ?? '').trim(),
		String(to ?? '').trim(),
	]);
	return Object.fromEntries(pairs.filter(([from, to]) => from !== '' && to !== '')) as Record<
		string,
		string
	>;
}

function minConfidence(value: unknown): number {
	const number = Number(value);
	if (!(number >= 0 && number <= 1))
		throw new InputError(`The minimum confidence ${String(value)} is not a number from 0 to 1`);
	return number;
}
