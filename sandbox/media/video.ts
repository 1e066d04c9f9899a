/** Generated videos: colored rectangles moving along a street, the frame number burnt into every picture. */
import { stat } from 'node:fs/promises';

import { everyFrame, runFfmpeg } from './ffmpegBinary';
import { drawFrameCode, drawFrameDigits, fillRectangle, frameCodeHeight } from './frameCode';
import { shapeColors, type BackgroundColor, type ShapeColor } from './palette';
import { renderPixels, type DrawnShape, type Pixels } from './pictures';

export interface VideoRequest {
	/** Pixels; both even (4:2:0). */
	width: number;
	height: number;
	frames: number;
	/** Frames per second; the mean rate when the rate is variable. */
	fps: number;
	background: BackgroundColor;
	/** One rectangle each, in its own lane, at most four. */
	colors: ShapeColor[];
	/** Places and speeds of the rectangles follow from this number. */
	seed?: number;
	/** `variable` shows frames for uneven times and pauses now and then, as phones and screen recorders do. */
	rate?: 'constant' | 'variable';
}

export interface RenderedVideo {
	width: number;
	height: number;
	frames: number;
	fps: number;
	/** Seconds. */
	duration: number;
	/** Bytes. */
	fileSize: number;
}

/** Where the rectangles are in a frame, in whole pixels: what a perfect detector would find. */
export function movingRectangles(request: VideoRequest, frame: number): DrawnShape[] {
	const top = frameCodeHeight(request.height);
	const lane = ((request.height - top) * 0.8) / request.colors.length;
	return request.colors.map((color, index) => {
		const dice = ((request.seed ?? 0) * 37 + index * 53) % 97;
		const width = Math.round(request.width * (0.14 + (dice % 7) * 0.012));
		const height = Math.round(Math.min(lane * 0.7, request.height * 0.2));
		const way = request.width - width - 8;
		const speed = 2 + (dice % 4);
		// It moves back and forth, so that every rectangle is wholly inside every frame.
		const travelled = (dice * 11 + frame * speed) % (2 * way);
		const x = 4 + (travelled < way ? travelled : 2 * way - travelled);
		return {
			shape: 'rectangle',
			color,
			x,
			y: Math.round(top + lane * index + lane * 0.15),
			width,
			height,
		};
	});
}

/** Presentation time of a frame, seconds; strictly increasing. */
export function frameTime(request: Pick<VideoRequest, 'fps' | 'rate'>, frame: number): number {
	if (request.rate !== 'variable') return frame / request.fps;
	return (frame + (0.6 * ((frame * 5) % 7)) / 7 + 3 * Math.floor(frame / 20)) / request.fps;
}

/** The raw pictures, one after the other; each buffer is a picture of its own. */
function* frames(request: VideoRequest, street: Pixels): Generator<Buffer> {
	for (let frame = 0; frame < request.frames; frame++) {
		const pixels = { ...street, data: Buffer.from(street.data) };
		for (const { x, y, width, height, color } of movingRectangles(request, frame)) {
			fillRectangle(pixels, x, y, width, height, shapeColors[color]);
		}
		drawFrameCode(pixels, frame);
		drawFrameDigits(pixels, frame);
		yield pixels.data;
	}
}

/**
 * Writes an H.264 mp4 (4:2:0, index first, two B-frames, a key frame every two seconds). Works with ffmpeg from 4.1 on.
 * Rejects when ffmpeg is missing or refuses.
 */
export async function renderVideo(outFile: string, request: VideoRequest): Promise<RenderedVideo> {
	const { width, height, fps } = request;
	const street = await renderPixels(
		{ kind: 'street', background: request.background, shapes: [] },
		width,
		height,
		0,
	);
	// The commas are escaped for the filter parser; mirrors frameTime.
	const uneven = `settb=1/90000,setpts=floor((N+0.6*mod(N*5\\,7)/7+3*floor(N/20))*90000/${fps})`;
	const timing =
		request.rate === 'variable'
			? [
					'-vf',
					uneven,
					...(await everyFrame()),
					'-enc_time_base',
					'1:90000',
					'-video_track_timescale',
					'90000',
				]
			: ['-r', String(fps)];
	const input = `-f rawvideo -pix_fmt rgb24 -s ${width}x${height} -r ${fps} -i pipe:0`.split(' ');
	const coding =
		`-c:v libx264 -preset veryfast -crf 20 -bf 2 -g ${Math.round(2 * fps)} -threads 2 -pix_fmt yuv420p`.split(
			' ',
		);
	const output = ['-movflags', '+faststart', '-f', 'mp4', outFile];
	await runFfmpeg([...input, ...timing, ...coding, ...output], frames(request, street));
	const duration = frameTime(request, request.frames - 1) + 1 / fps;
	return {
		width,
		height,
		frames: request.frames,
		fps: request.rate === 'variable' ? request.frames / duration : fps,
		duration,
		fileSize: (await stat(outFile)).size,
	};
}
