import { startDemo, type Demo, type DemoPlace } from './demo';
import { ensureBuilt } from '../compile/build';
import { withProgress } from '../programs/progress';

/** The addresses of a demo and of the toy models in it, the login and the data folder, as lines of text. */
export function addresses({ n8n, sandbox, login, folder }: Demo): string {
	return [
		`n8n            ${n8n.url}   (${login.email}, ${login.password})`,
		`Label Editor   ${sandbox.appUrl}`,
		`Encord API     ${sandbox.url}`,
		`Toy model      ${sandbox.url}/v1   (OpenAI's wire format, any key; chat completions and responses)`,
		`Toy detector   ${sandbox.url}/toy/detect   (POST a picture)`,
		`Toy speech     ${sandbox.url}/v1/audio/transcriptions   (OpenAI's wire format)`,
		`Logs, data     ${folder}`,
	].join('\n');
}

/**
 * The program behind `npm start` and `npm run dev`: builds the nodes, starts the demo, runs `work` with it and then keeps it
 * running until Ctrl-C. When `work` returns an exit code, everything ends at once.
 */
export function runDemoProgram(
	place: DemoPlace,
	work: (demo: Demo) => Promise<number | undefined>,
): void {
	let demo: Demo | undefined;
	let ending: Promise<void> | undefined;

	/** Ends everything. Only the first call counts: after Ctrl-C the terminal and npm may each send a signal. */
	function end(code: number): Promise<void> {
		ending ??= (async () => {
			if (demo !== undefined) process.stderr.write('\nStopping …\n');
			// Programs that are still starting are not in `demo` yet. Their supervisors end them when this process ends.
			await demo?.stop();
			process.exit(code);
		})();
		return ending;
	}

	async function main(): Promise<void> {
		await withProgress('Building the nodes', ensureBuilt);
		demo = await startDemo(place);
		const code = await work(demo);
		if (code !== undefined) return await end(code);
		const crashed = await Promise.race([demo.n8n.program.exited, demo.sandbox.program.exited]);
		if (ending !== undefined) return await ending;
		throw new Error(
			`n8n or the sandbox ended by itself (code ${crashed}); the logs are in ${demo.folder}.`,
		);
	}

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => void end(demo === undefined ? 130 : 0));
	main().catch((error: Error) => {
		process.stderr.write(`\n${reasonOf(error, place.folder)}\n`);
		void end(1);
	});
}

/** What went wrong, why, and where the logs are. */
export function reasonOf(error: Error, folder: string): string {
	const texts: string[] = [];
	for (let one: Error | undefined = error; one; one = one.cause as Error | undefined)
		if (!texts.some((text) => text.includes(one!.message))) texts.push(one.message);
	const reason = texts.join(': ');
	return /\blogs?\b/i.test(reason)
		? reason
		: `${reason}\nThe logs are in ${folder}. What is installed is kept: start again when the cause is gone.`;
}
