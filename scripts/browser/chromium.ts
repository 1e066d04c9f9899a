import { existsSync } from 'node:fs';
import { installDebianPackages } from '../programs/debianPackages';

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
	if (findChromium() === undefined) await installDebianPackages('Chromium', ['chromium']);
	return findChromium();
}
