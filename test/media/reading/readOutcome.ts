/** Reads frames and tells how that ended: for tests of errors. */
import { MediaError } from '../../../src/media/errors';
import type { FrameSelection, MediaOptions, MediaSource } from '../../../src/media/contract';
import { openMedia } from '../../../src/media/openMedia';
import type { AssetServer, Behavior } from '../server/assetServer';
import { nodeSend } from '../server/nodeSend';

export interface Outcome {
	code: string;
	message: string;
	/** Duration. */
	ms: number;
}

/** Reads and drops the asked frames. `code` is that of the error, or `none`. */
export async function readOutcome(
	source: MediaSource,
	selection: FrameSelection,
	options: Partial<MediaOptions> = {},
): Promise<Outcome> {
	const started = performance.now();
	const media = openMedia(source, { send: nodeSend, idleMs: 10_000, ...options });
	try {
		for await (const { frame } of media.frames(selection))
			if (frame < 0) throw new Error('a negative frame');
		return { code: 'none', message: '', ms: performance.now() - started };
	} catch (error) {
		if (!(error instanceof MediaError)) throw error;
		return { code: error.code, message: error.message, ms: performance.now() - started };
	} finally {
		await media.close();
	}
}

export const firstFrame: FrameSelection = { frames: [0] };
export const videoSource = (
	server: AssetServer,
	file: string,
	behavior: Behavior = {},
): MediaSource => ({
	kind: 'video',
	title: file,
	url: server.source(file, behavior).url,
});
export const imageSource = (server: AssetServer, file: string): MediaSource => ({
	kind: 'image',
	url: server.source(file).url,
});
