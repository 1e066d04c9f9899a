/** Writes hostile and malformed files for the tests. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const blackPicture = (width: number, height: number) => [
	'-f',
	'lavfi',
	'-i',
	`color=black:size=${width}x${height}:rate=1`,
	'-frames:v',
	'1',
];

/** @param url the playlists refer to it; a test fails when it is requested */
export function writeHostileFiles(folder: string, ffmpeg: string, url: string): void {
	const write = (name: string, content: string | Buffer) =>
		writeFileSync(join(folder, name), content);
	write(
		'hls-http.mp4',
		`#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${url}.ts\n#EXT-X-ENDLIST\n`,
	);
	write(
		'hls-file.mp4',
		'#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
	);
	write('concat.mp4', 'ffconcat version 1.0\nfile /etc/hostname\n');
	write(
		'dash.mp4',
		`<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>${url}</BaseURL></MPD>`,
	);
	write('empty.mp4', '');
	write('text.mp4', 'just text');
	write(
		'huge.svg',
		'<svg xmlns="http://www.w3.org/2000/svg" width="60000" height="60000"><image href="file:///etc/passwd"/></svg>',
	);
	write('page.pdf', '%PDF-1.7\n');
	write('noise.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, 7)]));
	const box = (size: number, type: string) =>
		Buffer.concat([
			Buffer.from([size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255]),
			Buffer.from(type),
		]);
	write('huge-index.mp4', Buffer.concat([box(0x7fffffff, 'moov'), Buffer.alloc(5000)]));
	write('short-box.mp4', Buffer.concat([box(8, 'ftyp'), box(4, 'moov'), Buffer.alloc(5000)]));
	const image = (name: string, args: string[]) => {
		const { status } = spawnSync(ffmpeg, ['-loglevel', 'error', '-y', ...args, join(folder, name)]);
		if (status !== 0) throw new Error(`cannot make ${name}`);
	};
	image('bomb.png', blackPicture(16_000, 16_000));
	image('big.mp4', [
		...blackPicture(7680, 4320),
		'-c:v',
		'libx264',
		'-preset',
		'ultrafast',
		'-pix_fmt',
		'yuv420p',
	]);
}
