import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, basename, join } from 'node:path';
import { watchGrowth } from '../programs/folderGrowth';
import { npmCommand, npmEnvironment } from '../programs/npm';
import { npmInstall } from '../programs/npmInstall';
import { runProgram } from '../programs/program';
import { withProgress } from '../programs/progress';

/** The n8n of the tests, of `npm start` and of deploy/. */
export const n8nVersion = '2.41.1';
const packagedNodeVersion = '24.21.0';
const oldestNodeForN8n = 24;
/** What n8n and Node take up on the disk. */
const installedBytes = 3.2e9;

/** An installed n8n, and a Node that can run it. */
export interface N8nRuntime {
	folder: string;
	/** The Node program that runs n8n. */
	node: string;
	/** n8n's command-line program. */
	n8n: string;
	version: string;
}

const ownNodeWillDo = Number(process.versions.node.split('.')[0]) >= oldestNodeForN8n;
/** The npm package with Node's program and headers. So everything comes from the npm registry. */
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** What this package installs once per user. */
export function cacheFolder(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-encord');
}

/** The folder of this version of n8n for this version of Node, whether or not it is installed. */
function n8nFolder(): string {
	const node = ownNodeWillDo ? process.versions.node : packagedNodeVersion;
	return join(cacheFolder(), `n8n-${n8nVersion}-node-${node}`);
}

function isComplete(folder: string): boolean {
	return existsSync(join(folder, '.complete'));
}

/** The folder of n8n if it is installed, for tests that can do without. */
export function installedN8nFolder(): string | undefined {
	return isComplete(n8nFolder()) ? n8nFolder() : undefined;
}

function runtimeIn(folder: string): N8nRuntime {
	const node = ownNodeWillDo
		? process.execPath
		: join(folder, 'node_modules', nodePackage, 'bin', 'node');
	return {
		folder,
		node,
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		version: n8nVersion,
	};
}

/** Installs n8n as n8n §0 says: without install scripts (one needs GitHub), then compiles the one native module it needs. */
async function installInto(folder: string): Promise<void> {
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ name: 'n8n-runtime', private: true, overrides: { linkedom: '0.18.12' } }),
	);
	const packages = [
		`n8n@${n8nVersion}`,
		...(ownNodeWillDo ? [] : [`${nodePackage}@${packagedNodeVersion}`]),
	];
	process.stderr.write(
		`n8n ${n8nVersion} is not there yet. It is installed once per user into ${dirname(folder)}: about 3 GB from the npm registry, 5 to 10 minutes, then 2 minutes to compile its database module. Without n8n, \`npm run sandbox\` shows the local Encord at once.\n`,
	);
	const logFile = `${folder}.log`;
	const args = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
	await withProgress(`Installing n8n ${n8nVersion}`, async ({ say }) => {
		await watchGrowth(folder, installedBytes, say, async () => {
			await npmInstall({ folder, args, logFile, say });
		});
	});
	const { node } = runtimeIn(folder);
	const nodeFolder = dirname(dirname(node));
	const headers = existsSync(join(nodeFolder, 'include', 'node', 'node.h'))
		? [`--nodedir=${nodeFolder}`]
		: [];
	await withProgress('Compiling its database module (about 2 minutes)', () =>
		runProgram(
			npmCommand,
			['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error', ...headers],
			{
				cwd: folder,
				env: npmEnvironment(dirname(node)),
				logFile,
			},
		),
	);
	await writeFile(join(folder, '.complete'), '');
	await rm(logFile, { force: true });
}

function processExists(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Removes the folders of aborted installs. The folder of an install that is still running stays. */
async function removeAbandoned(parent: string, name: string): Promise<void> {
	for (const entry of await readdir(parent)) {
		const pid = entry.startsWith(`${name}.partial-`) ? Number(entry.split('-').pop()) : undefined;
		if (pid !== undefined && !processExists(pid))
			await rm(join(parent, entry), { recursive: true, force: true });
	}
}

/**
 * The n8n that the tests and `npm start` run. It is installed once per user, in a folder of the XDG cache that has the versions
 * of n8n and Node in its name. npm installs into a temporary folder, which is renamed when it is complete. So an aborted install
 * is never used, and when two run at once, the first to finish is kept.
 */
export async function ensureN8nRuntime(): Promise<N8nRuntime> {
	const parent = cacheFolder();
	const folder = n8nFolder();
	const name = basename(folder);
	await mkdir(parent, { recursive: true });
	await removeAbandoned(parent, name);
	if (isComplete(folder)) return runtimeIn(folder);
	const partial = join(parent, `${name}.partial-${process.pid}`);
	await mkdir(partial);
	try {
		await installInto(partial);
		if (!isComplete(folder)) {
			await rm(folder, { recursive: true, force: true });
			await rename(partial, folder).catch((error: unknown) => {
				if (!isComplete(folder)) throw error;
			});
		}
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
	return runtimeIn(folder);
}
