/**
 * `npm run sandbox -- --port P --seed demo|conformance|empty|tasks:NUMBER --data-dir D [--app-port A] [--page-size N] [--media-ttl SECONDS]`:
 * prints one line of JSON when it is ready. SIGINT, SIGTERM and SIGHUP end it, and so does the end of npm (scripts/run.mjs).
 */
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox';
import { isSeedName, seedChoices } from './seeds/seeds';

const DEFAULT_PORT = '8787';

function wholeNumber(name: string, text: string | undefined, most: number): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text) || Number(text) > most)
		throw new Error(`--${name} must be a whole number up to ${most}, not "${text}"`);
	return Number(text);
}

async function main(): Promise<void> {
	const string = { type: 'string' } as const;
	const { values } = parseArgs({
		options: {
			port: string,
			'app-port': string,
			seed: string,
			'data-dir': string,
			'page-size': string,
			'media-ttl': string,
		},
	});
	const seed = values.seed ?? 'demo';
	if (!isSeedName(seed)) throw new Error(`--seed must be one of ${seedChoices}, not "${seed}"`);
	const sandbox = await startSandbox({
		seed,
		dataDir: values['data-dir'] ?? `.sandbox/${seed.replace(':', '-')}`,
		port: wholeNumber('port', values.port ?? DEFAULT_PORT, 65535),
		appPort: wholeNumber('app-port', values['app-port'], 65535),
		pageSize: wholeNumber('page-size', values['page-size'], 1000),
		mediaTtlSeconds: wholeNumber('media-ttl', values['media-ttl'], 365 * 24 * 3600),
	});
	const { url, appUrl, keyFile, projects } = sandbox;
	process.stdout.write(
		`${JSON.stringify({ url, appUrl, keyFile, openaiUrl: `${url}/v1`, projects })}\n`,
	);
	// After Ctrl-C two signals arrive, one from the terminal and one from npm. The second must not interrupt the closing.
	let closing: Promise<void> | undefined;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => (closing ??= sandbox.close().then(() => process.exit(0))));
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
