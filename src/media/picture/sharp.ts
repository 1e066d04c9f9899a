/** Loads the image library sharp when it is first used. */
import type { default as SharpFactory } from 'sharp';
import { MediaError } from '../errors';
import type { Pixels } from './pixels';

let loaded: Promise<typeof SharpFactory> | undefined;

/** sharp with its cache turned off, which would only take memory here. @throws MediaError when sharp cannot be loaded. */
export function loadSharp(): Promise<typeof SharpFactory> {
	loaded ??= import('sharp')
		.then(({ default: sharp }) => {
			sharp.cache(false);
			return sharp;
		})
		.catch((error: unknown) => {
			loaded = undefined;
			throw new MediaError(
				'unsupportedFormat',
				'The image library sharp cannot be loaded on this machine. Install the package again with its optional dependencies.',
				{ cause: error },
			);
		});
	return loaded;
}

/** The input options with which sharp reads uncompressed pixels. */
export const raw = ({ width, height, channels }: Pixels) => ({ raw: { width, height, channels } });
