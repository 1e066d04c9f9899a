/**
 * Small awkward videos, made when they are first needed: each trap of frames §5 has a file, each frame carries its number.
 * Kept beside node_modules, so that the test files of one run, and later runs, share them.
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
import { fieldCodedStream } from './fieldCoded';
import { type Clip, gop, height, Studio, width } from './studio';

export type { Clip } from './studio';

const x264 = '-c:v libx264 -preset veryfast -threads 2 -crf 24 -pix_fmt yuv420p';
const x265 = '-c:v libx265 -preset veryfast -crf 26 -tag:v hvc1';
const vp9 = '-c:v libvpx-vp9 -deadline realtime -cpu-used 7 -b:v 0 -crf 36 -threads 2';
const uneven =
	"settb=1/90000,setpts='floor((N+0.6*mod(N*7919,13)/13+4*floor(N/17)+11*floor(N/53))*3600)'";
const oneStart = `keyint=${gop}:min-keyint=${gop}:scenecut=0`;

function makeH264(studio: Studio): void {
	studio.encode(
		'b-frames.mp4',
		'B-frames, index first, sound between',
		{ count: 100, tone: true },
		`${x264} -g ${gop} -bf 3 -movflags +faststart`,
	);
	studio.encode(
		'index-last.mp4',
		'index behind the pictures, 29.97 a second',
		{ count: 90, rate: '30000/1001' },
		`${x264} -g ${gop} -bf 3`,
	);
	studio.encode(
		'open-gop.mp4',
		'pictures that look back past a key',
		{ count: 100 },
		`${x264} -bf 4 -x264-params open-gop=1:b-pyramid=normal:${oneStart}`,
	);
	studio.encode(
		'intra-refresh.mp4',
		'keys that renew the picture bit by bit',
		{ count: 90 },
		`${x264} -bf 0 -x264-params intra-refresh=1:keyint=${gop}:scenecut=0`,
	);
	studio.encode(
		'long-gop.mp4',
		'one key for hundreds of frames',
		{ count: 260 },
		`${x264} -g 240 -keyint_min 240 -sc_threshold 0 -bf 3`,
	);
	studio.encode(
		'odd-444.mp4',
		'odd size, full color',
		{ count: 40, size: [193, 109] },
		`${x264.replace('yuv420p', 'yuv444p')} -g ${gop}`,
	);
	studio.encode(
		'ten-bit.mp4',
		'10 bits a channel',
		{ count: 40 },
		`${x264.replace('yuv420p', 'yuv420p10le')} -g ${gop}`,
	);
	studio.encode('single.mp4', 'a single frame', { count: 1 }, x264);
	studio.encode(
		'uneven.mp4',
		'frames of varying length',
		{ count: 100, filter: uneven },
		`${x264} -enc_time_base 1:90000 -video_track_timescale 90000 -g ${gop} -bf 3`,
	);
	studio.encode(
		'same-time.mp4',
		'frames that share a time',
		{ count: 60, filter: uneven },
		`${x264} -video_track_timescale 90000 -g ${gop} -bf 3`,
	);
	studio.copy(
		'cut-open-gop.mp4',
		'begins with pictures that look back to what was cut away',
		'-ss 1.5 | -use_editlist 0',
		'open-gop.mp4',
	);
	studio.copy('cut-refresh.mkv', '', '-ss 2 |', 'intra-refresh.mp4');
	studio.clips.push({
		file: 'cut-refresh.mkv',
		trap: 'begins while the picture is renewed',
		width,
		height,
		blurred: true,
	});
	studio.wrap('bare.mp4', 'a bare stream with times of decoding', studio.stream('b-frames.mp4'));
	const fields = fieldCodedStream(30, width, height, 6);
	studio.wrap('fields.mp4', 'two packets make a picture', fields);
	studio.wrap('fields.mkv', 'the same in Matroska', fields);
	studio.copy('same-time.mkv', 'the same in Matroska', '', 'same-time.mp4');
	studio.copy('uneven.mkv', 'the same, times rounded to milliseconds', '', 'uneven.mp4');
}

function makeContainers(studio: Studio): void {
	studio.encode('base.mp4', '', { count: 100, tone: true }, `${x264} -g ${gop} -bf 3`);
	studio.copy('trimmed.mp4', 'an edit list hides the first frames', '-ss 1.24 |', 'base.mp4');
	studio.late('sound-first.mp4', 'pictures begin after the sound', 1.337, 'base.mp4');
	studio.late('sound-first.mkv', 'pictures begin after the sound', 1.337, 'base.mp4');
	studio.copy(
		'fragmented.mp4',
		'no table, but fragments',
		'| -movflags +frag_keyframe+empty_moov+default_base_moof',
		'base.mp4',
	);
	studio.copy(
		'tiny-fragments.mp4',
		'a fragment for each frame, out of order',
		'| -movflags +frag_every_frame+empty_moov',
		'base.mp4',
	);
	studio.copy(
		'fragmented-old.mp4',
		'fragments with absolute positions',
		'| -movflags +frag_keyframe+empty_moov',
		'base.mp4',
	);
	studio.copy('cues.mkv', 'Matroska with cues', '', 'base.mp4');
	studio.copy(
		'live.mkv',
		'Matroska written once, without lengths',
		'| -f matroska -live 1',
		'base.mp4',
	);
	studio.copy('broadcast.ts', 'a transport stream', '| -bsf:v h264_mp4toannexb', 'base.mp4');
	studio.copy('turned.mp4', 'to be shown turned', '| -metadata:s:v rotate=90', 'base.mp4', [
		height,
		width,
	]);
	studio.copy('plain.mov', 'QuickTime', '| -an -movflags +faststart', 'base.mp4');
	studio.cover('cover.mp4', 'a cover picture as the first video track', 'single.mp4', 'base.mp4');
	studio.edits('two-parts.mp4', 'shows two parts of its track', 'index-last.mp4', [
		[800, 0],
		[1200, 30_000],
	]);
	studio.edits(
		'late-part.mp4',
		'shows a part that begins between two keys, after a pause',
		'index-last.mp4',
		[
			[500, -1],
			[1000, 20_000],
		],
	);
	studio.cut('cut-off.mp4', '', 0.6, 'b-frames.mp4');
	studio.cut('no-index.mp4', '', 0.6, 'index-last.mp4');
}

function makeOthers(studio: Studio, folder: string): void {
	studio.encode(
		'hevc-open-gop.mp4',
		'HEVC with leading pictures',
		{ count: 72 },
		`${x265} -pix_fmt yuv420p -x265-params log-level=error:open-gop=1:bframes=4:${oneStart}`,
	);
	studio.wrap(
		'bare-hevc.mp4',
		'the same of HEVC',
		studio.stream('hevc-open-gop.mp4', 'hevc'),
		'hevc',
	);
	for (const pass of [1, 2]) {
		const output = pass === 1 ? '-f null' : '-f webm';
		studio.encode(
			'hidden.webm',
			pass === 2 ? 'VP8 with packets that are never shown' : '',
			{ count: 90 },
			`-c:v libvpx -deadline good -cpu-used 2 -b:v 200k -auto-alt-ref 1 -lag-in-frames 20 -g 30 ` +
				`-pass ${pass} -passlogfile ${join(folder, 'vp8')} ${output}`,
		);
	}
	studio.encode(
		'vp9.webm',
		'VP9 with superframes and sound',
		{ count: 72, tone: true },
		`${vp9} -g ${gop} -auto-alt-ref 1 -lag-in-frames 16 -pix_fmt yuv420p`,
	);
	studio.encode(
		'odd.webm',
		'odd size',
		{ count: 40, size: [193, 109] },
		`${vp9} -g ${gop} -pix_fmt yuv420p`,
	);
	studio.encode(
		'uneven.webm',
		'frames of varying length',
		{ count: 72, filter: uneven },
		`${vp9} -enc_time_base 1:90000 -g ${gop} -pix_fmt yuv420p`,
	);
	const seeThrough =
		"format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(gt(Y,H*0.8),128,255)'";
	studio.encode(
		'alpha.webm',
		'transparency beside the packets',
		{ count: 24, filter: seeThrough },
		`${vp9} -g ${gop} -auto-alt-ref 0 -pix_fmt yuva420p`,
	);
	if (studio.has('libsvtav1')) {
		studio.encode(
			'av1.mp4',
			'AV1',
			{ count: 48 },
			`-c:v libsvtav1 -preset 10 -crf 40 -g ${gop} -pix_fmt yuv420p`,
		);
		studio.copy('av1.webm', 'AV1', '', 'av1.mp4');
		studio.copy(
			'trimmed-av1.mp4',
			'hidden frames, which some AV1 decoders show',
			'-ss 0.72 |',
			'av1.mp4',
		);
	}
	studio.encode(
		'prores.mov',
		'ProRes, every frame a key',
		{ count: 24 },
		'-c:v prores_ks -profile:v 0 -pix_fmt yuv422p10le',
	);
	const quarter = seeThrough.replace('yuva420p', 'yuva444p10le').replace('128,255', '512,1023');
	studio.encode(
		'alpha.mov',
		'ProRes with transparency',
		{ count: 12, filter: quarter },
		'-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le',
	);
	studio.encode(
		'mjpeg.mov',
		'JPEG pictures in a row',
		{ count: 24, rate: '30000/1001' },
		'-c:v mjpeg -q:v 5 -pix_fmt yuvj420p',
	);
	studio.encode('mpeg4.mp4', 'MPEG-4 part 2', { count: 60 }, `-c:v mpeg4 -bf 2 -q:v 5 -g ${gop}`);
	studio.copy(
		'cut-mpeg4.mp4',
		'the same, cut out of the middle',
		'-ss 1 | -use_editlist 0',
		'mpeg4.mp4',
	);
	studio.encode('packed.avi', 'AVI', { count: 60 }, `-c:v mpeg4 -bf 2 -q:v 5 -g ${gop} -vtag XVID`);
}

/** One line of version: another ffmpeg makes another corpus. */
const versionOf = (ffmpeg: string) =>
	spawnSync(ffmpeg, ['-version']).stdout.toString().split('\n')[0] ?? '';

