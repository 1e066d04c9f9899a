/** Fields that select frames of a file. */
import type { FrameSelection } from '../../../src/media/contract';
import { cases, mapped, type Field } from './form/field';
import { InputError } from './form/inputError';
import { choice, number } from './form/values';
import type { frameList } from './frameNumber';
import { frameListDescription, frameListField } from './frames';

/** Maximum number of listed frames, against a range with one digit too many. */
const MAX_LISTED = 100_000;

const pick = (description: string) =>
	choice({
		displayName: 'Frames',
		name: 'pick',
		type: 'options',
		default: 'every',
		description,
		options: [
			{ name: 'All', value: 'all', description: 'Every frame of the file' },
			{
				name: 'Evenly Spaced',
				value: 'atMost',
				description: 'A number of frames spread over the whole file',
			},
			{ name: 'Every Nth Frame', value: 'every', description: 'Frame 0 and every Nth after it' },
			{
				name: 'Key Frames',
				value: 'keyFrames',
				description:
					'Frames that the video stores completely; fast to read, and often at scene changes',
			},
			{ name: 'List or Ranges', value: 'list', description: 'Frames named by their numbers' },
			{
				name: 'Per Second',
				value: 'perSecond',
				description: 'A number of frames for each second of the video',
			},
			{
				name: 'With Labels',
				value: 'labeled',
				description: 'Frames that carry at least one object or classification',
			},
		],
	});

const every = number({
	displayName: 'Every',
	name: 'every',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 25,
	description: 'Distance from one frame to the next, in frames',
});

const perSecond = number(
	{
		displayName: 'Frames per Second',
		name: 'perSecond',
		type: 'number',
		typeOptions: { minValue: 0.001 },
		default: 1,
		description: 'How many frames for each second; below 1 for fewer than one a second',
	},
	{ above: 0 },
);

const atMost = number({
	displayName: 'Number of Frames',
	name: 'atMost',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 10,
	description: 'How many frames; a shorter file gives all of its frames',
});

const listed = frameListField({
	displayName: 'Frame Numbers',
	name: 'frameNumbers',
	description: frameListDescription,
});

/**
 * The selected frames. `labeled` means the frames with labels, which are known only after the labels were read.
 * @param description what happens to the frames
 */
export const samplingFields = (description: string): Field<FrameSelection | 'labeled'> =>
	mapped(
		cases(pick(description), {
			every,
			perSecond,
			atMost,
			list: listed,
			all: undefined,
			keyFrames: undefined,
			labeled: undefined,
		}),
		(selected): FrameSelection | 'labeled' => {
			switch (selected.option) {
				case 'all':
				case 'labeled':
					return selected.option;
				case 'keyFrames':
					return { keyFrames: true };
				case 'list':
					return { frames: frameNumbers(selected.value) };
				case 'every':
					return { every: selected.value };
				case 'atMost':
					return { atMost: selected.value };
				case 'perSecond':
					return { perSecond: selected.value };
			}
		},
	);

function frameNumbers(list: ReturnType<typeof frameList>): number[] {
	const frames: number[] = [];
	for (const entry of list) {
		const [first, last] = typeof entry === 'number' ? [entry, entry] : entry;
		if (last < first) throw new InputError(`The range ${first}-${last} ends before it begins`);
		if (frames.length + last - first >= MAX_LISTED)
			throw new InputError(
				`More than ${MAX_LISTED} frames are listed`,
				'Use Every Nth Frame instead.',
			);
		for (let frame = first; frame <= last; frame++) frames.push(frame);
	}
	return [...new Set(frames)];
}
