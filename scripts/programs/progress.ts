/** Where progress is shown: stderr, because stdout is only for results. */
export interface ProgressOutput {
	/** Whether a line can be rewritten. */
	isTTY?: boolean;
	/** Width of the terminal in characters. */
	columns?: number;
	write(text: string): unknown;
}

export interface Progress {
	/** Says how far the step is, such as `1.2 of 3 GB`. It replaces what was said before. */
	say(detail: string): void;
}

/** Seconds after which a log gets its first lines; then one a minute. */
const FIRST_LINES = [10, 30, 60];

/**
 * Shows that a long step is running, for how long and how far it is: on a terminal in one line that is rewritten each second, in a log
 * with few lines.
 */
export async function withProgress<T>(
	title: string,
	work: (progress: Progress) => Promise<T>,
	output: ProgressOutput = process.stderr,
): Promise<T> {
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	let detail = '';
	let lines = 0;
	const text = () => `${title} … ${detail === '' ? '' : `${detail}, `}${duration(seconds())}`;
	const show = (line: string, end = '') => {
		if (!output.isTTY) return output.write(`${line}\n`);
		// A line that is longer than the terminal could not be rewritten. The control characters erase what is left of the last one.
		const fits = end === '' ? line.slice(0, Math.max(20, (output.columns ?? 80) - 1)) : line;
		return output.write(`\r${fits}\u001b[K${end}`);
	};
	if (output.isTTY) show(text());
	const timer = setInterval(() => {
		const due = FIRST_LINES[lines] ?? 60 * (lines - FIRST_LINES.length + 2);
		if (!output.isTTY && seconds() < due) return;
		lines++;
		show(text());
	}, 1000);
	const say = (now: string) => {
		detail = now;
	};
	try {
		const result = await work({ say });
		show(`${title} … done in ${duration(seconds())}`, '\n');
		return result;
	} catch (error) {
		show(`${title} … failed after ${duration(seconds())}`, '\n');
		throw error;
	} finally {
		clearInterval(timer);
	}
}

/** `40 s`, `3 min 5 s`. */
function duration(seconds: number): string {
	return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
