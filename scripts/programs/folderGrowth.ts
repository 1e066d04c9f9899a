/** How fast a folder grows, for steps that fill one: npm does not say how far it is. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A folder's size at a time. */
export interface Sample {
	/** Milliseconds since the epoch. */
	at: number;
	bytes: number;
}

const MB = 1e6;
const GB = 1e9;
/** The rate is that of the last minute. */
const WINDOW_MS = 60_000;

/**
 * Says how far a folder is on its way to its expected size: `1.2 of about 3.2 GB, 12 MB/s, about 3 min left`. Without growth, only the
 * first part.
 * @param samples the latest last
 */
export function growthText(samples: readonly Sample[], expectedBytes: number): string {
	const last = samples.at(-1);
	// npm looks up all packages before it writes the first.
	if (last === undefined || last.bytes < MB)
		return `looking up the packages of about ${size(expectedBytes)}`;
	const first = samples.find(({ at }) => last.at - at <= WINDOW_MS) ?? last;
	const perSecond = ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
	const far = `${size(last.bytes)} of about ${size(expectedBytes)}`;
	if (!(perSecond > 0)) return far;
	const rate =
		perSecond < MB ? `${Math.ceil(perSecond / 1000)} kB/s` : `${Math.round(perSecond / MB)} MB/s`;
	const left = (expectedBytes - last.bytes) / perSecond;
	return `${far}, ${rate}, ${left < 60 ? 'less than a minute' : `about ${Math.ceil(left / 60)} min`} left`;
}

function size(bytes: number): string {
	return bytes < GB ? `${Math.round(bytes / MB)} MB` : `${(bytes / GB).toFixed(1)} GB`;
}

/** Runs `work` and meanwhile says how far the folder has grown. Where there is no `du`, it says nothing. */
export async function watchGrowth<T>(
	folder: string,
	expectedBytes: number,
	say: (detail: string) => void,
	work: () => Promise<T>,
): Promise<T> {
	const done = new AbortController();
	const watching = keepMeasuring(folder, expectedBytes, say, done.signal);
	try {
		return await work();
	} finally {
		done.abort();
		await watching;
	}
}

async function keepMeasuring(
	folder: string,
	expectedBytes: number,
	say: (detail: string) => void,
	signal: AbortSignal,
): Promise<void> {
	const samples: Sample[] = [];
	while (!signal.aborted) {
		const began = Date.now();
		const bytes = await bytesIn(folder);
		if (bytes === undefined || signal.aborted) return;
		samples.push({ at: Date.now(), bytes });
		say(growthText(samples, expectedBytes));
		// To measure a folder with many files takes time, and should take a small part of it only.
		const pause = Math.max(1000, 10 * (Date.now() - began));
		await sleep(pause, undefined, { signal }).catch(() => undefined);
	}
}

/** What a folder takes up on the disk; undefined when it cannot be measured. A file that vanishes meanwhile does not matter. */
async function bytesIn(folder: string): Promise<number | undefined> {
	const { stdout } = await promisify(execFile)('du', ['-sk', folder]).catch(
		(error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
	);
	const kilobytes = Number(/^(\d+)\s/m.exec(stdout)?.[1]);
	return Number.isNaN(kilobytes) ? undefined : kilobytes * 1024;
}
