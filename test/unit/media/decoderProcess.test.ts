/** One decoder process: what it gets, what it gives, and how it ends. The programs are shell scripts. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import { decode, type DecodeJob } from '../../../src/media/ffmpeg/decode';
import { PixelPool } from '../../../src/media/ffmpeg/pixelPool';
import { startFfmpeg } from '../../../src/media/ffmpeg/process';
import { ProcessOutput } from '../../../src/media/ffmpeg/processOutput';
import { type FakeFfmpeg, FakeFfmpegs, picture, timestamp } from './fakeFfmpeg';

const ffmpegs = new FakeFfmpegs();
afterAll(() => ffmpegs.remove());
const turns = async (count: number) => {
	for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('a process', () => {
	it('gets its arguments as they are, and no variable but the search paths', async () => {
		const { path } = ffmpegs.script('printf "%s|" "$@"; pwd; env');
		process.env.ENCORD_SECRET = 'secret';
		const child = await startFfmpeg({ path, args: ['a b', '$HOME', '"', "'"] });
		delete process.env.ENCORD_SECRET;
		const [first, ...variables] = (await child.output.text()).trim().split('\n');
		expect(first).toBe(`a b|$HOME|"|'|${os.tmpdir()}`);
		expect(variables).toContain(`PATH=${process.env.PATH}`);
		expect(variables.map((line) => line.split('=')[0])).not.toContain('ENCORD_SECRET');
		expect(variables.map((line) => line.split('=')[0])).not.toContain('HOME');
		child.timestamps.resume();
		expect(await child.closed).toBe(0);
	});

	it.each([false, true])(
		'gives all of its output, its timestamps, its log and its exit code (much: %p)',
		async (writesMuch) => {
			const { path } = ffmpegs.script(
				'cat; echo later >&2; printf 1234 >&3; head -c 300000 /dev/zero; exit 7',
			);
			const child = await startFfmpeg({ path, args: ['x'], writesMuch });
			let timestamps = '';
			child.timestamps.on('data', (text: Buffer) => (timestamps += text.toString()));
			child.stdin.end('input');
			expect(await child.output.text()).toBe(`input${'\0'.repeat(300_000)}`);
			expect([await child.closed, timestamps]).toEqual([7, '1234']);
			expect(child.log).toMatchObject({ incompleteLine: '' });
		},
	);

	it('that cannot be started throws the error of the system', async () => {
		for (const writesMuch of [false, true])
			await expect(
				startFfmpeg({ path: '/no/ffmpeg', args: ['x'], writesMuch }),
			).rejects.toMatchObject({ code: 'ENOENT' });
	});

	it('may end before it has read its input', async () => {
		const { path } = ffmpegs.script('exit 0');
		const child = await startFfmpeg({ path, args: ['x'] });
		child.timestamps.resume();
		await child.output.text();
		expect(await child.closed).toBe(0);
		child.stdin.write(Buffer.alloc(1e6));
		await turns(3);
	});

	it.each([false, true])(
		'that is killed has no exit code, and its output ends (much: %p)',
		async (writesMuch) => {
			const { path } = ffmpegs.script('head -c 300000 /dev/zero; exec sleep 100');
			const child = await startFfmpeg({ path, args: ['x'], writesMuch });
			await child.kill();
			expect(await child.closed).toBeNull();
			expect(child.timestamps.destroyed).toBe(true);
			await child.kill();
		},
	);
});

describe('the output of a process', () => {
	/** Collects what comes, and waits after each `pauseEvery` bytes. */
	function sinkOf(spaceBytes: number, pauseEvery = Infinity) {
		const space = Buffer.alloc(spaceBytes);
		const chunks: Buffer[] = [];
		const state = { ended: 0, pauses: 0 };
		let total = 0;
		return {
			state,
			bytes: () => Buffer.concat(chunks),
			sink: (output: ProcessOutput) => ({
				space: () => space,
				filled: (bytes: number) => {
					chunks.push(Buffer.from(space.subarray(0, bytes)));
					const before = Math.floor(total / pauseEvery);
					total += bytes;
					if (Math.floor(total / pauseEvery) === before) return true;
					state.pauses++;
					setImmediate(() => output.resume());
					return false;
				},
				ended: () => void state.ended++,
			}),
		};
	}
	const sent = Buffer.from(Array.from({ length: 100_003 }, (_, i) => (i * 2_654_435_761) >>> 13));

	async function received(output: ProcessOutput, ...[spaceBytes, pauseEvery]: [number, number?]) {
		const seen = sinkOf(spaceBytes, pauseEvery);
		output.readInto(seen.sink(output));
		await output.closed;
		await turns(1);
		expect(seen.bytes().equals(sent)).toBe(true);
		expect(seen.state.ended).toBe(1);
		return seen.state;
	}

	it.each([
		['before', true],
		['after', false],
	])('comes by a socket whole, also what was written %s somebody reads it', async (_, early) => {
		const output = await ProcessOutput.open(true);
		const { stdio } = output;
		if (stdio === 'pipe') throw new Error('There is no socket');
		if (early) {
			stdio.write(sent.subarray(0, 6000));
			await turns(5);
		}
		const rest = early ? sent.subarray(6000) : sent;
		const writing = new Promise<void>((resolve) => stdio.end(rest, () => resolve()));
		if (!early) {
			// The whole rest may not fit into the socket.
			const seen = sinkOf(999, 5000);
			output.readInto(seen.sink(output));
			await writing;
			output.started(null);
			output.resume();
			await output.closed;
			expect(seen.bytes().equals(sent)).toBe(true);
			return;
		}
		await writing;
		output.started(null);
		expect((await received(output, 999, 5000)).pauses).toBeGreaterThan(0);
		expect(stdio.destroyed).toBe(true);
	});

	it.each([true, false])('comes by a pipe whole (read from the start: %p)', async (fromStart) => {
		const output = await ProcessOutput.open(false);
		expect(output.stdio).toBe('pipe');
		const stdout = new PassThrough({ highWaterMark: 1e6 });
		output.started(stdout);
		if (!fromStart) {
			stdout.write(sent.subarray(0, 6000));
			await turns(3);
			expect(stdout.isPaused()).toBe(true);
			stdout.end(sent.subarray(6000));
		} else stdout.end(sent);
		expect((await received(output, 999, 50_000)).pauses).toBeGreaterThan(0);
	});

	it('that breaks ends', async () => {
		const output = await ProcessOutput.open(false);
		const stdout = new PassThrough();
		output.started(stdout);
		const { sink, state } = sinkOf(10);
		output.readInto(sink(output));
		stdout.destroy(new Error('reset'));
		await output.closed;
		await turns(1);
		expect(state.ended).toBe(1);
	});

	it.each([true, false])('that nobody wants any more is closed (much: %p)', async (writesMuch) => {
		const output = await ProcessOutput.open(writesMuch);
		const stdout = new PassThrough();
		if (!writesMuch) output.started(stdout);
		output.destroy();
		await output.closed;
		expect(writesMuch ? output.stdio : stdout).toMatchObject({ destroyed: true });
	});

	describe('where no socket can be made', () => {
		let folder = '';
		beforeEach(() => {
			folder = mkdtempSync(join(os.tmpdir(), 'encord-no-socket-'));
		});
		afterEach(() => {
			jest.restoreAllMocks();
			rmSync(folder, { recursive: true });
		});

		it('comes by a pipe, and leaves nothing behind', async () => {
			const tmpdir = jest.spyOn(os, 'tmpdir').mockReturnValue(join(folder, 'missing'));
			expect((await ProcessOutput.open(true)).stdio === 'pipe').toBe(true);
			tmpdir.mockReturnValue(folder);
			const { connect } = net;
			jest
				.spyOn(net, 'connect')
				.mockImplementation(((options: net.IpcSocketConnectOpts) =>
					connect({ ...options, path: join(folder, 'missing') })) as typeof connect);
			expect((await ProcessOutput.open(true)).stdio === 'pipe').toBe(true);
			expect(readdirSync(folder)).toEqual([]);
		});

		it('is not tried on Windows', async () => {
			const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
			Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
			try {
				expect((await ProcessOutput.open(true)).stdio === 'pipe').toBe(true);
			} finally {
				Object.defineProperty(process, 'platform', platform);
			}
		});
	});

	it('leaves no socket file behind', async () => {
		const made = () =>
			readdirSync(os.tmpdir()).filter((name) => name.startsWith(`encord-media-${process.pid}-`));
		const before = made();
		const output = await ProcessOutput.open(true);
		expect(made()).toEqual(before);
		output.destroy();
	});
});

