/** The measured processes: our code and its peer. Each reads jobs and writes answers as JSON lines. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { transformSync } from '@swc/core';
import type { WorkerAnswer, WorkerJob } from './worker';

const root = join(__dirname, '../..');
/** Contains the process id, because several runs may happen at the same time. */
const buildFolder = join(root, `node_modules/.cache/media-bench-${process.pid}`);

/** Compiles the code to JavaScript, so that no TypeScript loader is measured. Returns the path of the worker. */
function build(): string {
	rmSync(buildFolder, { recursive: true, force: true });
	const sources = [
		...readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((name) =>
			join('src', name),
		),
		'test/media/server/nodeSend.ts',
		'bench/media/worker.ts',
	];
	for (const source of sources.filter((name) => name.endsWith('.ts'))) {
		const { code } = transformSync(readFileSync(join(root, source), 'utf8'), {
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs', ignoreDynamic: false },
		});
		const target = join(buildFolder, source.replace(/\.ts$/, '.js'));
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, code);
	}
	return join(buildFolder, 'bench/media/worker.js');
}

/** Sends jobs to a process, one at a time. */
export class MeasuredProcess<Job, Answer> {
	private readonly answers: AsyncIterator<string>;
	private samplingTimer: NodeJS.Timeout | undefined;
	private peakMb = 0;

	constructor(private readonly child: ChildProcess) {
		if (!child.stdout) throw new Error('no output');
		this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	}

	async ask(job: Job): Promise<Answer> {
		this.child.stdin?.write(`${JSON.stringify(job)}\n`);
		const { value, done } = await this.answers.next();
		if (done) throw new Error('the measured process ended');
		return JSON.parse(value as string) as Answer;
	}

	/** Runs `work` and samples the resident memory in MB of the process and all its descendants. */
	async measureMemory<T>(work: () => Promise<T>): Promise<{ value: T; peakMb: number }> {
		this.peakMb = 0;
		this.samplingTimer = setInterval(() => {
			this.peakMb = Math.max(this.peakMb, processTreeMb(this.child.pid ?? 0));
		}, 25);
		try {
			return {
				value: await work(),
				peakMb: Math.round(Math.max(this.peakMb, processTreeMb(this.child.pid ?? 0))),
			};
		} finally {
			clearInterval(this.samplingTimer);
		}
	}

	async end(): Promise<void> {
		const gone = new Promise((resolve) => {
			this.child.once('close', resolve);
		});
		this.child.stdin?.end();
		await gone;
	}
}

/** Resident memory in MB of a process and its descendants, read from /proc. */
function processTreeMb(pid: number): number {
	const parents = new Map<number, number[]>();
	for (const name of readdirSync('/proc')) {
		const child = Number(name);
		if (!Number.isInteger(child)) continue;
		const fields = readProcFile(`/proc/${child}/stat`).split(') ')[1]?.split(' ');
		const parent = Number(fields?.[1]);
		parents.set(parent, [...(parents.get(parent) ?? []), child]);
	}
	const pages = (id: number): number =>
		Number(readProcFile(`/proc/${id}/statm`).split(' ')[1] ?? 0) +
		(parents.get(id) ?? []).reduce((sum, child) => sum + pages(child), 0);
	return (pages(pid) * 4096) / 2 ** 20;
}

/** Empty when the process has ended meanwhile. */
function readProcFile(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

/** Runs `work` and then ends the process, even after an error. */
export async function withProcess<P extends { end(): Promise<void> }, T>(
	worker: P,
	work: (worker: P) => Promise<T>,
): Promise<T> {
	try {
		return await work(worker);
	} finally {
		await worker.end();
	}
}

let workerPath: string | undefined;

export type OurProcess = MeasuredProcess<WorkerJob, WorkerAnswer>;

export function startOurs(): OurProcess {
	workerPath ??= build();
	return new MeasuredProcess(
		spawn(process.execPath, [workerPath], { stdio: ['pipe', 'pipe', 'inherit'] }),
	);
}

export interface PeerAnswer {
	ms: number;
	rssMb: number;
	got?: number;
	rgb?: number[];
	error?: string;
}

const python = '/usr/bin/python3';

/** OpenCV for Python can be imported. */
export function peerIsInstalled(): boolean {
	return spawnSync(python, ['-c', 'import cv2']).status === 0;
}

export type PeerProcess = MeasuredProcess<Record<string, unknown>, PeerAnswer>;

export function startPeer(): PeerProcess {
	return new MeasuredProcess(
		spawn(python, [join(__dirname, 'peer/opencv.py')], { stdio: ['pipe', 'pipe', 'inherit'] }),
	);
}

/** Milliseconds that ffmpeg takes to decode a whole file and drop the pictures. */
export function decodeMs(ffmpeg: string, path: string): number {
	const started = performance.now();
	execFileSync(ffmpeg, [
		'-loglevel',
		'error',
		'-nostdin',
		'-i',
		path,
		'-map',
		'0:v:0',
		'-f',
		'null',
		'-',
	]);
	return performance.now() - started;
}

export function removeBuild(): void {
	rmSync(buildFolder, { recursive: true, force: true });
}
