/** Fields for the frames that a label applies to. */
import type { FrameRange, FramesInput } from '../../../src/labels/row/frames';
import { cases, mapped, parameter, type Field, type Parameter } from './form/field';
import { choice, parameterValue } from './form/values';
import { frameList } from './frameNumber';
import { frameField } from './places';

/** Description of fields for several frames. */
export const frameListDescription =
	'Frames and ranges, counted from 0, separated by commas; a range includes both ends. ' +
	'An expression may give a list such as [0, 5, [10, 20]].';

interface FrameListTexts {
	displayName: string;
	name: string;
	description: string;
}

/** A field for several frames: numbers and inclusive ranges. */
export function frameListField(texts: FrameListTexts): Parameter<Array<number | FrameRange>> {
	return parameter(
		{ ...texts, type: 'string', default: '', placeholder: 'e.g. 0, 5, 10-20' },
		(form, property) => frameList(parameterValue(form, property)),
	);
}

/** Option that limits an operation to some frames; `description` says what happens without it. */
export const onlyFramesEntry = (description: string) =>
	frameListField({ displayName: 'Only on Frames', name: 'onlyFrames', description });

const scope = choice({
	displayName: 'Apply To',
	name: 'frameScope',
	type: 'options',
	default: 'frame',
	description:
		'Which part of the file is meant. Audio, text and items that apply to the whole file are always meant as a whole.',
	options: [
		{ name: 'One Frame', value: 'frame' },
		{
			name: 'Several Frames',
			value: 'frames',
			description: 'A list of frames and ranges of frames',
		},
		{ name: 'Whole File', value: 'all', description: 'Every frame' },
	],
});

/** One frame, several, or the whole file. */
export const frameScopeFields: Field<FramesInput> = mapped(
	cases(scope, {
		frame: frameField,
		frames: frameListField({
			displayName: 'Frames',
			name: 'frames',
			description: frameListDescription,
		}),
		all: undefined,
	}),
	({ option, value }) => (option === 'all' ? 'all' : value),
);
