/** The two sides that are measured, each a process of its own that answers jobs line by line. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { transformSync } from '@swc/core';
import type { WorkerAnswer, WorkerJob } from './worker';

const root = join(__dirname, '../..');
/** Of this run alone: another one may go on at the same time. */
const built = join(root, `node_modules/.cache/media-bench-${process.pid}`);

/** The measured code as plain JavaScript: a loader of TypeScript would be measured along. */
function build(): string {
	rmSync(built, { recursive: true, force: true });
	const sources = [
		...readdirSync(join(root, 'src/media')).map((name) => join('src/media', name)),
		'src/encord/http.ts',
		'test/media/nodeSend.ts',
		'bench/media/worker.ts',
	];
	for (const source of sources.filter((name) => name.endsWith('.ts'))) {
		const { code } = transformSync(readFileSync(join(root, source), 'utf8'), {
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs', ignoreDynamic: false },
		});
		const target = join(built, source.replace(/\.ts$/, '.js'));
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, code);
	}
	return join(built, 'bench/media/worker.js');
}

/** Asks one process, one job at a time. */
export class Side<Job, Answer> {
	private readonly answers: AsyncIterator<string>;
	private sampling: NodeJS.Timeout | undefined;
	private peak = 0;

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

	/** Peak resident memory in MB of the process and all its children, while `work` runs. */
	async watchingMemory<T>(work: () => Promise<T>): Promise<{ value: T; peakMb: number }> {
		this.peak = 0;
		this.sampling = setInterval(() => {
			this.peak = Math.max(this.peak, treeMb(this.child.pid ?? 0));
		}, 25);
		try {
			return {
				value: await work(),
				peakMb: Math.round(Math.max(this.peak, treeMb(this.child.pid ?? 0))),
			};
		} finally {
			clearInterval(this.sampling);
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

/** Resident memory of a process and its descendants, read from /proc. */
function treeMb(pid: number): number {
	const parents = new Map<number, number[]>();
	for (const name of readdirSync('/proc')) {
		const child = Number(name);
		if (!Number.isInteger(child)) continue;
		const fields = fileOf(`/proc/${child}/stat`).split(') ')[1]?.split(' ');
		const parent = Number(fields?.[1]);
		parents.set(parent, [...(parents.get(parent) ?? []), child]);
	}
	const pages = (id: number): number =>
		Number(fileOf(`/proc/${id}/statm`).split(' ')[1] ?? 0) +
		(parents.get(id) ?? []).reduce((sum, child) => sum + pages(child), 0);
	return (pages(pid) * 4096) / 2 ** 20;
}

function fileOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

/** Works with a process and ends it. */
export async function withSide<S extends { end(): Promise<void> }, T>(
	side: S,
	work: (side: S) => Promise<T>,
): Promise<T> {
	try {
		return await work(side);
	} finally {
		await side.end();
	}
}

let worker: string | undefined;

export type OurSide = Side<WorkerJob, WorkerAnswer>;

export function ours(): OurSide {
	worker ??= build();
	return new Side(spawn(process.execPath, [worker], { stdio: ['pipe', 'pipe', 'inherit'] }));
}

export interface PeerAnswer {
	ms: number;
	rssMb: number;
	got?: number;
	rgb?: number[];
	error?: string;
}

const python = '/usr/bin/python3';

export function peerIsThere(): boolean {
	return spawnSync(python, ['-c', 'import cv2']).status === 0;
}

export type PeerSide = Side<Record<string, unknown>, PeerAnswer>;

export function peer(): PeerSide {
	return new Side(
		spawn(python, [join(__dirname, 'peer/opencv.py')], { stdio: ['pipe', 'pipe', 'inherit'] }),
	);
}

/** Milliseconds that ffmpeg alone needs to decode a whole file. */
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

export function removeBuilt(): void {
	rmSync(built, { recursive: true, force: true });
}
