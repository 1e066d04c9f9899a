/** The timestamps that ffmpeg writes along with its pictures. */
import { raceAbort } from '../bytes/abort';
import { MediaError } from '../errors';
import type { FfmpegProcess } from './process';

/** Gives one timestamp per picture, in the order of the pictures. */
export class Timestamps {
	private readonly parsed: number[] = [];
	private incompleteLine = '';
	private wake: (() => void) | undefined;

	constructor(private readonly child: FfmpegProcess) {
		child.timestamps.setEncoding('latin1').on('data', (text: string) => {
			const lines = (this.incompleteLine + text).split('\n');
			this.incompleteLine = lines.pop() ?? '';
			// The first line is the format's header, not a number.
			this.parsed.push(...lines.filter((line) => /^-?\d+$/.test(line)).map(Number));
			if (this.parsed.length) this.wake?.();
		});
	}

	/** @throws MediaError `damaged` when the process ends without another timestamp. */
	async next(signal: AbortSignal): Promise<number> {
		if (!this.parsed.length)
			await raceAbort(
				Promise.race([
					this.child.closed,
					new Promise<void>((resolve) => {
						this.wake = resolve;
					}),
				]),
				signal,
			);
		const pts = this.parsed.shift();
		if (pts === undefined)
			throw new MediaError('damaged', 'The decoder does not say which frame a picture is.');
		return pts;
	}
}
