/** Which ffmpeg is used, and what is said about one that does not work. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { findFfmpeg } from '../../../src/media/ffmpeg/binary';
import { programFolder, saying, versionText as answer } from './ffmpegPrograms';

let programs: Awaited<ReturnType<typeof programFolder>>;
const { PATH, FFMPEG_PATH } = process.env;
beforeAll(async () => {
	programs = await programFolder();
});
afterAll(async () => {
	await programs.remove();
});
afterEach(() => {
	process.env.PATH = PATH;
	if (FFMPEG_PATH === undefined) delete process.env.FFMPEG_PATH;
	else process.env.FFMPEG_PATH = FFMPEG_PATH;
});

/** A program that answers with a text. */
const program = async (name: string, text: string, code = 0) =>
	await programs.program(name, `${saying(text)}\nexit ${code}`);
const inFolder = (path: string) => path.slice(0, -'/ffmpeg'.length);

describe('an ffmpeg that is named', () => {
	it.each([
		['4.1', '58. 35.100', '-vsync'],
		['5.1.9-0+deb12u1', '59. 37.100', '-vsync'],
		['6.0-static', '60.  3.100', '-fps_mode'],
		['N-12345-g0', '61. 19.100', '-fps_mode'],
	])('is used from version 4.1 on: %s', async (version, libavcodec, option) => {
		const path = await program(version, answer(version, libavcodec));
		expect(await findFfmpeg(path)).toEqual({ path, version, passthrough: [option, 'passthrough'] });
	});

	it.each([
		['4.0', '58. 34.100'],
		['3.4', '57.107.100'],
	])('is too old before: %s', async (version, libavcodec) => {
		const path = await program(version, answer(version, libavcodec));
		await expect(findFfmpeg(path)).rejects.toMatchObject({
			code: 'noFfmpeg',
			message: `The ffmpeg at ${path} is too old (${version}). Install ffmpeg 4.1 or newer, or set FFMPEG_PATH to one that works (in a container: copy a static build into the image).`,
		});
	});

	it.each([
		['other', 'Hello', 0],
		['silent', '', 0],
		['failing', answer('7', '61. 1.100'), 1],
		['half', 'ffmpeg version 7', 0],
	])('must answer like one: %s', async (name, text, code) => {
		const path = await program(name, text, code);
		await expect(findFfmpeg(path)).rejects.toMatchObject({
			code: 'noFfmpeg',
			message: expect.stringContaining(`The program at ${path} does not answer like ffmpeg.`),
		});
	});

	it('must exist', async () => {
		const path = join(programs.folder, 'nowhere', 'ffmpeg');
		await expect(findFfmpeg(path)).rejects.toMatchObject({
			code: 'noFfmpeg',
			message: expect.stringContaining(`The ffmpeg at ${path} cannot be started (ENOENT).`),
		});
	});

	it('is looked at again once it was repaired', async () => {
		const path = await program('repaired', 'broken');
		await expect(findFfmpeg(path)).rejects.toMatchObject({ code: 'noFfmpeg' });
		await program('repaired', answer('7', '61. 1.100'));
		expect((await findFfmpeg(path)).version).toBe('7');
	});
});

describe('the ffmpeg that is used', () => {
	it('is the one of the setting, then of FFMPEG_PATH, then the first on PATH', async () => {
		const [setting, variable, first, second] = await Promise.all(
			['setting', 'variable', 'first', 'second'].map(
				async (name) => await program(name, answer(name, '61. 1.100')),
			),
		);
		await writeFile(join(programs.folder, 'no-program'), '');
		process.env.PATH = [programs.folder, inFolder(first!), inFolder(second!), PATH].join(':');
		process.env.FFMPEG_PATH = variable;
		expect((await findFfmpeg(setting)).version).toBe('setting');
		expect((await findFfmpeg()).version).toBe('variable');
		delete process.env.FFMPEG_PATH;
		expect((await findFfmpeg()).version).toBe('first');
	});

	it('is the packaged one where the one on PATH is too old, or is no program', async () => {
		delete process.env.FFMPEG_PATH;
		const old = await program('old', answer('3.4', '57. 1.100'));
		process.env.PATH = [inFolder(old), '/usr/bin', '/bin'].join(':');
		expect((await findFfmpeg()).path).toContain('ffmpeg-installer');
		await chmod(old, 0o644);
		process.env.PATH = inFolder(old);
		expect((await findFfmpeg()).path).toContain('ffmpeg-installer');
	});

	it('may be named relative to the folder of the process', async () => {
		const path = await program('relative', answer('relative', '61. 1.100'));
		const up = process
			.cwd()
			.split('/')
			.filter(Boolean)
			.map(() => '..');
		expect((await findFfmpeg([...up, path.slice(1)].join('/'))).path).toBe(path);
	});
});
