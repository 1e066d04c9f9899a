/** What is taken from the messages of ffmpeg, and what the user is told. */
import { describe, expect, it } from '@jest/globals';
import { decodeError } from '../../../src/media/ffmpeg/failure';
import { ErrorLog } from '../../../src/media/ffmpeg/errorLog';

const logOf = (...texts: string[]) => {
	const log = new ErrorLog();
	for (const text of texts) log.add(text);
	return log;
};

describe('the errors that ffmpeg reports', () => {
	it('are the first one since it was told to forget', () => {
		const log = logOf('[h264 @ 0x1] [error] first\n[h264 @ 0x1] [error] second\n');
		expect(log.firstError).toBe('first');
		log.forget();
		expect(log.firstError).toBeUndefined();
		log.add('[h264 @ 0x1] [error] third\n');
		expect(log.firstError).toBe('third');
		expect(log.text).toContain('first');
	});

	it('are read from pieces of lines, and from a last line without an end', () => {
		expect(logOf('[h264 @ 0x1] [err', 'or] cut in two\n').firstError).toBe('cut in two');
		expect(logOf('[fatal] no end of line').firstError).toBe('no end of line');
		const log = logOf('[error] gone');
		log.forget();
		log.add(' too\n');
		expect(log.firstError).toBeUndefined();
	});

	it.each([
		'[h264 @ 0x1] [warning] not an error',
		'[aac @ 0x1] [error] channel element is not allocated',
		'[mp3float @ 0x2] [error] Header missing',
		'[pcm_s16le @ 0x2] [error] Invalid PCM packet',
		'no level at all',
		'',
	])('do not come from: %s', (line) => {
		expect(logOf(`${line}\n`).firstError).toBeUndefined();
		expect(logOf(line).firstError).toBeUndefined();
	});

	it('contain no address and no path, and are cut at 200 characters', () => {
		expect(
			logOf(
				'[in#0 @ 0x55] [error] Error opening https://bucket/x?X-Signature=abc file:/tmp/x.mp4 pipe:0: wrong\n',
			).firstError,
		).toBe('Error opening    wrong');
		expect(logOf(`[error] ${'x'.repeat(201)}\n`).firstError).toBe('x'.repeat(200));
	});

	it.each([
		'[info]     title           : [error] Unknown decoder\n',
		'[info]     title           : one\n                    : [error] Unknown decoder\n',
		'[h264 @ 0x1] [info] Reinit context [error] Unknown decoder\n',
	])('are not what a file says about itself: %j', (text) => {
		const log = logOf(text, text.slice(0, -1));
		expect([log.firstError, log.text.trim()]).toEqual([undefined, '']);
	});

	it.each(['info', 'warning'])('include what a decoder conceals, at the level %s', (level) => {
		const line = `[h264 @ 0x1] [${level}] concealing 12 DC, 12 AC, 12 MV errors in I frame`;
		const log = logOf(`[info] Stream mapping:\n${line}\n`);
		expect(log.firstError).toBe('concealing 12 DC, 12 AC, 12 MV errors in I frame');
		expect(logOf(line).firstError).toBe(log.firstError);
		expect(log.text.trim()).toBe('');
		expect(logOf(`[info] title: ${line}\n[info] concealing 1 DC, one AC\n`).firstError).toBe(
			undefined,
		);
	});

	it('may have the names of two or three writers', () => {
		expect(logOf('[vist#0:0/h264 @ 0x1] [dec:h264 @ 0x2] [error] nested\n').firstError).toBe(
			'nested',
		);
		expect(logOf('[a @ 0x1] [b @ 0x2] [c @ 0x3] [fatal] nested\n').firstError).toBe('nested');
	});

	it('are kept up to 64 KiB, the end of them', () => {
		const lines = ['x', 'y', 'z'].map((letter) => `[error] ${letter.repeat(30 * 1024)}`);
		const { text } = logOf('[error] first\n', `${lines.join('\n')}\n[error] last\n[error] rest`);
		expect(text).toHaveLength(64 * 1024);
		expect(text.endsWith('z\n[error] last\n[error] rest')).toBe(true);
		expect(text).not.toContain('first');
	});
});

describe('the error of a decoder that failed', () => {
	const binary = { path: '/usr/bin/ffmpeg', version: '5.1', passthrough: [] };
	const errorFor = (log: string) => {
		const { code, message } = decodeError(logOf(log), {
			binary,
			maxPixels: 100,
			demuxer: 'mov',
			select: '',
			threads: 1,
		});
		return [code, message];
	};

	it.each([
		[
			'[h264 @ 0x1] [error] Picture size 5000x4000 exceeds specified max pixel count 100\n',
			'tooLarge',
			'The pictures of this file have more than 100 pixels. Raise the pixel limit if that is intended.',
		],
		[
			'[error] Picture size 0x0 is invalid\n',
			'tooLarge',
			'The pictures of this file have more than 100 pixels. Raise the pixel limit if that is intended.',
		],
		[
			"[fatal] Unknown encoder 'pam'\n",
			'noFfmpeg',
			"ffmpeg 5.1 was built without something that is needed (Unknown encoder 'pam'). Use a full build, by PATH or FFMPEG_PATH.",
		],
		[
			'[error] Decoder (codec av1) not found for input stream #0:0\n',
			'unsupportedFormat',
			'ffmpeg 5.1 cannot decode this video (Decoder (codec av1) not found for input stream #0:0). Use a newer ffmpeg, or re-encode the file as H.264.',
		],
		[
			"[fatal] Stream map '0:V:0' matches no streams.\n",
			'unsupportedFormat',
			'The file has no video track. Use it as audio, or upload another file.',
		],
		[
			'[error] Invalid data found when processing input\n',
			'damaged',
			'The video cannot be decoded (Invalid data found when processing input). The file may be damaged: upload it again or re-encode it.',
		],
		[
			'',
			'damaged',
			'The video cannot be decoded. The file may be damaged: upload it again or re-encode it.',
		],
	])('%s', (log, code, message) => {
		expect(errorFor(log)).toEqual([code, message]);
	});

	it.each([
		'Requested output format',
		'No such filter',
		'Unrecognized option',
		'Unknown input format',
	])('says that the build lacks something: %s', (text) => {
		expect(errorFor(`[error] ${text}\n`)[0]).toBe('noFfmpeg');
	});

	it.each([
		'Unknown decoder',
		'Decoding requested, but no decoder found',
		'Could not find codec parameters',
	])('says that the codec is not known: %s', (text) => {
		expect(errorFor(`[error] ${text}\n`)[0]).toBe('unsupportedFormat');
	});
});
