/**
 * Small videos that are difficult to read: one or more for each trap of frames §5. They are made when a test first needs them and
 * are kept in a cache folder, so that all test files and later runs share them.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withBuild, withShortMdat } from './changes';
import { fieldCodedStream } from './fieldCoded';
import { withSharedTables } from './sharedTables';
import { withTracksLast } from './tracksLast';
import { type Clip, gop, height, VideoMaker, width } from './videoMaker';

export type { Clip } from './videoMaker';

const x264 = '-c:v libx264 -preset veryfast -threads 2 -crf 24 -pix_fmt yuv420p';
const x265 = '-c:v libx265 -preset veryfast -crf 26 -tag:v hvc1';
const vp9 = '-c:v libvpx-vp9 -deadline realtime -cpu-used 7 -b:v 0 -crf 36 -threads 2';
/** Timestamps of a varying frame rate. */
const varyingFrameRate =
	"settb=1/90000,setpts='floor((N+0.6*mod(N*7919,13)/13+4*floor(N/17)+11*floor(N/53))*3600)'";
const fixedGop = `keyint=${gop}:min-keyint=${gop}:scenecut=0`;

function makeH264(maker: VideoMaker): void {
	maker.encode(
		'b-frames.mp4',
		'B-frames, moov first, interleaved audio',
		{ count: 100, audio: true },
		`${x264} -g ${gop} -bf 3 -movflags +faststart`,
	);
	maker.encode(
		'index-last.mp4',
		'moov last, 29.97 frames per second',
		{ count: 90, rate: '30000/1001' },
		`${x264} -g ${gop} -bf 3`,
	);
	maker.encode(
		'open-gop.mp4',
		'open GOP',
		{ count: 100 },
		`${x264} -bf 4 -x264-params open-gop=1:b-pyramid=normal:${fixedGop}`,
	);
	maker.encode(
		'intra-refresh.mp4',
		'intra refresh',
		{ count: 90 },
		`${x264} -bf 0 -x264-params intra-refresh=1:keyint=${gop}:scenecut=0`,
	);
	maker.encode(
		'long-gop.mp4',
		'one key frame for hundreds of frames',
		{ count: 260 },
		`${x264} -g 240 -keyint_min 240 -sc_threshold 0 -bf 3`,
	);
	maker.encode(
		'odd-444.mp4',
		'odd size, 4:4:4',
		{ count: 40, size: [193, 109] },
		`${x264.replace('yuv420p', 'yuv444p')} -g ${gop}`,
	);
	maker.encode(
		'ten-bit.mp4',
		'10 bits per channel',
		{ count: 40 },
		`${x264.replace('yuv420p', 'yuv420p10le')} -g ${gop}`,
	);
	maker.encode('single.mp4', 'a single frame', { count: 1 }, x264);
	maker.encode(
		'uneven.mp4',
		'varying frame rate',
		{ count: 100, filter: varyingFrameRate },
		`${x264} -enc_time_base 1:90000 -video_track_timescale 90000 -g ${gop} -bf 3`,
	);
	maker.encode(
		'same-time.mp4',
		'frames that share a timestamp',
		{ count: 60, filter: varyingFrameRate },
		`${x264} -video_track_timescale 90000 -g ${gop} -bf 3`,
	);
	maker.encode(
		'direct.mp4',
		'',
		{ count: 100 },
		`${x264} -g ${gop} -bf 3 -x264-params direct=spatial:b-adapt=0:ref=4:subme=9:trellis=2`,
	);
	maker.change(
		'old-x264.mp4',
		'written by an x264 build whose errors ffmpeg works around; only the first packet names the build',
		'direct.mp4',
		(bytes) => withBuild(bytes, '030'),
	);
	maker.remux('old-x264.mkv', 'the same in Matroska', '', 'old-x264.mp4');
	maker.remux(
		'old-x264-fragmented.mp4',
		'the same in fragments',
		'| -movflags +frag_keyframe+empty_moov+default_base_moof',
		'old-x264.mp4',
	);
	maker.remux(
		'cut-open-gop.mp4',
		'begins with pictures that refer to pictures that were cut away',
		'-ss 1.5 | -use_editlist 0',
		'open-gop.mp4',
	);
	maker.remux('cut-refresh.mkv', '', '-ss 2 |', 'intra-refresh.mp4');
	maker.clips.push({
		file: 'cut-refresh.mkv',
		trap: 'begins within an intra refresh',
		width,
		height,
		unreadableStart: true,
	});
	maker.muxElementaryStream(
		'bare.mp4',
		'an elementary stream with timestamps in decode order',
		maker.elementaryStream('b-frames.mp4'),
	);
	const fields = fieldCodedStream(30, width, height, 6);
	maker.muxElementaryStream('fields.mp4', 'two fields per picture, each a packet', fields);
	maker.muxElementaryStream('fields.mkv', 'the same in Matroska', fields);
	maker.remux('same-time.mkv', 'the same in Matroska', '', 'same-time.mp4');
	maker.remux('uneven.mkv', 'the same, timestamps rounded to milliseconds', '', 'uneven.mp4');
}

