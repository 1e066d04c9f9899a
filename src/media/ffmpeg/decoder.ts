/** One ffmpeg process: bytes of one container in through a pipe, marked pictures out through another (frames §6). */
import { type Deadline, orAbort } from '../bytes/deadline';
import { MediaError } from '../errors';
import type { FfmpegProcess } from './ffmpeg';
import type { FfmpegBinary } from './ffmpegBinary';
import type { Pixels } from '../contract';
import { pamPictures } from './pamPictures';
import type { PixelPool } from './pixelPool';

/** More than this ffmpeg does not take as a limit. */
const mostPixels = 2 ** 31 - 1;

export interface DecodeJob {
	binary: FfmpegBinary;
	/** Starts that binary with these arguments, or hands over one that was started with them. */
	start: (args: string[]) => Promise<FfmpegProcess>;
	/** Demuxer by ffmpeg's name; no other one is allowed to open the input. */
	demuxer: 'mov' | 'matroska' | 'mpegts' | 'avi';
	/** Bytes for the pipe, or a file of our own that ffmpeg may read. */
	input: AsyncIterable<Buffer> | { path: string };
	/** Stream to decode, counted among all streams of the input. */
	stream?: number;
	/** Filters that pass the wanted frames on; their timestamps come back as `pts`. */
	select: string;
	/** Further options in front of the input, e.g. a decoder by name. */
	inputOptions?: string[];
	alpha?: boolean;
	threads: number;
	maxPixels: number;
	/** Pictures at least twice as long are scaled down to this longest side already in ffmpeg. */
	maxDimension?: number;
	/** Where buffers of pictures come from. */
	pool: PixelPool;
	deadline: Deadline;
}

export interface DecodedPicture {
	pts: number;
	pixels: Pixels;
}

/** `a, b` inside an expression would end the filter: commas are escaped. */
const scaleDown = (side: number) => {
	const scaled = (own: string) =>
		`if(lte(${2 * side},max(iw,ih)),max(1,round(${own}*${side}/max(iw,ih))),${own})`.replaceAll(
			',',
			'\\,',
		);
	return `scale=w=${scaled('iw')}:h=${scaled('ih')}:flags=area`;
};

/**
 * Each picture goes to one pipe and its timestamp, in milliseconds and a line of its own, to another one, so that a picture's
 * identity is read and not counted.
 */
const pictureAndTimestamp = '[f=mkvtimestamp_v2:flush_packets=1]pipe:3|[f=image2pipe]pipe:1';

/** The arguments of ffmpeg; `piped`: the bytes come through its input. */
export function argumentsOf(
	job: Omit<DecodeJob, 'input'> & ({ piped: true } | { path: string }),
): string[] {
	const piped = !('path' in job);
	const filters = [job.select, ...(job.maxDimension ? [scaleDown(job.maxDimension)] : [])];
	return [
		'-hide_banner',
		'-nostats',
		'-nostdin',
		'-loglevel',
		'level+error',
		'-protocol_whitelist',
		piped ? 'pipe' : 'file',
		'-format_whitelist',
		job.demuxer,
		'-threads',
		String(job.threads),
		'-max_pixels',
		String(Math.min(job.maxPixels, mostPixels)),
		...(job.inputOptions ?? []),
		'-f',
		job.demuxer,
		'-i',
		piped ? 'pipe:0' : `file:${job.path}`,
		'-map',
		job.stream === undefined ? '0:V:0' : `0:${job.stream}`,
		'-sn',
		'-dn',
		'-an',
		'-vf',
		filters.join(','),
		...job.binary.everyFrame,
		'-enc_time_base',
		'1:1000',
		'-c:v',
		'pam',
		'-pix_fmt',
		job.alpha ? 'rgba' : 'rgb24',
		'-f',
		'tee',
		pictureAndTimestamp,
	];
}

/** Writes everything to the process, as fast as it takes it. A process that closes its input early is no fault. */
async function feed(
	input: AsyncIterable<Buffer>,
	child: FfmpegProcess,
	deadline: Deadline,
): Promise<void> {
	const { stdin } = child;
	for await (const chunk of input) {
		if (stdin.destroyed || !stdin.writable) break;
		if (stdin.write(chunk)) continue;
		await orAbort(
			new Promise<void>((resolve) => {
				const done = () => {
					stdin.off('drain', done);
					stdin.off('close', done);
					resolve();
				};
				stdin.on('drain', done);
				stdin.on('close', done);
			}),
			deadline.signal,
		);
	}
	stdin.end();
}

