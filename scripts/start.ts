/**
 * `npm start`: starts a local Encord and a real n8n with this package installed, publishes the templates and runs each once.
 * It keeps running until Ctrl-C. With `-- --once` it ends after the table; the exit code is 0 when every line of it is ok.
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
		'\nRunning. Half of the tasks still wait: publish a workflow in n8n to see it take them, or build your own.\nCtrl-C ends everything.\n',
	);
	return undefined;
});
