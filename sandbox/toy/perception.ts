/** What the toy finds in one picture, and the sentence that describes it. Everything comes from the pixels. */
import { frameCodeHeight, readFrameCode } from '../media/frameCode';
import type { Pixels } from '../media/pictures';
import { readSigns } from './lettering';
import { decodePicture } from './pictureDecoder';
import { findShapes, type FoundShape } from './shapes';
import { borderColors, nameBackground, recognizeThing, type Recognition } from './silhouette';

export interface Perception {
	/** Pixels. */
	width: number;
	height: number;
	/** The drawn thing, when there is one. */
	subject: Recognition | null;
	/** The largest first. */
	shapes: FoundShape[];
	/** What stands on white signs, from top to bottom. */
	texts: string[];
	background: string;
	/** Whether the background is dark. */
	night: boolean;
	/** Burnt-in frame number. */
	frameNumber: number | null;
}

/** A picture with a longer side is first scaled to a half, a quarter and so on: outlines stay, and the time stays short. */
const comfortableSide = 1400;

function halve(pixels: Pixels): Pixels {
	const width = Math.floor(pixels.width / 2);
	const height = Math.floor(pixels.height / 2);
	const data = Buffer.alloc(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const from = (2 * y * pixels.width + 2 * x) * 3;
			pixels.data.copy(data, (y * width + x) * 3, from, from + 3);
		}
	}
	return { data, width, height };
}

/** Reads the bytes of a JPEG, PNG or WebP file. Throws `UnreadablePicture`. */
export async function perceive(bytes: Buffer): Promise<Perception> {
	const original = await decodePicture(bytes);
	let pixels = original;
	while (Math.max(pixels.width, pixels.height) > comfortableSide) pixels = halve(pixels);
	const scale = original.width / pixels.width;
	const frameNumber = readFrameCode(pixels);
	const fromRow = frameNumber === null ? 0 : frameCodeHeight(pixels.height);
	const border = borderColors(pixels, fromRow);
	const shapes = findShapes(pixels, fromRow).map((shape) => ({
		...shape,
		box: shape.box.map((edge) => Math.round(edge * scale)) as FoundShape['box'],
	}));
	const subject = await recognizeThing(pixels, fromRow);
	const [red, green, blue] = border[0] ?? [255, 255, 255];
	return {
		width: original.width,
		height: original.height,
		subject,
		shapes,
		texts: readSigns(pixels, fromRow),
		frameNumber,
		background: nameBackground([red, green, blue]),
		night: red + green + blue < 384,
	};
}

const counted = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** `two red rectangles, one blue circle`, the most frequent kinds first. */
export function listShapes(shapes: FoundShape[]): string[] {
	const kinds = new Map<string, number>();
	for (const { color, shape } of shapes)
		kinds.set(`${color} ${shape}`, (kinds.get(`${color} ${shape}`) ?? 0) + 1);
	return [...kinds]
		.sort((a, b) => b[1] - a[1])
		.map(([kind, count]) => `${counted[count] ?? count} ${kind}${count === 1 ? '' : 's'}`);
}

/** One or two sentences on what is to be seen. */
export function describe(seen: Perception): string {
	const parts = listShapes(seen.shapes);
	const shapes =
		parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts[0];
	const frame = seen.frameNumber === null ? '' : ` Frame number ${seen.frameNumber}.`;
	if (seen.subject)
		return `A ${seen.subject.thing} on a ${seen.background} background${shapes ? ` with ${shapes}` : ''}.${frame}`;
	if (shapes) return `A scene with a ${seen.background} background showing ${shapes}.${frame}`;
	return `A picture with a ${seen.background} background and nothing the toy model knows.${frame}`;
}
