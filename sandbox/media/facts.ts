/** Finds out what a media file is: size, frames, length. The type is taken from the name, as a person would say it. */
import { readFileSync } from 'node:fs';
import type { MediaFacts, StorageItemType } from '../state/entities';
import { runFfmpeg } from './ffmpegBinary';

const TYPES: Record<string, { itemType: StorageItemType; mimeType: string }> = {
	jpg: { itemType: 'image', mimeType: 'image/jpeg' },
	jpeg: { itemType: 'image', mimeType: 'image/jpeg' },
	png: { itemType: 'image', mimeType: 'image/png' },
	webp: { itemType: 'image', mimeType: 'image/webp' },
	mp4: { itemType: 'video', mimeType: 'video/mp4' },
	webm: { itemType: 'video', mimeType: 'video/webm' },
	mov: { itemType: 'video', mimeType: 'video/quicktime' },
	wav: { itemType: 'audio', mimeType: 'audio/wav' },
	mp3: { itemType: 'audio', mimeType: 'audio/mpeg' },
	txt: { itemType: 'plainText', mimeType: 'text/plain' },
	html: { itemType: 'plainText', mimeType: 'text/html' },
	json: { itemType: 'plainText', mimeType: 'application/json' },
	pdf: { itemType: 'pdf', mimeType: 'application/pdf' },
};

/** Type of a file by its name; undefined for others than the sandbox takes. */
export function typeByName(name: string) {
	return TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];
}

/** The facts of a storage item of which nothing is known. */
export const UNKNOWN_FACTS: Omit<MediaFacts, 'length'> = {
	mimeType: null,
	duration: null,
	fps: null,
	height: null,
	width: null,
	frameCount: null,
	audioSampleRate: null,
	audioBitDepth: null,
	audioCodec: null,
	audioNumChannels: null,
};
const NOTHING: MediaFacts = { ...UNKNOWN_FACTS, length: 1 };

/**
 * @param name tells the type when it has a known ending
 * @param itemType that the file was announced as; default: by the name
 * @throws when the file is not of that type
 */
export async function factsOf(
	path: string,
	name: string,
	itemType = typeByName(name)?.itemType,
): Promise<MediaFacts> {
	const mimeType = typeByName(name)?.mimeType ?? null;
	switch (itemType) {
		case 'image': {
			const { default: sharp } = await import('sharp');
			const { width, height, format } = await sharp(path).metadata();
			return { ...NOTHING, mimeType: `image/${format}`, width, height };
		}
		case 'video':
			return { ...NOTHING, mimeType: mimeType ?? 'video/mp4', ...(await videoFacts(path)) };
		case 'audio':
			return { ...NOTHING, mimeType: mimeType ?? 'audio/wav', ...(await audioFacts(path)) };
		case 'plainText': {
			const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
			return { ...NOTHING, mimeType: mimeType ?? 'text/plain', length: [...text].length };
		}
		case 'pdf': {
			const text = readFileSync(path).toString('latin1');
			if (!text.startsWith('%PDF-')) throw new Error('This is no PDF file');
			const pages = text.match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 0;
			return { ...NOTHING, mimeType: 'application/pdf', frameCount: pages, length: pages };
		}
		default:
			throw new Error(`The sandbox takes no files like ${name}`);
	}
}

/** Decodes everything: a checksum for each frame or block of sound, with times. */
async function decoded(path: string, stream: 'v' | 'a') {
	const text = (
		await runFfmpeg(['-i', path, '-map', `0:${stream}:0`, '-f', 'framecrc', '-'])
	).toString('utf8');
	const head = (key: string) => new RegExp(`^#${key} 0: (.*)$`, 'm').exec(text)?.[1] ?? '';
	const rows = text
		.split('\n')
		.filter((line) => /^\d/.test(line))
		.map((line) => line.split(',').map((part) => Number(part.trim())));
	const [over = 1, under = 1] = head('tb').split('/').map(Number);
	const last = rows.at(-1);
	const seconds = last === undefined ? 0 : ((last[2]! + last[3]!) * over) / under;
	return { head, frames: rows.length, seconds };
}

async function videoFacts(path: string): Promise<Partial<MediaFacts>> {
	const { head, frames, seconds } = await decoded(path, 'v');
	const [width = 0, height = 0] = head('dimensions').split('x').map(Number);
	if (frames === 0) throw new Error('The video has no frames');
	return {
		width,
		height,
		frameCount: frames,
		length: frames,
		duration: seconds,
		fps: Math.round((frames / seconds) * 1000) / 1000,
	};
}

async function audioFacts(path: string): Promise<Partial<MediaFacts>> {
	const { head, seconds } = await decoded(path, 'a');
	const layout = head('channel_layout_name') || head('channel_layout');
	return {
		duration: seconds,
		length: Math.round(seconds * 1000),
		audioSampleRate: Number(head('sample_rate')),
		audioBitDepth: 16,
		audioCodec: 'pcm_s16le',
		audioNumChannels: layout === 'stereo' || layout === '3' ? 2 : 1,
	};
}