function makeContainers(maker: VideoMaker): void {
	maker.encode('base.mp4', '', { count: 100, audio: true }, `${x264} -g ${gop} -bf 3`);
	maker.remux('trimmed.mp4', 'an edit list hides the first frames', '-ss 1.24 |', 'base.mp4');
	maker.delayVideo('sound-first.mp4', 'video begins after the audio', 1.337, 'base.mp4');
	maker.delayVideo('sound-first.mkv', 'video begins after the audio', 1.337, 'base.mp4');
	maker.remux(
		'fragmented.mp4',
		'fragmented',
		'| -movflags +frag_keyframe+empty_moov+default_base_moof',
		'base.mp4',
	);
	maker.remux(
		'tiny-fragments.mp4',
		'one fragment per frame, out of order',
		'| -movflags +frag_every_frame+empty_moov',
		'base.mp4',
	);
	maker.remux(
		'fragmented-old.mp4',
		'fragments with absolute offsets',
		'| -movflags +frag_keyframe+empty_moov',
		'base.mp4',
	);
	maker.remux('cues.mkv', 'Matroska with cues', '', 'base.mp4');
	maker.remux(
		'live.mkv',
		'Matroska live recording, with elements of unknown size',
		'| -f matroska -live 1',
		'base.mp4',
	);
	maker.remux('broadcast.ts', 'a transport stream', '| -bsf:v h264_mp4toannexb', 'base.mp4');
	maker.remux('turned.mp4', 'rotated', '| -metadata:s:v rotate=90', 'base.mp4', [height, width]);
	const turnedBy = (degrees: number) => `| -map 0:v -metadata:s:v rotate=${degrees}`;
	maker.remux('turned-ten-bit.mp4', 'rotated, 10 bits', turnedBy(270), 'ten-bit.mp4', [
		height,
		width,
	]);
	maker.remux('turned-odd.mp4', 'rotated, odd size', turnedBy(90), 'odd-444.mp4', [109, 193]);
	maker.remux('upside-down.mp4', 'rotated by 180 degrees', turnedBy(180), 'ten-bit.mp4');
	maker.change(
		'turned-movie.mp4',
		'rotated as a movie, not as a track',
		'ten-bit.mp4',
		(bytes) => {
			const matrix = bytes.indexOf('mvhd') + 40;
			const quarterTurn = [0, 1, 0, -1, 0];
			for (const [i, value] of quarterTurn.entries())
				bytes.writeInt32BE(value * 0x10000, matrix + 4 * i);
			return bytes;
		},
		[height, width],
	);
	maker.change('tracks-last.mkv', 'tracks behind the clusters', 'cues.mkv', withTracksLast);
	maker.remux('faststart.mp4', '', '| -movflags +faststart', 'same-time.mp4');
	maker.change(
		'beyond-mdat.mp4',
		'its last sample ends behind the box that holds the samples; it needs a full decode',
		'faststart.mp4',
		withShortMdat,
	);
	maker.remux('plain.mov', 'QuickTime', '| -an -movflags +faststart', 'base.mp4');
	maker.addCover('cover.mp4', 'a cover picture as the first video track', 'single.mp4', 'base.mp4');
	maker.copyWithEdits(
		'two-parts.mp4',
		'an edit list with two parts of the track',
		'index-last.mp4',
		[
			[800, 0],
			[1200, 30_000],
		],
	);
	maker.copyWithEdits(
		'late-part.mp4',
		'an edit list with a pause and a part that begins between two key frames',
		'index-last.mp4',
		[
			[500, -1],
			[1000, 20_000],
		],
	);
	maker.truncate('cut-off.mp4', '', 0.6, 'b-frames.mp4');
	maker.truncate('no-index.mp4', '', 0.6, 'index-last.mp4');
}

