import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneFolder, dataFolder } from '../clone';
import { npmCommand, npmEnvironment } from '../programs/npm';
import { npmInstall } from '../programs/npmInstall';
import { runProgram } from '../programs/program';

/** The flags of n8n's install button, n8n §7. */
export const n8nInstallFlags = [
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

interface Manifest {
	name: string;
	dependencies?: Record<string, string>;
	devDependencies?: unknown;
	peerDependencies?: unknown;
	optionalDependencies?: unknown;
}

/** Packs the package as npm publishes it, unpacks it into `folder`, and removes from its package.json what n8n removes. */
export async function unpackInto(folder: string, packageFolder: string): Promise<Manifest> {
	const scratch = await mkdtemp(join(tmpdir(), 'encord-pack-'));
	try {
		await runProgram(
			npmCommand,
			['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', scratch],
			{
				cwd: packageFolder,
				env: npmEnvironment(),
			},
		);
		const tarball = (await readdir(scratch)).find((name) => name.endsWith('.tgz'));
		if (tarball === undefined) throw new Error('`npm pack` made no tarball.');
		await mkdir(folder, { recursive: true });
		await runProgram('tar', ['-xzf', join(scratch, tarball), '--strip-components=1', '-C', folder]);
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
	const manifestFile = join(folder, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
	return manifest;
}

/** Installs that are running in this process, by folder: several n8n may be set up at the same time. */
const installing = new Map<string, Promise<void>>();

/** Runs npm with n8n's flags in a temporary folder, and renames the folder to `kept` when it is complete. */
async function installModules(manifest: Manifest, kept: string): Promise<void> {
	const partial = `${kept}.partial-${process.pid}`;
	await mkdir(partial, { recursive: true });
	try {
		await writeFile(join(partial, 'package.json'), JSON.stringify(manifest));
		await npmInstall({ folder: partial, args: n8nInstallFlags, logFile: `${kept}.log` });
		await rename(partial, kept).catch((error: unknown) => {
			if (!existsSync(kept)) throw error;
		});
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
}

/** The folder with the installed dependencies. They are installed once per set of dependencies and kept in the data folder. */
async function productionModules(manifest: Manifest): Promise<string> {
	const key = createHash('sha256').update(
		JSON.stringify([manifest.dependencies, process.platform, process.arch]),
	);
	const kept = join(dataFolder, 'production-modules', key.digest('hex').slice(0, 16));
	if (!existsSync(kept)) {
		const going =
			installing.get(kept) ?? installModules(manifest, kept).finally(() => installing.delete(kept));
		installing.set(kept, going);
		await going;
	}
	return kept;
}

/** Folder of an installed package in n8n's user folder. */
export function installedFolder(n8nFolder: string, name: string): string {
	return join(n8nFolder, '.n8n', 'nodes', 'node_modules', name);
}

/**
 * Installs a built package into n8n's user folder as the install button of n8n's editor does: it packs the package, unpacks it
 * below `.n8n/nodes/node_modules` and installs the production dependencies with n8n's npm flags.
 */
export async function installPackage(
	n8nFolder: string,
	packageFolder = cloneFolder,
): Promise<void> {
	const { name } = JSON.parse(
		await readFile(join(packageFolder, 'package.json'), 'utf8'),
	) as Manifest;
	const target = installedFolder(n8nFolder, name);
	await rm(target, { recursive: true, force: true });
	const manifest = await unpackInto(target, packageFolder);
	if (Object.keys(manifest.dependencies ?? {}).length === 0) return;
	await cp(join(await productionModules(manifest), 'node_modules'), join(target, 'node_modules'), {
		recursive: true,
	});
}