describe('decoding', () => {
	let deadline: Deadline;
	let ffmpeg: FakeFfmpeg;
	beforeEach(() => {
		deadline = new Deadline({ idleMs: 20_000, totalMs: 20_000 });
	});
	afterEach(() => {
		deadline.end();
		expect(ffmpeg.running).toEqual([]);
	});

	function job(commands: string, input: DecodeJob['input'] = noInput()): DecodeJob {
		ffmpeg = ffmpegs.script(commands);
		const { path } = ffmpeg;
		return {
			binary: { path, version: '5.1', passthrough: ['-vsync', 'passthrough'] },
			start: (args) => startFfmpeg({ path, args }),
			...{ input, deadline, pool: new PixelPool(), demuxer: 'mov', select: 'select=1' },
			...{ threads: 1, maxPixels: 100 },
		};
	}
	async function* noInput() {}
	async function* chunks(count: number, bytes: number, taken: { count: number } = { count: 0 }) {
		for (let i = 0; i < count; i++) {
			taken.count++;
			yield Buffer.alloc(bytes, 65 + i);
		}
	}
	const twoPictures = `${picture('abc')}; ${timestamp(40)}; ${picture('def')}; ${timestamp(-80)}`;
	async function pictures(given: DecodeJob) {
		const seen: Array<[number, string, string | undefined]> = [];
		for await (const { pts, pixels, log } of decode(given))
			seen.push([pts, pixels.data.toString(), log.firstError]);
		return seen;
	}

	it('gives each picture its timestamp', async () => {
		expect(await pictures(job(twoPictures))).toEqual([
			[40, 'abc', undefined],
			[-80, 'def', undefined],
		]);
	});

	it('counts as progress', async () => {
		const progress = jest.spyOn(deadline, 'progress');
		await pictures(job(twoPictures));
		expect(progress).toHaveBeenCalledTimes(2);
		progress.mockRestore();
	});

	it('tells errors that were reported before a picture with it, also when all ends well', async () => {
		expect(
			await pictures(
				job(
					`echo '[h264 @ 0x1] [error] broken' >&2; ${picture('abc')}; ${timestamp(40)}; cat > /dev/null`,
				),
			),
		).toEqual([[40, 'abc', 'broken']]);
	});

	it('needs a timestamp for each picture', async () => {
		await expect(pictures(job(picture('abc')))).rejects.toMatchObject({ code: 'damaged' });
	});

	it('is an error where the process fails, behind its pictures', async () => {
		const decoding = decode(job(`${twoPictures}; echo '[error] broken' >&2; exit 3`));
		expect((await decoding.next()).value?.pts).toBe(40);
		expect((await decoding.next()).value?.pts).toBe(-80);
		await expect(decoding.next()).rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringContaining('(broken)'),
		});
	});

	it('gives the process all of its input, however large', async () => {
		const taken = { count: 0 };
		const count = `${picture('abc')}; echo $(wc -c) >&3`;
		expect(await pictures(job(count, chunks(30, 100_000, taken)))).toEqual([
			[3_000_000, 'abc', undefined],
		]);
		expect(taken.count).toBe(30);
	});

	it('takes no more input than the process reads', async () => {
		const taken = { count: 0 };
		const given = job(`${picture('abc')}; ${timestamp(1)}; exec sleep 100`, chunks(30, 1e6, taken));
		const decoding = decode(given);
		expect((await decoding.next()).value?.pts).toBe(1);
		await turns(3);
		expect(taken.count).toBe(1);
		await decoding.return();
		expect(ffmpeg.running).toEqual([]);
	});

	it('may need only the start of its input', async () => {
		const taken = { count: 0 };
		const given = job(`${twoPictures}; head -c 10 > /dev/null`, chunks(1000, 1e5, taken));
		expect(await pictures(given)).toHaveLength(2);
		expect(taken.count).toBeLessThan(1000);
	});

	it('reads a stored file itself', async () => {
		const given = job(`cat; ${twoPictures}`, { path: '/tmp/asset' });
		expect(await pictures(given)).toHaveLength(2);
		expect(ffmpeg.commands[0]).toContain('-i file:/tmp/asset');
	});

	it('ends with the error of its input', async () => {
		const error = new Error('The storage is gone');
		async function* broken() {
			yield Buffer.from('x');
			throw error;
		}
		for (const commands of ['exec sleep 100', 'cat > /dev/null', 'exit 1'])
			await expect(pictures(job(commands, broken()))).rejects.toBe(error);
	});

	it('ends with the error of its input, also when that comes after the end of the process', async () => {
		const error = new Error('The storage is gone');
		let end!: () => void;
		const ended = new Promise<void>((resolve) => (end = resolve));
		async function* late() {
			yield Buffer.from('x');
			await ended;
			await turns(50);
			throw error;
		}
		const given = job(twoPictures, late());
		const start = async (args: string[]) => {
			const child = await given.start(args);
			void child.closed.then(end);
			return child;
		};
		await expect(pictures({ ...given, start })).rejects.toBe(error);
	});

	it.each(['before it begins', 'while it waits for a picture', 'while it waits for a timestamp'])(
		'is stopped %s',
		async (when) => {
			const given = job(
				`${when.endsWith('timestamp') ? picture('abc') : ''}\nexec sleep 100`,
				chunks(30, 1e6),
			);
			const early = when === 'before it begins';
			if (early) deadline.end();
			const ended = expect(pictures(given)).rejects.toMatchObject({ code: 'cancelled' });
			if (!early) await turns(3);
			deadline.end();
			await ended;
			expect(ffmpeg.running).toEqual([]);
		},
	);
});
