/**
 * Measures the polls of a stage of 50,000 tasks that are all in work.
 *
 *   node scripts/run.mjs bench/agents/idle.ts [--tasks N] [--page-size N]
 *
 * The bars: at most 2 requests for a poll, and at most 50 MB. One JSON line per figure.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { answerOf, print, programFile } from './children';
import type { Figures } from './measure';
import type { Place, Report } from './server';

const BARS = { requests: 2, growthMb: 50 };
/** n8n's interval makes one of them a minute. */
const POLLS = 10;

const text = { type: 'string' } as const;
const { values: options } = parseArgs({ options: { tasks: text, 'page-size': text } });
const tasks = options.tasks ?? '50000';
const pageSize = options['page-size'] ?? '1000';

async function main(): Promise<void> {
	const server = fork(programFile('server'), [tasks, pageSize], { execArgv: process.execArgv });
	const program = fork(programFile('idleProgram'), {
		execArgv: [...process.execArgv, '--expose-gc', '--no-node-snapshot'],
	});
	try {
		const place = await answerOf<Place>(server);
		await answerOf(program, { place, batchSize: POLLS });
		await answerOf(server, 'clear');
		const { wallMs, cpuMs, growthMb } = await answerOf<Figures>(program, {
			place,
			batchSize: POLLS,
		});
		const { requests, counts } = await answerOf<Report>(server, 'report');
		print('idle poll: requests', requests / POLLS, { bar: BARS.requests, counts });
		print('idle polls: growth of memory in MB', growthMb, { bar: BARS.growthMb, polls: POLLS });
		print('idle poll: milliseconds', wallMs / POLLS, { cpuMs: Math.round(cpuMs / POLLS) });
	} finally {
		for (const child of [program, server]) {
			child.removeAllListeners('exit');
			if (child.connected) child.disconnect();
		}
	}
}

void main();
