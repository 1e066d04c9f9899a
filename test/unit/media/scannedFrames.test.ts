/** Frames of a file without a sample table: how far it is scanned before frames of it are decoded. */
import { describe, expect, it } from '@jest/globals';
import type { FrameSelection } from '../../../src/media/contract';
import { scannedFrames } from '../../../src/media/video/scannedFrames';
import type { ScannedIndex, TrustedIndex } from '../../../src/media/video/trustedIndex';
import type { VideoDecoding } from '../../../src/media/video/videoDecoding';

const MIB = 2 ** 20;

/** What is done to read from a file of `count` frames, of which each step of the scan finds `step` more. */
async function steps(selection: FrameSelection, count: number, step: number) {
	const done: string[] = [];
	const scan = {
		settled: 0,
		get finished() {
			return this.settled === count;
		},
		bytes: 'bytes',
		async advance(frames: number, maxBytes: number) {
			this.settled = Math.min(count, this.settled + step);
			done.push(`scan up to ${frames} within ${maxBytes / MIB} MiB: ${this.settled}`);
		},
		releaseSettled: () => void done.push('release'),
		table() {
			const { settled } = this;
			return {
				count: settled,
				timeOf: (frame: number) => frame / 10,
				isKey: (frame: number) => frame % 4 === 0,
			};
		},
	};
	const scanned = { kind: 'scan', scan, muxer: 'muxer' } as unknown as ScannedIndex;
	const index = {
		beforePictures: async (given: unknown) =>
			void done.push(given === scanned ? 'check' : 'check another'),
	} as unknown as TrustedIndex;
	const decoding = {
		async *decodeFrames(video: unknown, frames: readonly number[], picture: unknown) {
			expect(video).toMatchObject({
				source: 'bytes',
				muxer: 'muxer',
				table: { count: scan.settled },
			});
			expect(picture).toEqual({ maxDimension: 7 });
			done.push(`decode ${frames.join(' ')}`);
			for (const frame of frames) yield { frame };
		},
	} as unknown as VideoDecoding;
	try {
		const frames = [];
		for await (const { frame } of scannedFrames(decoding, index, scanned, selection, {
			maxDimension: 7,
		}))
			frames.push(frame);
		done.push(`read ${frames.join(' ')}`);
	} catch (error) {
		done.push((error as Error).message);
	}
	return done;
}
const scans = (asked: number, ...settled: number[]) =>
	settled.map((frames) => `scan up to ${asked} within 4 MiB: ${frames}`);

describe('a file that is scanned', () => {
	it('is scanned one frame further than asked, then decoded', async () => {
		expect(await steps({ frames: [1, 8] }, 30, 3)).toEqual([
			...scans(10, 3, 6, 9, 12),
			...['check', 'decode 1 8', 'release', 'read 1 8'],
		]);
		expect(await steps({ frames: [1] }, 30, 3)).toEqual([
			...scans(3, 3),
			...['check', 'decode 1', 'release', 'read 1'],
		]);
		expect(await steps({ frames: [2] }, 30, 3)).toEqual([
			...scans(4, 3),
			'release',
			...scans(4, 6),
			...['check', 'decode 2', 'release', 'read 2'],
		]);
	});

	it('is decoded in parts of 24 MiB, each frame once', async () => {
		expect(await steps({ range: [1, 13] }, 30, 1)).toEqual([
			...scans(15, 1),
			'release',
			...scans(15, 2),
			'release',
			...scans(15, 3, 4, 5, 6, 7, 8),
			...['check', 'decode 1 2 3 4 5 6', 'release'],
			...scans(15, 9, 10, 11, 12, 13, 14),
			...['check', 'decode 7 8 9 10 11 12', 'release'],
			...scans(15, 15),
			...['check', 'decode 13', 'release', 'read 1 2 3 4 5 6 7 8 9 10 11 12 13'],
		]);
	});

	it('is not kept in memory where nothing of it is asked', async () => {
		expect(await steps({ frames: [7] }, 30, 4)).toEqual([
			...scans(9, 4),
			'release',
			...scans(9, 8),
			'release',
			...scans(9, 12),
			...['check', 'decode 7', 'release', 'read 7'],
		]);
	});

	it.each<[FrameSelection, string]>([
		['all', '0 1 2 3 4 5'],
		[{ every: 4 }, '0 4'],
		[{ keyFrames: true }, '0 4'],
		[{ perSecond: 5 }, '0 2 4'],
	])('is scanned to its end for %j', async (selection, frames) => {
		expect(await steps(selection, 6, 2)).toEqual([
			...scans(Infinity, 2, 4, 6),
			...['check', `decode ${frames}`, 'release', `read ${frames}`],
		]);
	});

	it('is counted at its end, also where no frame of it is wanted', async () => {
		const message = (frame: number) =>
			`Frame ${frame} does not exist: the file has 6 frames, numbered 0 to 5.`;
		expect(await steps({ frames: [6] }, 6, 3)).toEqual([
			...scans(8, 3),
			'release',
			...scans(8, 6),
			...['check', 'release', message(6)],
		]);
		expect((await steps({ frames: [2, 6] }, 6, 6)).slice(1)).toEqual([
			...['check', 'decode 2', 'release', message(6)],
		]);
		expect((await steps({ range: [6, 9] }, 6, 6)).at(-1)).toBe(message(6));
		expect((await steps({ range: [5, 9] }, 6, 6)).at(-1)).toBe('read 5');
		expect((await steps({ every: 9 }, 6, 6)).at(-1)).toBe('read 0');
	});

	it('is not touched where no frame is asked', async () => {
		expect(await steps({ frames: [] }, 6, 6)).toEqual(['read ']);
	});
});
