/** Fields for the detections of a model and their format. */
import type { DetectionOptions } from '../../../../src/labels/detections/detections';
import type { GeometryFormat } from '../../../../src/labels/detections/formats/geometry';
import { readYolo } from '../../../../src/labels/detections/formats/yolo';
import { cases, group, mapped, rows, type Field } from '../form/field';
import { InputError, shown } from '../form/inputError';
import { jsonValue } from '../form/json';
import { rawValue, choice, flag, number, text, textList } from '../form/values';
import { frameField } from '../places';
import { writeOptions, type WriteOptions } from './writing';

const detections = rawValue({
	displayName: 'Detections',
	name: 'detections',
	type: 'json',
	default: '={{ $json.detections }}',
	required: true,
	placeholder: '[{ "class": "car", "confidence": 0.9, "box": [10, 20, 110, 220] }]',
	description:
		'What the model found: a list of objects, each with a class, a place (box, polygon, points or mask), and optionally confidence, frame, track and attributes. YOLO is given as text.',
});

const format = choice({
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
});

const scale = choice({
	displayName: 'Numbers Are',
	name: 'scale',
	type: 'options',
	default: 'pixels',
	description: 'Unit of the numbers of a box or a point',
	options: [
		{ name: 'Fractions of the Picture (0 to 1)', value: 'fractions' },
		{
			name: 'Parts of a Grid (0 to 1000)',
			value: 'grid1000',
			description: 'As some language models return them',
		},
		{ name: 'Pixels', value: 'pixels' },
	],
});

const ignoreUnmatched = flag({
	displayName: 'Ignore Classes That Do Not Match',
	name: 'ignoreUnmatched',
	type: 'boolean',
	default: true,
	description:
		'Whether detections of classes that the ontology does not have are left out. The output counts them. Otherwise they are reported as faults.',
});

const className = text({
	displayName: 'Name of the Model',
	name: 'from',
	type: 'string',
	default: '',
	placeholder: 'e.g. automobile',
	description: 'As the model writes it',
});

const classTitle = text({
	displayName: 'Class in the Ontology',
	name: 'to',
	type: 'string',
	default: '',
	placeholder: 'e.g. Car',
	description: 'Title of the object in the ontology',
});

const classNames = rows(
	{
		displayName: 'Class Names',
		name: 'classMap',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Class' },
		description:
			'Only for classes that the model and the ontology name differently; equal names match automatically',
	},
	{ class: { displayName: 'Class', fields: group({ from: className, to: classTitle }) } },
);

const minConfidence = number({
	displayName: 'Minimum Confidence',
	name: 'minConfidence',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1 },
	default: 0,
	description: 'Detections with a lower confidence are left out; from 0 to 1',
});

/** Options of this operation. */
const entries = {
	yoloNames: textList({
		displayName: 'Class Names by Number',
		name: 'yoloNames',
		type: 'string',
		default: '',
		placeholder: 'e.g. Car, Truck, Person',
		description: 'For YOLO text: names of the classes 0, 1, 2 and so on, separated by commas',
	}),
	defaultClass: text({
		displayName: 'Default Class',
		name: 'defaultClass',
		type: 'string',
		default: '',
		placeholder: 'e.g. Car',
		description: 'Class of detections that name no class, for models with one class',
	}),
	frameField: text({
		displayName: 'Field of the Frame',
		name: 'frameField',
		type: 'string',
		default: 'frame',
		description:
			'Name of the field with the frame of a detection; detections without it are on the frame given above',
	}),
	trackField: text({
		displayName: 'Field of the Track',
		name: 'trackField',
		type: 'string',
		default: 'track',
		description:
			'Name of the field with the track ID; detections with the same track ID become one object',
	}),
	mode: choice({
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
	}),
	imageHeight: number({
		displayName: 'Picture Height (Pixels)',
		name: 'imageHeight',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 768,
		description:
			'Height of the picture the model saw, when it was scaled down. Without it: the size of the file.',
	}),
	imageWidth: number({
		displayName: 'Picture Width (Pixels)',
		name: 'imageWidth',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1024,
		description:
			'Width of the picture the model saw, when it was scaled down. Without it: the size of the file.',
	}),
	removeEarlier: flag({
		displayName: 'Remove Earlier Objects of This Agent',
		name: 'removeEarlier',
		type: 'boolean',
		default: true,
		description:
			'Whether objects that this agent has placed on the same frames before, and that are not found again, are removed',
	}),
};

