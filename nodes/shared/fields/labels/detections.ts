/** Fields for the detections of a model and for what becomes of them. */
import type { DetectionOptions } from '../../../../src/detections/detections';
import { group, mapped, rows, type Field } from '../form/field';
import { InputError } from '../form/inputError';
import { choice, flag, number, rawValue, text, textList } from '../form/values';
import { frameFieldFor } from '../places';
import { detectionFormatFields } from './detectionFormat';
import type { OnRefused } from './modelAnswer';
import { writeOptions, type WriteOptions } from './writing';

const detections = rawValue({
	displayName: 'Detections',
	name: 'detections',
	type: 'json',
	default: '={{ $json.detections }}',
	required: true,
	builderHint: {
		propertyHint:
			'The whole reply of the detector or model, as it came. Choose Format when the reply does not say which model wrote it.',
	},
	placeholder: '[{ "class": "car", "confidence": 0.9, "box": [10, 20, 110, 220] }]',
	description:
		'What the model found, data or text: its reply as it comes, a list of objects with class, place (box, polygon, points, mask, or start and end) and optionally confidence, frame, track and attributes, or the content of a label file',
});

const frameField = frameFieldFor(
	'Frame of detections that name none, counted from 0: of a video, the picture of an image group or sequence, the page of a document. A single picture needs none.',
);

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
			'Only for classes that the model and the ontology name differently; equal names match automatically. A class number may stand for a name, and * for all others.',
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

const onRefusedEntry = (otherwise: OnRefused) =>
	choice({
		displayName: 'If a Detection Is Refused',
		name: 'onRefused',
		type: 'options',
		default: otherwise,
		description: 'What to do when a part of the detections cannot be taken',
		options: [
			{
				name: 'Fail the Item',
				value: 'fail',
				description: `Nothing of it is saved${otherwise === 'fail' ? ' (default)' : ''}`,
			},
			{
				name: 'Save the Rest',
				value: 'saveRest',
				description: `The output lists what was refused, and why${otherwise === 'saveRest' ? ' (default)' : ''}`,
			},
		],
	});

/** Options of this operation. */
const entries = {
	yoloNames: textList({
		displayName: 'Class Names by Number',
		name: 'yoloNames',
		type: 'string',
		default: '',
		placeholder: 'e.g. Car, Truck, Person',
		description:
			'Names of the classes 0, 1, 2 and so on of the model, separated by commas, for YOLO and other formats with class numbers',
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
			'Name of the field with the frame of a detection, if it is none of the usual names; detections without it are on the frame given above',
	}),
	trackField: text({
		displayName: 'Field of the Track',
		name: 'trackField',
		type: 'string',
		default: 'track',
		description:
			'Name of the field with the track ID, if it is none of the usual names; detections with the same track ID become one object',
	}),
	lossy: choice({
		displayName: 'If a Shape Loses Something',
		name: 'lossy',
		type: 'options',
		default: 'refuse',
		description:
			'What to do with a detection that the shape of its class cannot show whole, such as a mask for a bounding box',
		options: [
			{
				name: 'Convert It',
				value: 'convert',
				description:
					'The box around an outline, a mask or a turned box; the middle of a box; a box as outline',
			},
			{ name: 'Refuse It', value: 'refuse', description: 'The output says why (default)' },
		],
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
	/** As the form has it. */
	detections: unknown;
	options: DetectionOptions;
	removeEarlier: boolean;
	onRefused: OnRefused;
	/** How the labels are saved. */
	write: WriteOptions;
}

/** @param otherwise what happens when a part of the detections is refused, unless the form says something else */
export const detectionFields = (otherwise: OnRefused): Field<DetectionInput> =>
	mapped(
		group({
			frame: frameField,
			detections,
			format: detectionFormatFields,
			ignoreUnmatched,
			classNames,
			minConfidence,
			write: writeOptions({ ...entries, onRefused: onRefusedEntry(otherwise) }),
		}),
		({ frame, detections: given, format, classNames: names, ...rest }) => {
			const { own } = rest.write;
			if (given === null || given === undefined || given === '')
				throw new InputError(
					'Detections is empty for this item',
					'Give [] when the model found nothing.',
				);
			return {
				detections: given,
				removeEarlier: own.removeEarlier ?? false,
				onRefused: own.onRefused ?? otherwise,
				write: rest.write,
				options: {
					...format,
					classMap: classMapOf(names.class),
					unmatched: rest.ignoreUnmatched ? 'count' : 'refuse',
					minConfidence: rest.minConfidence,
					mode: own.mode === 'add' ? 'add' : 'upsert',
					lossy: own.lossy ?? 'refuse',
					...(own.yoloNames ? { names: own.yoloNames } : {}),
					...(frame === 'only' ? {} : { frame }),
					...(own.defaultClass ? { defaultClass: own.defaultClass } : {}),
					...(own.frameField ? { frameField: own.frameField } : {}),
					...(own.trackField ? { trackField: own.trackField } : {}),
					...pictureSize(own.imageWidth, own.imageHeight),
				},
			};
		},
	);

/** The size of the picture that the model saw, when it is given. */
function pictureSize(
	imageWidth?: number,
	imageHeight?: number,
): Pick<DetectionOptions, 'imageWidth' | 'imageHeight'> {
	if (imageWidth !== undefined && imageHeight !== undefined) return { imageWidth, imageHeight };
	if (imageWidth === undefined && imageHeight === undefined) return {};
	throw new InputError(
		`Picture ${imageWidth === undefined ? 'Width' : 'Height'} (Pixels) is not given`,
		'Width and height belong together: add the other option, or remove this one.',
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
