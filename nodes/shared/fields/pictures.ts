/** Fields for the format of pictures in the output. */
import type { ReadingLimits } from '../../../src/media/contract';
import { DEFAULT_BACKGROUND } from '../../../src/media/picture/background';
import type { PictureOptions } from '../../../src/media/picture/encoding';
import {
	DEFAULT_FORMAT,
	PICTURE_FORMATS,
	type PictureFormat,
} from '../../../src/media/picture/formats';
import {
	pickEntries,
	collection,
	group,
	mapped,
	type CollectionValues,
	type Entries,
	type Field,
	type Parameter,
} from './form/field';
import { choice, color, flag, number, text } from './form/values';
import { readingLimitEntries, readingLimitsOf } from './readingLimits';

/** Name of the binary field for the file in the output. */
export const binaryField = mapped(
	text({
		displayName: 'Put Output File in Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
		description: 'Name of the binary field. Model nodes of n8n look for "data".',
	}),
	(name) => name || 'data',
);

const FORMAT_NAMES: Record<PictureFormat, string> = {
	jpeg: 'JPEG',
	png: 'PNG',
	webp: 'WebP',
};
const formats = Object.keys(FORMAT_NAMES) as PictureFormat[];

/** The formats that have an alpha channel, or a quality, as the form names them. */
export function formatNames(having: 'alpha' | 'hasQuality'): string[] {
	return formats.filter((format) => PICTURE_FORMATS[format][having]).map(formatName);
}

/** A format as the form names it. */
export function formatName(format: PictureFormat): string {
	return FORMAT_NAMES[format];
}

/** Option: the longest side of pictures; the description says what happens without it. */
export function longestSide(description: string): Parameter<number> {
	return number({
		displayName: 'Longest Side (Pixels)',
		name: 'maxDimension',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1024,
		description,
	});
}

const pictureEntries = {
	background: color({
		displayName: 'Background',
		name: 'background',
		type: 'color',
		default: DEFAULT_BACKGROUND,
		description: `What is seen through transparent parts of an image in a format that has none, such as JPEG. White without this option. ${formatNames('alpha').join(' and ')} stay transparent.`,
	}),
	format: choice({
		displayName: 'Format',
		name: 'format',
		type: 'options',
		default: DEFAULT_FORMAT,
		description:
			'File format of the picture. Without this option: JPEG for video frames, the original file for images.',
		options: formats.map((value) => ({ name: FORMAT_NAMES[value], value })),
	}),
	maxDimension: longestSide(
		'Larger pictures are scaled down so that neither side is longer than this; models charge by size. Smaller ones stay as they are.',
	),
	quality: number({
		displayName: 'Quality',
		name: 'quality',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 90,
		description: `From 1 to 100, for ${formatNames('hasQuality').join(' and ')}`,
	}),
	...readingLimitEntries,
};

/** Option: draw the labels on the picture. */
export const drawEntry = flag({
	displayName: 'Draw Labels',
	name: 'draw',
	type: 'boolean',
	default: true,
	description:
		'Whether the objects of the frame are drawn on the picture, with class and confidence',
});

/** Format and destination of pictures, and limits of reading them. */
export interface PictureSettings {
	/** Name of the binary field in the output. */
	binaryField: string;
	picture: PictureOptions;
	limits: ReadingLimits;
}

/** Fields for pictures; `own` are further options of the operation. */
export function pictureFields<E extends Entries>(
	own: E,
): Field<PictureSettings & { own: CollectionValues<E> }> {
	const options = collection(
		{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
		{ ...pictureEntries, ...own },
	);
	return mapped(group({ binaryField, options }), ({ binaryField: name, options: values }) => {
		const { background, format, quality, maxDimension } = values as CollectionValues<
			typeof pictureEntries
		>;
		return {
			binaryField: name,
			picture: {
				...(format && { format }),
				...(quality !== undefined && { quality }),
				...(maxDimension !== undefined && { maxDimension }),
				...(background !== undefined && { background }),
			},
			limits: readingLimitsOf(values as CollectionValues<typeof pictureEntries>),
			own: pickEntries(own, values),
		};
	});
}
