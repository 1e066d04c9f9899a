/**
 * `npm start`: a local Encord, a real n8n with this package installed, the templates active, and the main job run once.
 * Keeps running until Ctrl-C; `-- --once` ends after the table, with 0 only when everything in it went well.
 */
import { dataFolder } from './clone';
import { addresses, runDemoProgram } from './demo/demoProgram';
import { runMainJob, type JobLine } from './demo/mainJob';
import { withProgress } from './programs/progress';
import { table } from './demo/table';

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

runDemoProgram({ folder: dataFolder, n8nPort: 5678, sandboxPort: 8787 }, async (demo) => {
	const lines = await withProgress('Running the main job', () => runMainJob(demo));
	process.stdout.write(`\n${report(lines)}\n\n${addresses(demo)}\n`);
	if (once) return lines.every((line) => line.ok) ? 0 : 1;
	process.stdout.write(
		'\nRunning; the stages are looked at every minute. Ctrl-C ends everything.\n',
	);
	return undefined;
});
