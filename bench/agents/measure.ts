/** Time, processor time and memory of some work in this process. */
export interface Figures {
	wallMs: number;
	cpuMs: number;
	/** How far the resident memory rose above what it was before. */
	growthMb: number;
}

const SAMPLE_MS = 20;

export async function measured(work: () => Promise<void>): Promise<Figures> {
	(globalThis as { gc?: () => void }).gc?.();
	const before = process.memoryUsage().rss;
	let highest = before;
	const sample = () => (highest = Math.max(highest, process.memoryUsage().rss));
	const timer = setInterval(sample, SAMPLE_MS);
	const [cpu, begun] = [process.cpuUsage(), performance.now()];
	try {
		await work();
	} finally {
		clearInterval(timer);
	}
	const wallMs = performance.now() - begun;
	const { user, system } = process.cpuUsage(cpu);
	sample();
	return { wallMs, cpuMs: (user + system) / 1000, growthMb: (highest - before) / 1e6 };
}

/** Answers the messages of `tasks.ts`: each one is answered with the figures of one run. */
export function serveRuns(run: (place: unknown, batchSize: number) => Promise<void>): void {
	process.on('message', ({ place, batchSize }: { place: unknown; batchSize: number }) => {
		measured(async () => await run(place, batchSize)).then(
			(figures) => process.send?.(figures),
			(error: unknown) => {
				process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
				process.exit(1);
			},
		);
	});
	process.on('disconnect', () => process.exit(0));
}