export interface Corpus {
	folder: string;
	clips: Clip[];
}

/** Makes the corpus with this ffmpeg, or finds the one made before. */
export function makeCorpus(ffmpeg: string): Corpus {
	const sources = ['corpus.ts', 'studio.ts', 'burntNumber.ts', 'fieldCoded.ts', 'editList.ts'].map(
		(name) => readFileSync(join(__dirname, name)),
	);
	const key = createHash('sha256')
		.update(versionOf(ffmpeg))
		.update(Buffer.concat(sources))
		.digest('hex')
		.slice(0, 16);
	const home = join(__dirname, '../../node_modules/.cache/media-corpus');
	const folder = join(home, key);
	const listing = join(folder, 'clips.json');
	if (!existsSync(listing)) {
		mkdirSync(home, { recursive: true });
		const workshop = mkdtempSync(join(home, 'new-'));
		const studio = new Studio(ffmpeg, workshop);
		makeH264(studio);
		makeContainers(studio);
		makeOthers(studio, workshop);
		writeFileSync(join(workshop, 'clips.json'), JSON.stringify(studio.clips));
		// Another test process may have been quicker; both made the same.
		try {
			renameSync(workshop, folder);
		} catch {
			rmSync(workshop, { recursive: true, force: true });
		}
	}
	return { folder, clips: JSON.parse(readFileSync(listing, 'utf8')) as Clip[] };
}
