/** Fields for the format of detections and for what their numbers count. */
import { FORMATS } from '../../../../src/detections/formats/registry';
import type { Unit } from '../../../../src/detections/found';
import { cases, mapped, type Field } from '../form/field';
import { choice } from '../form/values';

const AUTO = {
	name: 'Told by the Data',
	value: 'auto',
	description: 'Formats with an unmistakable mark; any other data is refused with a reason',
};

const format = choice({
	displayName: 'Format',
	name: 'format',
	type: 'options',
	default: 'auto',
	description:
		'What wrote the detections, or how boxes are written. When the data bears the mark of another format, it is refused.',
	options: [
		AUTO,
		...FORMATS.filter(({ isChoice }) => isChoice)
			.map(({ title, name, description }) => ({ name: title, value: name, description }))
			.sort((a, b) => a.name.localeCompare(b.name)),
	],
});

const scale = choice({
	displayName: 'Numbers Are',
	name: 'scale',
	type: 'options',
	default: 'auto',
	description: 'Unit of the numbers of a box or a point',
	options: [
		{ name: 'Fractions of the Picture (0 to 1)', value: 'fractions' },
		{
			name: 'Parts of a Grid (0 to 1000)',
			value: 'grid1000',
			description: 'As some language models return them',
		},
		{ name: 'Percent of the Picture (0 to 100)', value: 'percent' },
		{ name: 'Pixels', value: 'pixels' },
		{
			name: 'Told by the Data',
			value: 'auto',
			description: 'Refused when the numbers leave several readings',
		},
	],
});

/** Formats whose data does not say what its numbers count. */
const OPEN = new Set(['xyxy', 'yxyx', 'xywh', 'cxcywh', 'qwen', 'ultralytics']);

/** The name of the format, and the unit where the format leaves it open. */
export const detectionFormatFields: Field<{ format: string; numbers: 'auto' | Unit }> = mapped(
	cases(
		format,
		Object.fromEntries(
			format.property.options!.map((option) => {
				const { value } = option as { value: string };
				return [value, OPEN.has(value) ? scale : undefined];
			}),
		) as { [format: string]: typeof scale | undefined },
	),
	({ option, value }) => ({ format: option, numbers: (value as Unit | undefined) ?? 'auto' }),
);
