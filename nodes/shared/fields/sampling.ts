/** Fields that say which frames of a file come out. */
import type { INodeProperties } from 'n8n-workflow';
import type { FrameAsk } from '../../../src/media/contract';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';
import { frameList, frameListDescription } from './frames';

const shownFor = (...picks: string[]) => ({ show: { pick: picks } });

export const samplingFields: INodeProperties[] = [
	{
		displayName: 'Frames',
		name: 'pick',
		type: 'options',
		default: 'every',
		description: 'Which frames to get. Each becomes an item of its own.',
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
				description: 'Frames the video stores whole; quick, and often where scenes change',
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
	},
	{
		displayName: 'Every',
		name: 'every',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 25,
		description: 'Distance from one frame to the next, in frames',
		displayOptions: shownFor('every'),
	},
	{
		displayName: 'Frames per Second',
		name: 'perSecond',
		type: 'number',
		typeOptions: { minValue: 0.001 },
		default: 1,
		description: 'How many frames for each second; below 1 for fewer than one a second',
		displayOptions: shownFor('perSecond'),
	},
	{
		displayName: 'Number of Frames',
		name: 'atMost',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 10,
		description: 'How many frames; a shorter file gives all of its frames',
		displayOptions: shownFor('atMost'),
	},
	{
		displayName: 'Frame Numbers',
		name: 'frameNumbers',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0, 5, 10-20',
		description: frameListDescription,
		displayOptions: shownFor('list'),
	},
];

/** The frames asked for; `labeled` when only the labels can tell. @throws InputError */
export function frameAskOf(batch: Batch, index: number): FrameAsk | 'labeled' {
	const pick = batch.param<string>('pick', index);
	switch (pick) {
		case 'all':
			return 'all';
		case 'labeled':
			return 'labeled';
		case 'keyFrames':
			return { keyFrames: true };
		case 'list':
			return { frames: spelledOut(frameList(batch.param('frameNumbers', index))) };
		case 'every':
			return { every: positive(batch.param('every', index), 'Every', true) };
		case 'atMost':
			return { atMost: positive(batch.param('atMost', index), 'Number of Frames', true) };
		case 'perSecond':
			return { perSecond: positive(batch.param('perSecond', index), 'Frames per Second', false) };
		default:
			throw new InputError(
				`"${pick}" is no way to choose frames`,
				'Choose one from the list of the field Frames.',
			);
	}
}

/** More frames than anybody looks at one by one; guards against a range typed with a digit too many. */
const MOST_LISTED = 100_000;

function spelledOut(list: ReturnType<typeof frameList>): number[] {
	const frames: number[] = [];
	for (const entry of list) {
		const [first, last] = typeof entry === 'number' ? [entry, entry] : entry;
		if (last < first) throw new InputError(`The range ${first}-${last} ends before it begins`);
		if (frames.length + last - first >= MOST_LISTED)
			throw new InputError(
				`More than ${MOST_LISTED} frames are listed`,
				'Use Every Nth Frame instead.',
			);
		for (let frame = first; frame <= last; frame++) frames.push(frame);
	}
	return [...new Set(frames)];
}

function positive(value: unknown, label: string, whole: boolean): number {
	const number = Number(value);
	if (!(number > 0) || !Number.isFinite(number) || (whole && !Number.isInteger(number))) {
		throw new InputError(
			`${label} is ${String(value)}`,
			`It must be a ${whole ? 'whole ' : ''}number above 0.`,
		);
	}
	return number;
}
