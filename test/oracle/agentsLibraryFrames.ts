/** How Encord's agents library counts and samples frames (protocol §14.4). The golden vectors `media_helpers` check these rules. */
import { MediaError } from '../../src/media/errors';

const fail = (message: string) => {
	throw new MediaError('invalidInput', message);
};

/**
 * Frames of a share of all frames: `floor(k / rate)` for k = 0, 1, … below `count`. The library runs past the end; here the
 * indices stop there.
 * @throws MediaError `invalidInput` unless 0 < rate ≤ 1.
 */
export function framesAtRate(rate: number, count: number): number[] {
	if (!(rate > 0) || rate > 1)
		fail(`The share of frames must lie above 0 and at most at 1, not ${rate}.`);
	const frames: number[] = [];
	for (let k = 0; Math.floor(k / rate) < count; k++) frames.push(Math.floor(k / rate));
	return frames;
}

/**
 * The number of frames of a video as Encord declares it: `frameCount`, else duration in seconds times frames per second, rounded
 * down.
 * @throws MediaError `invalidInput` when neither is known, or the item is no video.
 */
export function declaredFrameCount(item: {
	itemType: string;
	frameCount?: number | null;
	duration?: number | null;
	fps?: number | null;
}): number {
	if (item.itemType !== 'video')
		fail(`An item of type "${item.itemType}" has no number of video frames.`);
	if (item.frameCount !== null && item.frameCount !== undefined) return item.frameCount;
	const { duration, fps } = item;
	if (typeof duration !== 'number' || typeof fps !== 'number')
		return fail('Encord does not know how many frames this video has.');
	return Math.trunc(duration * fps);
}
