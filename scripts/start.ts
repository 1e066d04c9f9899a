/**
 * `npm start`: a local Encord, a real n8n with this package installed, the templates active, and the main job run once.
 * Keeps running until Ctrl-C; `-- --once` ends after the table, with 0 only when everything in it went well.
 */
import { ensureBuilt } from './build';
import { dataFolder } from './clone';
import { startDemo, type Demo } from './demo';
import { runMainJob, type JobLine } from './mainJob';
import { withProgress } from './progress';
import { table } from './table';

const once = process.argv.includes('--once');

function report(lines: JobLine[]): string {
	const rows = lines.map(({ ok, workflow, what, result, seconds }) => [
		ok ? 'ok' : 'FAILED',
		`${seconds.toFixed(1)} s`,
		workflow,
		what,
		result,
	]);
	return table([['', '', 'Workflow', 'What happened', 'Result'], ...rows]);
}

function addresses({ n8n, sandbox, login, folder }: Demo): string {
	return [
		`n8n            ${n8n.url}   (${login.email}, ${login.password})`,
		`Label Editor   ${sandbox.appUrl}`,
		`Logs, data     ${folder}`,
	].join('\n');
}

let demo: Demo | undefined;
let ending: Promise<void> | undefined;

/** Ends everything once, however often it is asked: at Ctrl-C npm, the shell and we may each see the signal. */
function end(code: number): Promise<void> {
	ending ??= (async () => {
		if (demo !== undefined) process.stderr.write('\nStopping …\n');
		// What is still being set up has no demo yet; leaving ends those programs too.
		await demo?.stop();
		process.exit(code);
	})();
	return ending;
}

async function main(): Promise<void> {
	await withProgress('Building the nodes', ensureBuilt);
	demo = await startDemo({ folder: dataFolder, n8nPort: 5678, sandboxPort: 8787 });
	const running = demo;
	const lines = await withProgress('Running the main job', () => runMainJob(running));
	const ok = lines.every((line) => line.ok);
	process.stdout.write(`\n${report(lines)}\n\n${addresses(demo)}\n`);
	if (once) return await end(ok ? 0 : 1);
	process.stdout.write(
		'\nRunning; the stages are looked at every minute. Ctrl-C ends everything.\n',
	);
	const code = await Promise.race([demo.n8n.program.exited, demo.sandbox.program.exited]);
	if (ending !== undefined) return await ending;
	throw new Error(
		`n8n or the sandbox ended by itself (code ${code}); the logs are in ${demo.folder}.`,
	);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => void end(demo === undefined ? 130 : 0));

main().catch((error: Error) => {
	process.stderr.write(`\n${error.message}\n`);
	void end(1);
});