function makeOthers(maker: VideoMaker, folder: string): void {
	maker.encode(
		'hevc-open-gop.mp4',
		'HEVC with leading pictures',
		{ count: 72 },
		`${x265} -pix_fmt yuv420p -x265-params log-level=error:open-gop=1:bframes=4:${fixedGop}`,
	);
	maker.muxElementaryStream(
		'bare-hevc.mp4',
		'the same of HEVC',
		maker.elementaryStream('hevc-open-gop.mp4', 'hevc'),
		'hevc',
	);
	for (const pass of [1, 2]) {
		const output = pass === 1 ? '-f null' : '-f webm';
		maker.encode(
			'hidden.webm',
			pass === 2 ? 'VP8 with hidden frames' : '',
			{ count: 90 },
			`-c:v libvpx -deadline good -cpu-used 2 -b:v 200k -auto-alt-ref 1 -lag-in-frames 20 -g 30 ` +
				`-pass ${pass} -passlogfile ${join(folder, 'vp8')} ${output}`,
		);
	}
	maker.encode(
		'vp9.webm',
		'VP9 with superframes and audio',
		{ count: 72, audio: true },
		`${vp9} -g ${gop} -auto-alt-ref 1 -lag-in-frames 16 -pix_fmt yuv420p`,
	);
	maker.encode(
		'odd.webm',
		'odd size',
		{ count: 40, size: [193, 109] },
		`${vp9} -g ${gop} -pix_fmt yuv420p`,
	);
	maker.encode(
		'uneven.webm',
		'varying frame rate',
		{ count: 72, filter: varyingFrameRate },
		`${vp9} -enc_time_base 1:90000 -g ${gop} -pix_fmt yuv420p`,
	);
	const withAlpha =
		"format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(gt(Y,H*0.8),128,255)'";
	maker.encode(
		'alpha.webm',
		'alpha in a second picture of each packet',
		{ count: 24, filter: withAlpha },
		`${vp9} -g ${gop} -auto-alt-ref 0 -pix_fmt yuva420p`,
	);
	if (maker.hasEncoder('libsvtav1')) {
		maker.encode(
			'av1.mp4',
			'AV1',
			{ count: 48 },
			`-c:v libsvtav1 -preset 10 -crf 40 -g ${gop} -pix_fmt yuv420p`,
		);
		maker.remux('av1.webm', 'AV1', '', 'av1.mp4');
		maker.remux(
			'trimmed-av1.mp4',
			'an edit list that hides frames, which some AV1 decoders show',
			'-ss 0.72 |',
			'av1.mp4',
		);
	}
	maker.encode(
		'prores.mov',
		'ProRes, every frame is a key frame',
		{ count: 24 },
		'-c:v prores_ks -profile:v 0 -pix_fmt yuv422p10le',
	);
	const withAlpha10Bit = withAlpha
		.replace('yuva420p', 'yuva444p10le')
		.replace('128,255', '512,1023');
	maker.encode(
		'alpha.mov',
		'ProRes with an alpha channel',
		{ count: 12, filter: withAlpha10Bit },
		'-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le',
	);
	maker.encode(
		'mjpeg.mov',
		'Motion JPEG',
		{ count: 24, rate: '30000/1001' },
		'-c:v mjpeg -q:v 5 -pix_fmt yuvj420p',
	);
	const sharedTables = withSharedTables(maker.elementaryStream('mjpeg.mov', 'mjpeg'));
	for (const file of ['shared-tables.mov', 'shared-tables.mkv'])
		maker.muxElementaryStream(
			file,
			'Motion JPEG whose first picture alone has the tables',
			sharedTables,
			'mjpeg',
		);
	maker.remux(
		'turned-prores.mov',
		'rotated, 4:2:2 with 10 bits',
		'| -metadata:s:v rotate=90',
		'prores.mov',
		[height, width],
	);
	maker.encode('mpeg4.mp4', 'MPEG-4 part 2', { count: 60 }, `-c:v mpeg4 -bf 2 -q:v 5 -g ${gop}`);
	maker.remux(
		'cut-mpeg4.mp4',
		'the same, cut out of the middle',
		'-ss 1 | -use_editlist 0',
		'mpeg4.mp4',
	);
	maker.encode('packed.avi', 'AVI', { count: 60 }, `-c:v mpeg4 -bf 2 -q:v 5 -g ${gop} -vtag XVID`);
}

/** Part of the cache key, because another ffmpeg makes other files. */
const versionOf = (ffmpeg: string) =>
	spawnSync(ffmpeg, ['-version']).stdout.toString().split('\n')[0] ?? '';

export interface Corpus {
	folder: string;
	clips: Clip[];
}

/** Makes the corpus with this ffmpeg, unless it is in the cache. */
export function makeCorpus(ffmpeg: string): Corpus {
	const sources = [
		'corpus.ts',
		'videoMaker.ts',
		'burntNumber.ts',
		'fieldCoded.ts',
		'editList.ts',
		'changes.ts',
		'sharedTables.ts',
		'tracksLast.ts',
	].map((name) => readFileSync(join(__dirname, name)));
	const key = createHash('sha256')
		.update(versionOf(ffmpeg))
		.update(Buffer.concat(sources))
		.digest('hex')
		.slice(0, 16);
	const cacheFolder = join(__dirname, '../../../node_modules/.cache/media-corpus');
	const folder = join(cacheFolder, key);
	const listing = join(folder, 'clips.json');
	if (!existsSync(listing)) {
		mkdirSync(cacheFolder, { recursive: true });
		const temporary = mkdtempSync(join(cacheFolder, 'new-'));
		const maker = new VideoMaker(ffmpeg, temporary);
		makeH264(maker);
		makeContainers(maker);
		makeOthers(maker, temporary);
		writeFileSync(join(temporary, 'clips.json'), JSON.stringify(maker.clips));
		// Another test process may have finished first with the same files.
		try {
			renameSync(temporary, folder);
		} catch {
			rmSync(temporary, { recursive: true, force: true });
		}
	}
	return { folder, clips: JSON.parse(readFileSync(listing, 'utf8')) as Clip[] };
}
