import { describe, expect, it } from '@jest/globals';
import { type DecodeSettings, ffmpegArguments } from '../../../src/media/ffmpeg/arguments';
import { selectExpression } from '../../../src/media/video/selectExpression';

const settings: DecodeSettings = {
	binary: { path: 'ffmpeg', version: '7', passthrough: ['-fps_mode', 'passthrough'] },
	demuxer: 'mov',
	select: 'select=1',
	threads: 2,
	maxPixels: 1000,
};
/** The value behind an option. */
const valueOf = (option: string, args: string[]) => args[args.indexOf(option) + 1];

describe("ffmpeg's command line", () => {
	it('reads a pipe, and no other protocol or format', () => {
		expect(ffmpegArguments(settings).join(' ')).toBe(
			'-hide_banner -nostats -nostdin -loglevel level+info -protocol_whitelist pipe -format_whitelist mov -threads 2 ' +
				'-max_pixels 1000 -f mov -i pipe:0 -map 0:V:0 -sn -dn -an -vf select=1 -fps_mode passthrough -enc_time_base 1:1000 ' +
				'-c:v pam -pix_fmt rgb24 -f tee [f=mkvtimestamp_v2:flush_packets=1]pipe:3|[f=image2pipe]pipe:1',
		);
	});

	it('reads a file by its path, and no other protocol', () => {
		const args = ffmpegArguments(settings, '/tmp/a b.mp4');
		expect(valueOf('-i', args)).toBe('file:/tmp/a b.mp4');
		expect(valueOf('-protocol_whitelist', args)).toBe('file');
	});

	it.each<[string, Partial<DecodeSettings>, string, string]>([
		['a stream by its index, also the first', { streamIndex: 0 }, '-map', '0:0'],
		['a stream by its index', { streamIndex: 3 }, '-map', '0:3'],
		['an alpha channel', { alpha: true }, '-pix_fmt', 'rgba'],
		['no more pixels than ffmpeg can count', { maxPixels: 2 ** 40 }, '-max_pixels', '2147483647'],
		['a decoder by name', { inputOptions: ['-c:v', 'libdav1d'] }, '-c:v', 'libdav1d'],
		['turns behind the selection', { turn: ['hflip', 'vflip'] }, '-vf', 'select=1,hflip,vflip'],
	])('asks for %s', (_, changes, option, value) => {
		expect(valueOf(option, ffmpegArguments({ ...settings, ...changes }))).toBe(value);
	});

	it('scales down last, only pictures that are at least twice as long', () => {
		const own = (side: string) =>
			`if(lte(20\\,max(iw\\,ih))\\,max(1\\,round(${side}*10/max(iw\\,ih)))\\,${side})`;
		expect(
			valueOf('-vf', ffmpegArguments({ ...settings, turn: ['hflip'], maxDimension: 10 })),
		).toBe(`select=1,hflip,scale=w=${own('iw')}:h=${own('ih')}:flags=area`);
	});
});

/** The frames that pass, worked out as ffmpeg does: `if`, `lt`, `between`, `not` and `mod`. */
function passing(expression: string | undefined, to: number, from = 0): number[] {
	const scope = {
		lt: (a: number, b: number) => Number(a < b),
		between: (a: number, low: number, high: number) => Number(a >= low && a <= high),
		not: (a: number) => Number(!a),
		mod: (a: number, b: number) => a % b,
		when: (condition: number, yes: number, no: number) => (condition ? yes : no),
	};
	const body = (expression ?? '0').replaceAll('\\,', ',').replaceAll('if(', 'when(');
	const evaluate = new Function('n', ...Object.keys(scope), `return ${body}`);
	const frames = Array.from({ length: to - from }, (_, i) => from + i);
	return frames.filter((n) => Boolean(evaluate(n, ...Object.values(scope))));
}

describe('the frames that ffmpeg passes on', () => {
	it('are those that are listed, in any order', () => {
		expect(passing(selectExpression({ frames: [7, 3, 4, 9, 5, 12] }), 15)).toEqual([
			3, 4, 5, 7, 9, 12,
		]);
		expect(selectExpression({ frames: [7] })).toBe('between(n\\,7\\,7)');
		expect(selectExpression({ frames: [8, 7] })).toBe('between(n\\,7\\,8)');
		expect(selectExpression({ frames: [] })).toBe('0');
	});

	it('are those of a range, its ends included, and every so many of it', () => {
		expect(passing(selectExpression({ range: [2, 6] }), 10)).toEqual([2, 3, 4, 5, 6]);
		expect(passing(selectExpression({ range: [2, 8], every: 3 }), 10)).toEqual([2, 5, 8]);
		expect(passing(selectExpression({ every: 4 }), 10)).toEqual([0, 4, 8]);
	});

	it('are all, or the key frames; those by count or time are not known to ffmpeg', () => {
		expect(selectExpression('all')).toBe('1');
		expect(selectExpression({ keyFrames: true })).toBe('key');
		expect(selectExpression({ atMost: 3 })).toBeUndefined();
		expect(selectExpression({ perSecond: 1 })).toBeUndefined();
	});

	it('are exact up to 1,500 runs; with more, frames in as many of the smallest gaps are passed on, too', () => {
		const runs = Array.from({ length: 1500 }, (_, i) => 10 * i);
		const exact = selectExpression({ frames: runs });
		expect([...passing(exact, 31), ...passing(exact, 15_000, 14_975)]).toEqual([
			...[0, 10, 20, 30],
			...[14_980, 14_990],
		]);
		const more = selectExpression({ frames: [...runs, 20_000, 20_002, 20_005] });
		expect([
			...passing(more, 31),
			...passing(more, 15_000, 14_975),
			...passing(more, 20_010, 19_995),
		]).toEqual([
			...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30],
			...[14_980, 14_990],
			...[20_000, 20_001, 20_002, 20_003, 20_004, 20_005],
		]);
	});
});
