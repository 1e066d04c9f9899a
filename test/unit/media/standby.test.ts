/** Decoders that wait for the next file of a series: when one is started, taken and ended. No process is started. */
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Command, FfmpegProcess } from '../../../src/media/ffmpeg/process';
import type * as Standby from '../../../src/media/ffmpeg/standby';

/** What was started, as far as the tests see it. */
class Started {
	killed = 0;
	end!: () => void;
	readonly closed = new Promise<number | null>((resolve) => (this.end = () => resolve(0)));
	constructor(readonly command: Command) {}
	async kill(): Promise<void> {
		this.killed++;
		this.end();
	}
}
const mockStarted: Started[] = [];
let mockError: Error | undefined;
jest.mock('../../../src/media/ffmpeg/process', () => ({
	startFfmpeg: async (command: Command) => {
		const started = new Started(command);
		mockStarted.push(started);
		if (mockError) throw mockError;
		return started as unknown as FfmpegProcess;
	},
}));
let commandKey: typeof Standby.commandKey;
let StandbyDecoder: typeof Standby.StandbyDecoder;
let withStandbyDecoder: typeof Standby.withStandbyDecoder;
beforeAll(async () => {
	({ commandKey, StandbyDecoder, withStandbyDecoder } = await import(
		'../../../src/media/ffmpeg/standby'
	));
});
beforeEach(() => {
	mockStarted.length = 0;
	mockError = undefined;
});

const command = (name: string): Command => ({ path: '/ffmpeg', args: ['-i', name] });
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
/** Reads a file with this command, to its end. */
async function readFile(decoder: Standby.StandbyDecoder, name: string) {
	const process = (await decoder.start(command(name))) as unknown as Started;
	await process.kill();
	decoder.fileClosed(command(name));
	await nextTurn();
	return mockStarted.indexOf(process);
}

describe('commands', () => {
	it('are the same with the same program, arguments and amount of output', () => {
		const one = command('a');
		expect(commandKey({ ...one, writesMuch: false })).toBe(commandKey(one));
		for (const other of [
			{ ...one, path: '/other' },
			{ ...one, args: ['-i', 'b'] },
			{ ...one, args: ['-i a'] },
			{ ...one, writesMuch: true },
		])
			expect(commandKey(other)).not.toBe(commandKey(one));
	});
});

describe('a series of files', () => {
	it('takes the decoder that waits, from the third file on', async () => {
		const decoder = new StandbyDecoder();
		expect(await readFile(decoder, 'a')).toBe(0);
		expect(mockStarted).toHaveLength(1);
		expect(await readFile(decoder, 'a')).toBe(1);
		expect(mockStarted.map((started) => started.command)).toEqual(Array(3).fill(command('a')));
		expect(await readFile(decoder, 'a')).toBe(2);
		expect(mockStarted).toHaveLength(4);
		await decoder.close();
		expect(mockStarted.map(({ killed }) => killed)).toEqual([1, 1, 1, 1]);
	});

	it('starts the next decoder only when the caller has gone on', async () => {
		const decoder = new StandbyDecoder();
		decoder.fileClosed(command('a'));
		decoder.fileClosed(command('a'));
		expect(mockStarted).toHaveLength(0);
		await nextTurn();
		expect(mockStarted).toHaveLength(1);
		decoder.fileClosed(command('a'));
		await nextTurn();
		expect(mockStarted).toHaveLength(1);
		await decoder.close();
	});

	it('of two kinds in turns has no decoder that waits', async () => {
		const decoder = new StandbyDecoder();
		for (const [i, name] of ['a', 'b', 'a', 'b'].entries())
			expect(await readFile(decoder, name)).toBe(i);
		expect(mockStarted).toHaveLength(4);
	});

	it('that changes its kind ends the decoder that waits, once another one is needed', async () => {
		const decoder = new StandbyDecoder();
		for (const name of ['a', 'a', 'b']) await readFile(decoder, name);
		expect(mockStarted.map(({ killed }) => killed)).toEqual([1, 1, 0, 1]);
		await readFile(decoder, 'b');
		expect(mockStarted.map(({ killed, command: { args } }) => [args[1], killed])).toEqual([
			...[['a', 1]],
			...[['a', 1]],
			...[['a', 1]],
			...[['b', 1]],
			...[['b', 1]],
			...[['b', 0]],
		]);
		expect(await readFile(decoder, 'b')).toBe(5);
		await decoder.close();
		expect(mockStarted.every(({ killed }) => killed === 1)).toBe(true);
	});

	it('does not take a decoder that has ended by itself', async () => {
		const decoder = new StandbyDecoder();
		for (const name of ['a', 'a']) await readFile(decoder, name);
		mockStarted[2]?.end();
		await nextTurn();
		expect(await readFile(decoder, 'a')).toBe(3);
		// The one before has not made it forget the next one.
		expect(await readFile(decoder, 'a')).toBe(4);
		await decoder.close();
	});

	it('goes on where no decoder can be started in advance', async () => {
		const decoder = new StandbyDecoder();
		await readFile(decoder, 'a');
		decoder.fileClosed(command('a'));
		mockError = new Error('ENOMEM');
		await nextTurn();
		mockError = undefined;
		expect(await readFile(decoder, 'a')).toBe(2);
		mockError = new Error('ENOMEM');
		for (const name of ['b', 'b']) decoder.fileClosed(command(name));
		await nextTurn();
		await decoder.close();
	});

	it('that is over starts nothing any more', async () => {
		const decoder = new StandbyDecoder();
		await decoder.close();
		for (const name of ['a', 'a']) decoder.fileClosed(command(name));
		await nextTurn();
		expect(mockStarted).toHaveLength(0);
	});
});

describe('work with decoders that wait', () => {
	it('gives its result when they have ended, or its error', async () => {
		const error = new Error('broken');
		const work = async (decoder: Standby.StandbyDecoder) => {
			for (const name of ['a', 'a']) await readFile(decoder, name);
			return 'done';
		};
		expect(await withStandbyDecoder(work)).toBe('done');
		await expect(
			withStandbyDecoder(async (decoder) => {
				await work(decoder);
				throw error;
			}),
		).rejects.toBe(error);
		expect(mockStarted.map(({ killed }) => killed)).toEqual([1, 1, 1, 1, 1, 1]);
	});
});
