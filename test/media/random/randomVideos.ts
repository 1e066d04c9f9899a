/**
 * Random videos: encoder, settings, container and cut are picked at random. A file that is read wrongly becomes a file of the
 * corpus.
 */
import { withBuild, withShortMdat } from '../corpus/changes';
import { withSharedTables } from '../corpus/sharedTables';
import { withTracksLast } from '../corpus/tracksLast';
import type { VideoMaker } from '../corpus/videoMaker';

/** Picks the same for the same seed. */
export class SeededRandom {
	private state: number;

	constructor(seed: number) {
		this.state = (seed * 7919 + 13) % 2147483647;
	}

	below(count: number): number {
		this.state = (this.state * 48271) % 2147483647;
		return this.state % count;
	}

	pick<T>(...values: [T, ...T[]]): T {
		return values[this.below(values.length)] ?? values[0];
	}

	/** The text with a probability of one in `n`, else an empty string. */
	oneIn(n: number, text: () => string): string {
		return this.below(n) ? '' : text();
	}
}

const joined = (separator: string, ...parts: string[]) => parts.filter(Boolean).join(separator);

type Codec = 'x264' | 'x265' | 'vp9' | 'vp8' | 'mpeg4' | 'av1' | 'mjpeg';

function encoderOptions(random: SeededRandom, codec: Codec): string {
	const gop = random.pick(6, 12, 25, 40);
	const bFrames = random.below(5);
	const pixels = random.pick('yuv420p', 'yuv420p', 'yuv420p10le', 'yuv444p');
	switch (codec) {
		case 'x264': {
			const params = joined(
				':',
				`keyint=${gop}:min-keyint=${random.pick(1, gop)}:scenecut=${random.pick(0, 40)}`,
				random.oneIn(2, () => 'open-gop=1'),
				random.oneIn(3, () => 'intra-refresh=1'),
				random.oneIn(3, () => `b-pyramid=${random.pick('none', 'strict', 'normal')}`),
				random.oneIn(5, () => 'interlaced=1'),
				random.oneIn(5, () => `ref=${random.pick(1, 4, 8)}`),
			);
			return `-c:v libx264 -preset veryfast -crf 28 -bf ${bFrames} -pix_fmt ${pixels} -x264-params ${params}`;
		}
		case 'x265': {
			const params = `log-level=error:keyint=${gop}:min-keyint=${random.pick(1, gop)}:open-gop=${random.below(2)}:bframes=${bFrames}`;
			return `-c:v libx265 -preset ultrafast -crf 30 -tag:v ${random.pick('hvc1', 'hev1')} -pix_fmt ${pixels} -x265-params ${params}`;
		}
		case 'vp9':
		case 'vp8': {
			const altRef = `-auto-alt-ref ${random.below(2)} -lag-in-frames ${random.pick(0, 8, 16)} -g ${gop}`;
			return codec === 'vp9'
				? `-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 0 -crf 40 -pix_fmt yuv420p ${altRef}`
				: `-c:v libvpx -deadline ${random.pick('realtime', 'good')} -cpu-used 5 -b:v 200k ${altRef}`;
		}
		case 'mjpeg':
			return '-c:v mjpeg -q:v 6 -pix_fmt yuvj420p';
		case 'mpeg4':
			return `-c:v mpeg4 -q:v 5 -bf ${Math.min(bFrames, 2)} -g ${gop}`;
		case 'av1':
			return `-c:v libsvtav1 -preset 12 -crf 45 -pix_fmt yuv420p -g ${gop}`;
	}
}

const varyingFrameRate =
	"settb=1/90000,setpts='floor((N+0.6*mod(N*7919,13)/13+4*floor(N/17))*3600)'";

export interface RandomVideo {
	file: string;
	codec: Codec;
	/** Shown with width and height exchanged. */
	isTurned?: boolean;
	/** Its settings, for the report. */
	settings: string;
}

/** @throws the error of ffmpeg when it refuses the combination of settings */
export function randomVideo(maker: VideoMaker, random: SeededRandom, name: string): RandomVideo {
	const codecs: [Codec, ...Codec[]] = [
		'x264',
		'x264',
		'x264',
		'x265',
		'x265',
		'vp9',
		'vp8',
		'mpeg4',
		'mjpeg',
	];
	if (maker.hasEncoder('libsvtav1')) codecs.push('av1');
	const codec = random.pick(...codecs);
	const vfr = codec !== 'mpeg4' && !random.below(4);
	const timeBase = vfr && codec.startsWith('x26') ? '-enc_time_base 1:90000 ' : '';
	const options = timeBase + encoderOptions(random, codec);
	const file = `${name}.${codec === 'vp8' ? 'webm' : random.pick('mkv', 'mp4', 'mp4')}`;
	const rate = random.pick('25', '30000/1001', '24');
	maker.encode(
		file,
		'',
		{
			count: 30 + random.below(90),
			rate,
			audio: !random.below(2),
			...(vfr && { filter: varyingFrameRate }),
		},
		options,
	);
	return { file, codec, settings: joined(' ', vfr ? 'vfr' : '', options) };
}

