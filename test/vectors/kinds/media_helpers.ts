/** Sampling, frame counts and file suffixes (protocol §14.4). */
import { assetFile } from '../../../src/media/bytes/assetName';
import { framesOf } from '../../../src/media/index/sampling';
import { declaredFrameCount, framesAtRate } from '../../oracle/agentsLibraryFrames';
import { defineKind, verdict, type Rule } from '../kind';

type Input =
	| { kind: 'sampler-rate'; frameCount: number; rate: number }
	| { kind: 'sampler-list'; frameCount: number; list: number[] }
	| {
			kind: 'frame-count';
			itemType: string;
			frameCount: number | null;
			duration: number | null;
			fps: number | null;
	  }
	| { kind: 'asset-suffix'; mimeType: string | null; title: string; itemType: string };

type Expected = Record<string, unknown> & { frames?: number[]; error?: unknown };

const STOPS_AT_THE_END: Rule = {
	name: 'sampling-stops-at-the-end',
	reason:
		'The library samples indices past the last frame and then stops at the first unreadable one. Ours never leave the file.',
};
const MISSING_FRAME_IS_TOLD: Rule = {
	name: 'missing-frame-is-told',
	reason:
		'The library silently ends at a listed frame that does not exist. Ours names the frame and how many there are.',
};

function outcome(input: Input): Expected {
	switch (input.kind) {
		case 'sampler-rate':
			return { frames: framesAtRate(input.rate, input.frameCount) };
		case 'sampler-list':
			return {
				frames: framesOf(
					{ frames: input.list },
					{ count: input.frameCount, timeOf: (frame) => frame, isKey: () => false },
				),
			};
		case 'frame-count':
			return { frameCount: declaredFrameCount(input) };
		case 'asset-suffix':
			return { ...assetFile(input) };
	}
}

function outcomeOrError(input: Input): Expected {
	try {
		return outcome(input);
	} catch (error) {
		return { error: (error as Error).message };
	}
}

export const kind = defineKind<Input, Expected>({
	file: 'media_helpers',
	run({ input, expected }) {
		const actual = outcomeOrError(input);
		// Python's names of errors are informative only.
		const exact =
			'error' in expected
				? { pass: 'error' in actual, expected, actual }
				: verdict(expected, actual);
		if (exact.pass) return exact;
		if (input.kind === 'sampler-rate' && expected.frames) {
			const inside = expected.frames.filter((frame) => frame < input.frameCount);
			return { ...verdict({ frames: inside }, actual), rule: STOPS_AT_THE_END };
		}
		const pastEnd =
			input.kind === 'sampler-list' && input.list.some((frame) => frame >= input.frameCount);
		return pastEnd && 'error' in actual
			? { ...exact, pass: true, rule: MISSING_FRAME_IS_TOLD }
			: exact;
	},
});
