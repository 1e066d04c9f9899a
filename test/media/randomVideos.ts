/**
 * Random videos: an encoder, its settings, a container and a cut, thrown with dice. They find what nobody thought of when the
 * corpus was made; what they found stands there now.
 */
import type { Studio } from './studio';

/** Throws the same for the same seed. */
export class Dice {
	private state: number;

	constructor(seed: number) {
		this.state = (seed * 7919 + 13) % 2147483647;
	}

	below(count: number): number {
		this.state = (this.state * 48271) % 2147483647;
		return this.state % count;
	}

	pick<T>(...sides: [T, ...T[]]): T {
		return sides[this.below(sides.length)] ?? sides[0];
	}

	/** These words once in so many throws, else nothing. */
	seldom(oneIn: number, words: () => string): string {
		return this.below(oneIn) ? '' : words();
	}
}

const joined = (separator: string, ...parts: string[]) => parts.filter(Boolean).join(separator);

type Codec = 'x264' | 'x265' | 'vp9' | 'vp8' | 'mpeg4' | 'av1';

function settings(dice: Dice, codec: Codec): string {
	const gop = dice.pick(6, 12, 25, 40);
	const between = dice.below(5);
	switch (codec) {
		case 'x264': {
			const own = joined(
				':',
				`keyint=${gop}:min-keyint=${dice.pick(1, gop)}:scenecut=${dice.pick(0, 40)}`,
				dice.seldom(2, () => 'open-gop=1'),
				dice.seldom(3, () => 'intra-refresh=1'),
				dice.seldom(3, () => `b-pyramid=${dice.pick('none', 'strict', 'normal')}`),
				dice.seldom(5, () => 'interlaced=1'),
				dice.seldom(5, () => `ref=${dice.pick(1, 4, 8)}`),
			);
			return `-c:v libx264 -preset veryfast -crf 28 -bf ${between} -pix_fmt yuv420p -x264-params ${own}`;
		}
		case 'x265': {
			const own = `log-level=error:keyint=${gop}:min-keyint=${dice.pick(1, gop)}:open-gop=${dice.below(2)}:bframes=${between}`;
			return `-c:v libx265 -preset ultrafast -crf 30 -tag:v ${dice.pick('hvc1', 'hev1')} -pix_fmt yuv420p -x265-params ${own}`;
		}
		case 'vp9':
		case 'vp8': {
			const ahead = `-auto-alt-ref ${dice.below(2)} -lag-in-frames ${dice.pick(0, 8, 16)} -g ${gop}`;
			return codec === 'vp9'
				? `-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 0 -crf 40 -pix_fmt yuv420p ${ahead}`
				: `-c:v libvpx -deadline ${dice.pick('realtime', 'good')} -cpu-used 5 -b:v 200k ${ahead}`;
		}
		case 'mpeg4':
			return `-c:v mpeg4 -q:v 5 -bf ${Math.min(between, 2)} -g ${gop}`;
		case 'av1':
			return `-c:v libsvtav1 -preset 12 -crf 45 -pix_fmt yuv420p -g ${gop}`;
	}
}

const uneven = "settb=1/90000,setpts='floor((N+0.6*mod(N*7919,13)/13+4*floor(N/17))*3600)'";

export interface RandomVideo {
	file: string;
	codec: Codec;
	how: string;
}

/** @throws what the encoder complains about, for settings that do not go together */
export function randomVideo(studio: Studio, dice: Dice, name: string): RandomVideo {
	const known: [Codec, ...Codec[]] = [
		'x264',
		'x264',
		'x264',
		'x265',
		'x265',
		'vp9',
		'vp8',
		'mpeg4',
	];
	if (studio.has('libsvtav1')) known.push('av1');
	const codec = dice.pick(...known);
	const vfr = codec !== 'mpeg4' && !dice.below(4);
	const clock = vfr && codec.startsWith('x26') ? '-enc_time_base 1:90000 ' : '';
	const how = clock + settings(dice, codec);
	const file = `${name}.${codec === 'vp8' ? 'webm' : dice.pick('mkv', 'mp4', 'mp4')}`;
	const rate = dice.pick('25', '30000/1001', '24');
	studio.encode(
		file,
		'',
		{ count: 30 + dice.below(90), rate, tone: !dice.below(2), ...(vfr && { filter: uneven }) },
		how,
	);
	return { file, codec, how: joined(' ', vfr ? 'vfr' : '', how) };
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

function containerOptions(dice: Dice, container: string): string {
	if (!/mp4|mov/.test(container)) return dice.seldom(4, () => '-cluster_time_limit 200');
	return joined(
		' ',
		dice.seldom(3, () => `-movflags ${dice.pick(...fragments)}`),
		dice.seldom(6, () => '-use_editlist 0'),
		dice.seldom(6, () => `-video_track_timescale ${dice.pick(1000, 90_000, 600)}`),
	);
}

const containers: Record<Codec, [string, ...string[]]> = {
	x264: ['mp4', 'mp4', 'mkv', 'mov'],
	x265: ['mp4', 'mp4', 'mkv', 'mov'],
	mpeg4: ['mp4', 'mp4', 'mkv', 'mov'],
	vp9: ['mp4', 'mkv', 'webm'],
	av1: ['mp4', 'mkv', 'webm'],
	vp8: ['webm', 'mkv'],
};

/** The same pictures in another container, cut or shifted. @throws as `randomVideo` */
export function randomCopy(
	studio: Studio,
	dice: Dice,
	{ file: from, codec }: RandomVideo,
	name: string,
): RandomVideo {
	if (codec.startsWith('x26') && !dice.below(7)) {
		const format = codec === 'x264' ? 'h264' : 'hevc';
		const file = `${name}.mp4`;
		studio.wrap(file, '', studio.stream(from, format), format);
		return { file, codec, how: 'as a bare stream' };
	}
	const container = dice.pick(...containers[codec]);
	const cut = dice.below(7);
	const before = joined(
		' ',
		cut < 3 ? `-ss ${dice.below(300) / 100}` : '',
		dice.seldom(6, () => `-itsoffset ${(dice.below(300) - 100) / 100}`),
	);
	const after = joined(
		' ',
		cut === 2 || cut === 3 ? `-t ${(50 + dice.below(200)) / 100}` : '',
		dice.seldom(6, () => '-copyts'),
		dice.seldom(
			8,
			() => `-avoid_negative_ts ${dice.pick('disabled', 'make_zero', 'make_non_negative')}`,
		),
		dice.seldom(4, () => '-an'),
		'-strict -2',
		containerOptions(dice, container),
	);
	const file = `${name}.${container}`;
	studio.copy(file, '', `${before} | ${after}`, from);
	return { file, codec, how: `${before} | ${after}` };
}
