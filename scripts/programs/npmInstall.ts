/** Installs packages with npm, and tries again when the registry cannot be reached. */
import { setTimeout as sleep } from 'node:timers/promises';
import { npmCommand, npmEnvironment } from './npm';
import { startProgram } from './program';

export interface NpmInstall {
	/** Folder with the package.json. */
	folder: string;
	/** Arguments after `install`. */
	args: string[];
	/** File that receives what npm prints. */
	logFile: string;
	/** Is told why npm is tried again. */
	say?: (detail: string) => void;
	/** The npm program and its first arguments. */
	command?: string[];
	/** Waits before the second try and those after it, in ms. */
	pauses?: number[];
}

/** npm repeats a request itself; when it gives up, the registry was out of reach for longer. */
const PAUSES = [5000, 20_000, 60_000];

/** What npm and Node call the failures of a network. */
const NETWORK_FAILURE =
	/\b(E(?:CONNRESET|CONNREFUSED|TIMEDOUT|AI_AGAIN|NOTFOUND|PIPE|NETUNREACH|HOSTUNREACH|IDLETIMEOUT)|ERR_SOCKET_TIMEOUT|UND_ERR_\w+|E(?:429|50[0-4]))\b|fetch failed|socket hang up|network timeout/;

/**
 * @throws Error that names the cause and the log. What npm has downloaded stays in its cache, so that the next install goes on from there
 */
export async function npmInstall(install: NpmInstall): Promise<void> {
	const { folder, args, logFile, say, command = [npmCommand], pauses = PAUSES } = install;
	const [program = npmCommand, ...first] = command;
	for (let failures = 0; ; failures++) {
		const npm = startProgram(program, [...first, 'install', ...args], {
			cwd: folder,
			env: npmEnvironment(),
			logFile,
		});
		const code = await npm.exited;
		if (code === 0) return;
		const cause = networkFailureIn(npm.tail(200));
		const pause = pauses[failures];
		if (cause === undefined || pause === undefined)
			throw failure(code, cause, npm.tail(15), logFile);
		say?.(
			`the registry cannot be reached (${cause}), try ${failures + 2} of ${pauses.length + 1} in ${Math.ceil(pause / 1000)} s`,
		);
		await sleep(pause);
	}
}

/** The fault that ended the install. npm gets over many faults of a network, and warns of them. */
function networkFailureIn(output: string): string | undefined {
	const errors = output.split('\n').filter((line) => !/^npm (?:warn|http|notice)\b/i.test(line));
	return NETWORK_FAILURE.exec(errors.join('\n'))?.[0];
}

function failure(
	code: number | null,
	cause: string | undefined,
	tail: string,
	logFile: string,
): Error {
	const what =
		cause === undefined
			? `npm ended with code ${code}`
			: `npm cannot reach its registry (${cause}). Check the network, or the proxy and the registry in npm's settings. What was downloaded is kept, so the next start goes on from there`;
	return new Error(`${what}. The log is ${logFile}. Its end:\n${tail}`);
}