const fragments = [
	'+frag_keyframe+empty_moov',
	'+frag_keyframe+empty_moov+default_base_moof',
	'+frag_every_frame+empty_moov',
	'+dash+delay_moov+frag_keyframe',
	'+negative_cts_offsets',
	'+frag_keyframe+delay_moov',
	'+faststart',
] as const;

function containerOptions(random: SeededRandom, container: string): string {
	if (!/mp4|mov/.test(container)) return random.oneIn(4, () => '-cluster_time_limit 200');
	return joined(
		' ',
		random.oneIn(3, () => `-movflags ${random.pick(...fragments)}`),
		random.oneIn(6, () => '-use_editlist 0'),
		random.oneIn(6, () => `-video_track_timescale ${random.pick(1000, 90_000, 600)}`),
	);
}

const containers: Record<Codec, [string, ...string[]]> = {
	x264: ['mp4', 'mp4', 'mkv', 'mov'],
	x265: ['mp4', 'mp4', 'mkv', 'mov'],
	mpeg4: ['mp4', 'mp4', 'mkv', 'mov'],
	mjpeg: ['mov', 'mkv'],
	vp9: ['mp4', 'mkv', 'webm'],
	av1: ['mp4', 'mkv', 'webm'],
	vp8: ['webm', 'mkv'],
};

/** Remuxes a video into a random container, cut or shifted in time. @throws like `randomVideo` */
export function randomRemux(
	maker: VideoMaker,
	random: SeededRandom,
	{ file: from, codec, settings }: RandomVideo,
	name: string,
): RandomVideo {
	if (codec.startsWith('x26') && !random.below(7)) {
		const format = codec === 'x264' ? 'h264' : 'hevc';
		const file = `${name}.mp4`;
		maker.muxElementaryStream(file, '', maker.elementaryStream(from, format), format);
		return { file, codec, settings: 'elementary stream' };
	}
	if (codec === 'mjpeg' && !random.below(3)) {
		const file = `${name}.${random.pick('mov', 'mkv')}`;
		const stream = withSharedTables(maker.elementaryStream(from, 'mjpeg'));
		maker.muxElementaryStream(file, '', stream, 'mjpeg');
		return { file, codec, settings: 'shared tables' };
	}
	const container = random.pick(...containers[codec]);
	const degrees = /mp4|mov/.test(container) ? random.pick(0, 0, 0, 90, 180, 270) : 0;
	const cut = random.below(7);
	const before = joined(
		' ',
		cut < 3 ? `-ss ${random.below(300) / 100}` : '',
		random.oneIn(6, () => `-itsoffset ${(random.below(300) - 100) / 100}`),
	);
	const after = joined(
		' ',
		cut === 2 || cut === 3 ? `-t ${(50 + random.below(200)) / 100}` : '',
		random.oneIn(6, () => '-copyts'),
		random.oneIn(
			8,
			() => `-avoid_negative_ts ${random.pick('disabled', 'make_zero', 'make_non_negative')}`,
		),
		random.oneIn(4, () => '-an'),
		degrees ? `-metadata:s:v rotate=${degrees}` : '',
		'-strict -2',
		containerOptions(random, container),
	);
	const file = `${name}.${container}`;
	maker.remux(file, '', `${before} | ${after}`, from);
	const change = changeOf(random, codec, container, `${settings} ${after}`);
	if (change) maker.change(file, '', file, change.changed);
	return {
		file,
		codec,
		isTurned: degrees % 180 !== 0,
		settings: joined(' | ', before, after, change?.name ?? ''),
	};
}

interface Change {
	name: string;
	changed: (bytes: Buffer) => Buffer;
}

/** A change of the finished file, in one of three cases in which there is one. */
function changeOf(
	random: SeededRandom,
	codec: Codec,
	container: string,
	options: string,
): Change | undefined {
	const changes: Change[] = [];
	// With 4:4:4 the claim is a lie that makes decoders report errors; then each decode gives other pixels.
	if (codec === 'x264' && !options.includes('yuv444p'))
		changes.push({ name: 'old build', changed: (bytes) => withBuild(bytes, '030') });
	if (container === 'mkv') changes.push({ name: 'tracks last', changed: withTracksLast });
	if (options.includes('+faststart')) changes.push({ name: 'short mdat', changed: withShortMdat });
	const [first, ...others] = changes;
	return first && !random.below(3) ? random.pick(first, ...others) : undefined;
}