export interface DetectionInput {
	detections: unknown[];
	/** `size` is set only by the user's options; otherwise it is set for each frame later. */
	options: DetectionOptions;
	mode: 'upsert' | 'add';
	removeEarlier: boolean;
	/** How the labels are saved. */
	write: WriteOptions;
}

export const detectionFields: Field<DetectionInput> = mapped(
	group({
		frame: frameField,
		detections,
		format: cases(format, {
			xyxy: scale,
			xywh: scale,
			cxcywh: scale,
			yxyx: scale,
			coco: undefined,
			encord: undefined,
			pascalVoc: undefined,
			yolo: undefined,
		}),
		ignoreUnmatched,
		classNames,
		minConfidence,
		write: writeOptions(entries),
	}),
	({
		frame,
		detections: list,
		format: { option, value = 'pixels' },
		classNames: names,
		...rest
	}) => {
		const { own } = rest.write;
		return {
			detections: detectionList(list, option, own.yoloNames ?? []),
			mode: own.mode === 'add' ? 'add' : 'upsert',
			removeEarlier: own.removeEarlier ?? false,
			write: rest.write,
			options: {
				format: option,
				scale: value,
				classMap: classMapOf(names.class),
				ignoreUnmatched: rest.ignoreUnmatched,
				minConfidence: rest.minConfidence,
				frame,
				...(own.defaultClass ? { defaultClass: own.defaultClass } : {}),
				...(own.frameField ? { frameField: own.frameField } : {}),
				...(own.trackField ? { trackField: own.trackField } : {}),
				...pictureSize(own.imageWidth, own.imageHeight),
			},
		};
	},
);

/** The size of the picture that the model saw, when it is given. */
function pictureSize(width?: number, height?: number): Pick<DetectionOptions, 'size'> {
	if (width !== undefined && height !== undefined) return { size: { width, height } };
	if (width === undefined && height === undefined) return {};
	throw new InputError(
		`Picture ${width === undefined ? 'Width' : 'Height'} (Pixels) is not given`,
		'Width and height belong together: add the other option, or remove this one.',
	);
}

function detectionList(value: unknown, format: GeometryFormat, names: string[]): unknown[] {
	if (format === 'yolo' && typeof value === 'string' && !value.trim().startsWith('['))
		return readYolo(value, names);
	const parsed = jsonValue(value, 'Detections');
	if (Array.isArray(parsed)) return parsed;
	if (parsed === null || parsed === undefined || parsed === '') {
		throw new InputError(
			'Detections is empty for this item',
			'Give [] when the model found nothing.',
		);
	}
	// Some models return a single detection without a list.
	if (typeof parsed === 'object') return [parsed];
	throw new InputError(
		`Detections is ${shown(parsed)}, not a list`,
		'Give a list such as [{"class": "car", "box": [10, 20, 110, 220]}].',
	);
}

function classMapOf(pairs: Array<{ from: string; to: string }>): Record<string, string> {
	const half = pairs.find(({ from, to }) => (from === '') !== (to === ''));
	if (half)
		throw new InputError(
			`Class Names: "${half.from}${half.to}" has no name beside it`,
			'Give both names, that of the model and that in the ontology.',
		);
	return Object.fromEntries(
		pairs.filter(({ from }) => from !== '').map(({ from, to }) => [from, to]),
	);
}
