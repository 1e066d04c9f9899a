import { existsSync } from 'node:fs';
import { runProgram } from '../programs/program';
import { withProgress } from '../programs/progress';

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium or Chrome on this machine: `CHROMIUM_PATH`, or one of the usual places. */
export function findChromium(): string | undefined {
	return [process.env.CHROMIUM_PATH ?? '', ...usualPlaces].find(
		(path) => path !== '' && existsSync(path),
	);
}

/** Finds Chromium, or installs Debian's package (this needs root and apt-get). Undefined when neither is possible. */
export async function ensureChromium(): Promise<string | undefined> {
	const found = findChromium();
	if (found !== undefined) return found;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	try {
		await withProgress('Installing Chromium with apt-get', async () => {
			await runProgram('apt-get', ['update', '-qq'], { env });
			await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
				env,
			});
		});
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n`);
	}
	return findChromium();
}