/** Timestamps, awaited one by one in the order of the pictures. */
class Timestamps {
	private readonly known: number[] = [];
	private rest = '';
	private wake: (() => void) | undefined;

	constructor(private readonly child: FfmpegProcess) {
		child.timestamps.setEncoding('latin1').on('data', (text: string) => {
			const lines = (this.rest + text).split('\n');
			this.rest = lines.pop() ?? '';
			// The first line names the format.
			this.known.push(...lines.filter((line) => /^-?\d+$/.test(line)).map(Number));
			if (this.known.length) this.wake?.();
		});
	}

	async next(signal: AbortSignal): Promise<number> {
		if (!this.known.length)
			await orAbort(
				Promise.race([
					this.child.closed,
					new Promise<void>((resolve) => {
						this.wake = resolve;
					}),
				]),
				signal,
			);
		const pts = this.known.shift();
		if (pts === undefined)
			throw new MediaError('damaged', 'The decoder does not say which frame a picture is.');
		return pts;
	}
}

/** The sentence of ffmpeg's log that says most, without anything that could be an address. */
function complaintIn(log: string): string {
	const lines = log.split(/[\r\n]+/).filter((line) => /\[(error|fatal)\]/.test(line));
	const text = (lines[0] ?? '')
		.replace(/^(\[[^\]]*\]\s*)+/, '')
		.replace(/\S*(:\/\/|file:|pipe:)\S*/g, '')
		.trim();
	return text.slice(0, 200);
}

function failure(child: FfmpegProcess, job: DecodeJob): MediaError {
	const log = child.log();
	if (/Picture size \d+x\d+ (is invalid|exceeds)|max_pixels/i.test(log)) {
		return new MediaError(
			'tooLarge',
			`The pictures of this video have more than ${job.maxPixels} pixels. Raise the pixel limit if that is intended.`,
		);
	}
	if (
		/Requested output format|Unknown encoder|No such filter|Unrecognized option|Unknown input format/i.test(
			log,
		)
	) {
		return new MediaError(
			'noFfmpeg',
			`ffmpeg ${job.binary.version} was built without something that is needed (${complaintIn(log)}). ` +
				'Use a full build, by PATH or FFMPEG_PATH.',
		);
	}
	if (
		/Decoder .*not found|Unknown decoder|Decoding requested, but no decoder found|Could not find codec parameters/i.test(
			log,
		)
	) {
		return new MediaError(
			'unsupportedFormat',
			`ffmpeg ${job.binary.version} cannot decode this video (${complaintIn(log)}). ` +
				'Use a newer ffmpeg, or re-encode the file as H.264.',
		);
	}
	return new MediaError(
		'damaged',
		`The video cannot be decoded${complaintIn(log) && ` (${complaintIn(log)})`}. ` +
			'The file may be damaged: upload it again or re-encode it.',
	);
}

/**
 * The selected pictures in the order in which ffmpeg shows them. Leaving the loop ends the process before it returns.
 * @throws MediaError `damaged`, `unsupportedFormat` or `tooLarge` when ffmpeg gives up, and whatever the input throws.
 */
export async function* decode(job: DecodeJob): AsyncGenerator<DecodedPicture, void, undefined> {
	const { deadline } = job;
	const child = await job.start(
		argumentsOf({ ...job, ...('path' in job.input ? job.input : { piped: true }) }),
	);
	const timestamps = new Timestamps(child);
	const stop = () => void child.kill();
	deadline.signal.addEventListener('abort', stop, { once: true });
	if (deadline.signal.aborted) stop();
	let inputError: unknown;
	const feeding =
		'path' in job.input
			? Promise.resolve(child.stdin.end()).then(() => undefined)
			: feed(job.input, child, deadline).catch((error: unknown) => {
					inputError = error;
					stop();
				});
	let ended = false;
	try {
		for await (const pixels of pamPictures(child.stdout as AsyncIterable<Buffer>, job.pool)) {
			const pts = await timestamps.next(deadline.signal);
			deadline.progress();
			yield { pts, pixels };
		}
		ended = true;
	} catch (error) {
		if (!inputError && !deadline.signal.aborted) throw error;
	} finally {
		deadline.signal.removeEventListener('abort', stop);
		if (!ended) await child.kill();
	}
	if (deadline.signal.aborted) throw deadline.signal.reason;
	const code = await child.closed;
	await feeding;
	if (inputError) throw inputError;
	if (code !== 0) throw failure(child, job);
}
