/** The index of a video is used for as long as nothing contradicts it. */
import { describe, expect, it } from '@jest/globals';
import { NeedsFullDecode } from '../../../src/media/errors';
import type { PacketScan } from '../../../src/media/index/packetScan';
import { CountCheck } from '../../../src/media/video/countCheck';
import type { VideoIndex } from '../../../src/media/video/findIndex';
import { type ScannedIndex, TrustedIndex } from '../../../src/media/video/trustedIndex';

const KIB = 1024;
const table = (count: number) => ({ count }) as never;

/** A scan that finds ten frames, five with each advance. */
class Scan implements PacketScan {
	settled = 0;
	calls: string[] = [];
	readonly bytes = { name: 'bytes' } as never;
	constructor(
		readonly bytesToFinish: number,
		private readonly error?: Error,
	) {}
	get finished(): boolean {
		return this.settled === 10;
	}
	async advance(frames: number, maxBytes: number): Promise<void> {
		this.calls.push(`advance ${frames} ${maxBytes / KIB}`);
		if (this.error) throw this.error;
		this.settled += 5;
	}
	releaseSettled(): void {
		this.calls.push('release');
	}
	table() {
		return table(this.settled);
	}
}
const scanned = (scan: Scan) => ({ kind: 'scan', scan, muxer: 'muxer' }) as unknown as ScannedIndex;
const listed = (count: number) =>
	({ kind: 'table', source: {}, table: table(count), muxer: 'muxer' }) as unknown as VideoIndex;

describe('an index in the file', () => {
	it('is used where it counts as Encord does, or Encord does not know', async () => {
		for (const encord of [10, null]) {
			const index = listed(10);
			const trusted = new TrustedIndex(index, new CountCheck(encord));
			expect(await trusted.complete(false)).toBe(index);
			expect(trusted.scanned).toBeUndefined();
		}
	});

	it('is not used where Encord counts another number, from then on', async () => {
		const trusted = new TrustedIndex(listed(9), new CountCheck(10));
		expect(await trusted.complete(true)).toBeUndefined();
		expect(await trusted.complete(true)).toBeUndefined();
	});

	it('may not exist', async () => {
		const trusted = new TrustedIndex({ kind: 'none' } as VideoIndex, new CountCheck(10));
		expect([await trusted.complete(true), trusted.scanned]).toEqual([undefined, undefined]);
	});
});

describe('an index that is scanned', () => {
	it('is known at the end of the scan, which drops what it no longer needs', async () => {
		const scan = new Scan(0);
		const trusted = new TrustedIndex(scanned(scan), new CountCheck(10));
		expect(await trusted.complete(false)).toBeUndefined();
		expect(scan.calls).toEqual([]);
		expect(await trusted.complete(true)).toEqual({
			source: scan.bytes,
			table: { count: 10 },
			muxer: 'muxer',
		});
		expect(scan.calls).toEqual(['advance Infinity 24576', 'release', 'advance Infinity 24576']);
		expect(trusted.scanned?.scan).toBe(scan);
	});

	it('is not used where Encord counts another number', async () => {
		const scan = new Scan(0);
		const trusted = new TrustedIndex(scanned(scan), new CountCheck(11));
		expect(await trusted.complete(true)).toBeUndefined();
		expect(trusted.scanned).toBeUndefined();
	});

	it('is not used where only decoding tells the frames; other errors are thrown', async () => {
		const trusted = new TrustedIndex(
			scanned(new Scan(0, new NeedsFullDecode('x'))),
			new CountCheck(10),
		);
		expect([await trusted.complete(true), trusted.scanned]).toEqual([undefined, undefined]);
		const broken = new Error('broken');
		const failing = new TrustedIndex(scanned(new Scan(0, broken)), new CountCheck(10));
		await expect(failing.complete(true)).rejects.toBe(broken);
		expect(failing.scanned).toBeDefined();
	});

	it.each([
		[512 * KIB, 10, true],
		[512 * KIB + 1, 10, false],
		[0, null, false],
	])(
		'is finished before pictures where that takes little: %p bytes, %p in Encord',
		async (bytes, encord, cheap) => {
			const check = new CountCheck(encord);
			const scan = new Scan(bytes);
			scan.settled = 5;
			const trusted = new TrustedIndex(scanned(scan), check);
			expect(trusted.isCheapToFinish).toBe(cheap);
			await trusted.beforePictures(trusted.scanned!);
			expect(scan.calls).toEqual(cheap ? ['advance Infinity 512'] : []);
			expect(check.isOpen).toBe(!cheap && encord !== null);
			expect(check.warnings).toHaveLength(!cheap && encord !== null ? 1 : 0);
		},
	);

	it('whose number is not that of Encord gives no picture', async () => {
		const scan = new Scan(0);
		scan.settled = 5;
		const trusted = new TrustedIndex(scanned(scan), new CountCheck(11));
		await expect(trusted.beforePictures(trusted.scanned!)).rejects.toThrow(
			'Encord counts another number of frames',
		);
	});
});
