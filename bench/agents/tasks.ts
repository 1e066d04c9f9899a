/**
 * Measures 1,000 tasks of an agent stage, from the listing to the move, with one classification each.
 *
 *   node scripts/run.mjs bench/agents/tasks.ts [--tasks N] [--page-size N] [--batch N] [--only ours|reference] [--cpu-prof]
 *   ENCORD_AGENTS_PYTHON=/path/to/python3 … measures Encord's own Runner as well, if that Python has the package encord-agents
 *
 * All programs work on one sandbox, one after the other, each in a process of its own; so does the sandbox. Each program of Node
 * does the work twice: the first time in a new process, the second time in one that has done it before, as n8n's has.
 * One JSON line per figure. `reference` is a program of this project that only makes the Runner's calls; it is not the Runner.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answerOf, print, programFile } from './children';
import type { Figures } from './measure';
import type { Place, Report } from './server';

/** The bars against the Runner: requests per task, and shares of its time, processor time and memory. */
const BARS = { requestsPerTask: 0.05, wall: 0.5, cpu: 1, growth: 1 };

const text = { type: 'string' } as const;
const { values: options } = parseArgs({
	options: {
		tasks: text,
		'page-size': text,
		batch: text,
		only: text,
		'cpu-prof': { type: 'boolean' },
	},
});
const tasks = Number(options.tasks ?? 1000);
const batchSize = Number(options.batch ?? 300);
/** The sandbox's own default. */
const pageSize = Number(options['page-size'] ?? 20);

interface Run extends Figures {
	requests: number;
	counts: Record<string, number>;
}

/** Resets the sandbox, does the work, and checks that all of it was done. */
async function run(server: ChildProcess, work: () => Promise<Figures>): Promise<Run> {
	await answerOf(server, 'reset');
	const figures = await work();
	const { requests, counts, waiting, labeled } = await answerOf<Report>(server, 'report');
	if (waiting > 0 || labeled !== tasks)
		throw new Error(`${waiting} tasks are still in the stage, ${labeled} of ${tasks} are labeled`);
	return { ...figures, requests, counts };
}

function show(name: string, { wallMs, cpuMs, growthMb, requests, counts }: Run): void {
	const round = (value: number) => Math.round(value);
	print(`${name}: requests per task`, requests / tasks, {
		...(name.startsWith('ours') && { bar: BARS.requestsPerTask }),
		requests,
		counts,
	});
	print(`${name}: seconds`, wallMs / 1000, { cpuMs: round(cpuMs), growthMb: round(growthMb) });
}

function compare(name: string, ours: Run, theirs: Run): void {
	const bars = name === 'Runner' ? BARS : undefined;
	print(`ours / ${name}: time`, ours.wallMs / theirs.wallMs, bars && { bar: bars.wall });
	print(`ours / ${name}: processor time`, ours.cpuMs / theirs.cpuMs, bars && { bar: bars.cpu });
	print(
		`ours / ${name}: growth of memory`,
		ours.growthMb / theirs.growthMb,
		bars && { bar: bars.growth },
	);
}

async function nodeProgram(
	server: ChildProcess,
	place: Place,
	name: string,
	program: string,
	args: string[] = [],
): Promise<Run[]> {
	const profile = options['cpu-prof'] ? ['--cpu-prof', '--cpu-prof-dir=cpu-prof'] : [];
	const child = fork(programFile(program), args, {
		execArgv: [...process.execArgv, '--expose-gc', '--no-node-snapshot', ...profile],
	});
	try {
		const runs: Run[] = [];
		for (const round of ['new process', 'warm']) {
			const done = await run(
				server,
				async () => await answerOf<Figures>(child, { place, batchSize }),
			);
			show(`${name} (${round})`, done);
			runs.push(done);
		}
		return runs;
	} finally {
		child.removeAllListeners('exit');
		if (child.connected) child.disconnect();
	}
}

async function peer(server: ChildProcess, place: Place, python: string): Promise<Run> {
	const done = await run(
		server,
		async () =>
			await new Promise<Figures>((resolve, reject) => {
				const child = spawn(python, [join(__dirname, 'peer.py'), String(batchSize)], {
					stdio: ['pipe', 'pipe', 'inherit'],
				});
				let output = '';
				child.stdout.on('data', (data: Buffer) => (output += data.toString()));
				child.once('error', reject);
				child.once('close', (code) => {
					const line = output.trim().split('\n').at(-1) ?? '';
					if (code === 0) resolve(JSON.parse(line) as Figures);
					else reject(new Error(`The Runner ended with ${code}`));
				});
				child.stdin.end(`${JSON.stringify(place)}\n`);
			}),
	);
	show('Runner', done);
	return done;
}

async function main(): Promise<void> {
	const server = fork(programFile('server'), [String(tasks), String(pageSize)], {
		execArgv: process.execArgv,
	});
	try {
		const place = await answerOf<Place>(server);
		const measure = async (name: string, program: string, args: string[] = []) =>
			options.only === undefined || options.only === program
				? await nodeProgram(server, place, name, program, args)
				: undefined;
		const reference = await measure('reference', 'reference');
		await measure('ours in two nodes', 'ours', ['two-nodes']);
		const ours = await measure('ours', 'ours');
		if (ours && reference) {
			compare('reference, new process', ours[0]!, reference[0]!);
			compare('reference, warm', ours[1]!, reference[1]!);
		}
		const python = process.env.ENCORD_AGENTS_PYTHON;
		if (python && ours) compare('Runner', ours[1]!, await peer(server, place, python));
	} finally {
		server.removeAllListeners('exit');
		if (server.connected) server.disconnect();
	}
}

void main();
