/** Fields that say on which frames a label applies. */
import type { INodeProperties } from 'n8n-workflow';
import type { FrameRange, FramesInput } from '../../../src/labels/row/frames';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';
import { frameField } from './places';

/** What a field that takes several frames accepts. */
export const frameListDescription =
	'Frames and ranges, counted from 0, separated by commas; a range includes both ends. ' +
	'An expression may give a list such as [0, 5, [10, 20]].';

export const frameScopeFields: INodeProperties[] = [
	{
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
	},
	{ ...frameField, displayOptions: { show: { frameScope: ['frame'] } } },
	{
		displayName: 'Frames',
		name: 'frames',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0, 5, 10-20',
		description: frameListDescription,
		displayOptions: { show: { frameScope: ['frames'] } },
	},
];

/** What the fields above say. @throws InputError */
export function framesOf(batch: Batch, index: number): FramesInput {
	const scope = batch.param<string>('frameScope', index);
	if (scope === 'all') return 'all';
	if (scope === 'frames') return frameList(batch.param('frames', index));
	return frameNumber(batch.param('frame', index));
}

/** A whole number from 0; text that holds one counts too. @throws InputError */
export function frameNumber(value: unknown): number {
	const number =
		value === null || value === undefined || String(value).trim() === ''
			? Number.NaN
			: Number(value);
	if (!Number.isInteger(number) || number < 0) {
		throw new InputError(
			`"${String(value)}" is not a frame number`,
			'Frames are whole numbers, counted from 0.',
		);
	}
	return number;
}

/** Frames and ranges from `0, 5, 10-20`, a number, or a list of numbers and pairs. @throws InputError */
export function frameList(value: unknown): Array<number | FrameRange> {
	const parts: unknown[] = Array.isArray(value)
		? value
		: String(value ?? '')
				.split(',')
				.map((part) => part.trim())
				.filter((part) => part !== '');
	if (parts.length === 0)
		throw new InputError(
			'No frames are given',
			'Give frames and ranges such as 0, 5, 10-20, or choose Whole File.',
		);
	return parts.map((part) => {
		if (Array.isArray(part)) return [frameNumber(part[0]), frameNumber(part[1])];
		const range = /^(\d+)\s*-\s*(\d+)$/.exec(String(part));
		return range ? [Number(range[1]), Number(range[2])] : frameNumber(part);
	});
}

/** The same as ranges. */
export function asRanges(frames: Array<number | FrameRange>): FrameRange[] {
	return frames.map((one) => (typeof one === 'number' ? [one, one] : one));
}

/** Entry of an Options collection that restricts an operation to frames; `description` says what happens without it. */
export function onlyFramesOption(description: string): INodeProperties {
	return {
		displayName: 'Only on Frames',
		name: 'onlyFrames',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0, 5, 10-20',
		description,
	};
}

/** The frames of an entry of the Options collection; nothing when it was not added. @throws InputError */
export function framesOption(
	batch: Batch,
	name: string,
	index: number,
): { frames?: Array<number | FrameRange> } {
	const given = batch.option(name, index);
	return given === undefined || given === null || given === '' ? {} : { frames: frameList(given) };
}
