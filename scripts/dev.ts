/**
 * `npm run dev`: starts a local Encord and a real n8n that reloads the nodes whenever one of their sources is saved. It has a
 * data folder of its own and does not touch the one of `npm start`. It runs until Ctrl-C.
 */
import { watch } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import packageManifest from '../package.json';
import { completeOutput } from './compile/build';
import { dataFolder, inClone } from './clone';
import { compileOnSave, type Compilation } from './compile/compileOnSave';
import { importTemplate, registerAgent, type Demo } from './demo/demo';
import { addresses, runDemoProgram } from './demo/demoProgram';
import { mirror } from './compile/mirror';
import { installedFolder } from './n8n/packageInstall';
import { withProgress } from './programs/progress';
import { readTemplate, templates } from './demo/templateBinding';

const folder = join(dataFolder, 'dev');
/** Output of the compiler. It is copied into n8n when all nodes in it load. */
const compiledFolder = join(folder, 'dist');
const reloadWithinMs = 30_000;

/** Imports the templates that n8n does not have. Existing workflows stay, because somebody may have changed them. */
async function importMissingTemplates(demo: Demo): Promise<void> {
	const listed = await demo.api.workflows();
	for (const binding of templates) {
		const { name } = await readTemplate(binding.file);
		const existing = listed.find((workflow) => workflow.name === name);
		const workflow =
			existing === undefined
				? await importTemplate(demo, binding)
				: await demo.api.workflow(existing.id);
		await registerAgent(demo, workflow, binding);
	}
}

/** Loads every compiled node and credential in this process first. When one throws, n8n keeps the nodes it has. */
function tryNodes(): void {
	const requireCompiled = createRequire(join(compiledFolder, 'index.js'));
	for (const file of Object.keys(requireCompiled.cache)) {
		if (file.startsWith(compiledFolder)) delete requireCompiled.cache[file];
	}
	const { nodes, credentials } = packageManifest.n8n;
	for (const file of [...credentials, ...nodes]) requireCompiled(`./../${file}`);
}

/** Copies the compiled nodes into n8n and waits until it has loaded them. Returns what happened, for the line on stdout. */
async function reloadNodes({ api, n8n }: Demo): Promise<string> {
	tryNodes();
	await completeOutput(compiledFolder);
	const before = await api.nodeTypesVersion();
	const target = join(installedFolder(n8n.folder, packageManifest.name), 'dist');
	if ((await mirror(compiledFolder, target)) === 0) return 'nothing to reload';
	const until = Date.now() + reloadWithinMs;
	while ((await api.nodeTypesVersion()) === before) {
		if (Date.now() > until) return `n8n has not loaded it (log: ${n8n.logFile})`;
		await sleep(50);
	}
	return 'reloaded';
}

/** Reloads the nodes after each save, in order, and prints a line for each save. Resolves after the first compilation. */
async function reloadOnSave(demo: Demo): Promise<void> {
	let turn: Promise<void> = Promise.resolve();
	const reload = ({ changed, saved, diagnostics }: Compilation): void => {
		turn = turn.then(async () => {
			const outcome = await reloadNodes(demo).catch(
				({ message }: Error) => `n8n keeps the nodes it has: ${message}`,
			);
			process.stdout.write(diagnostics);
			if (changed.length === 0) return;
			const seconds = ((Date.now() - saved) / 1000).toFixed(1);
			process.stdout.write(`${changed.join(', ')}: ${outcome} (${seconds} s)\n`);
		});
	};
	await rm(compiledFolder, { recursive: true, force: true });
	compileOnSave(inClone('tsconfig.json'), compiledFolder, reload);
	let picture: NodeJS.Timeout | undefined;
	watch(inClone('icons'), (_event, name) => {
		// The system sends several events for one save.
		clearTimeout(picture);
		const compilation = { changed: [`icons/${name ?? ''}`], saved: Date.now(), diagnostics: '' };
		picture = setTimeout(() => reload(compilation), 100);
	});
	await turn;
}

const place = { folder, n8nPort: 5678, sandboxPort: 8787, n8nEnv: { N8N_DEV_RELOAD: 'true' } };
runDemoProgram(place, async (demo) => {
	await withProgress('Importing the templates', () => importMissingTemplates(demo));
	await withProgress('Compiling', () => reloadOnSave(demo));
	process.stdout.write(
		`\n${addresses(demo)}\n\nSave a file in credentials/, icons/, nodes/ or src/ and n8n loads it. Ctrl-C ends everything.\n`,
	);
	return undefined;
});
