/**
 * Bar 20 of frames §7: packs the package, installs it with n8n's npm flags, loads it and extracts a frame.
 *
 *   node scripts/run.mjs bench/install.ts
 *
 * Two installs from the npm registry, each in a fresh temporary folder: for this machine (glibc), where the installed code is
 * run, and for Alpine (musl), which n8n's image is, where the tree is checked by its layout. One JSON line per target.
 */
import { path as packagedFfmpeg } from '@ffmpeg-installer/ffmpeg';
import { fork } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, open, realpath, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuilt } from '../scripts/compile/build';
import { cloneFolder } from '../scripts/clone';
import { n8nInstallFlags, unpackInto } from '../scripts/n8n/packageInstall';
import { npmCommand, npmEnvironment } from '../scripts/programs/npm';
import { runProgram } from '../scripts/programs/program';
import { decodeImage } from '../src/media/picture/imageFile';
import { AssetServer } from '../test/media/server/assetServer';
import { readNumber } from '../test/media/corpus/burntNumber';
import { VideoMaker } from '../test/media/corpus/videoMaker';
import { report } from './media/report';

interface Check {
	what: string;
	/** Absent: passed. */
	problem?: string;
}

const passedUnless = (what: string, problem: string | false): Check =>
	problem === false ? { what } : { what, problem };

/** Packs the package and installs it into `home` like n8n into its data folder. Returns the folder of the installed package. */
async function install(home: string, target: string[]): Promise<string> {
	const folder = join(home, 'nodes', 'node_modules', 'n8n-nodes-encord');
	await unpackInto(folder, cloneFolder);
	await runProgram(npmCommand, ['install', ...n8nInstallFlags, ...target], {
		cwd: folder,
		env: npmEnvironment(),
	});
	return folder;
}

/** `npm ls` finds every direct and indirect dependency in a version that fits. */
async function nothingMissing(folder: string): Promise<Check> {
	const listing = runProgram(npmCommand, ['ls', '--all', '--loglevel=error'], {
		cwd: folder,
		env: npmEnvironment(),
	});
	const problem = ({ message }: Error) =>
		message.match(/(missing|invalid): .*/g)?.join('; ') ?? message;
	return passedUnless('npm misses nothing', await listing.then(() => false as const, problem));
}

const filesUnder = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));

const megabytes = (folder: string): number =>
	Math.round(filesUnder(folder).reduce((sum, file) => sum + statSync(file).size, 0) / 1e6);

function reportChecks(target: string, folder: string, checks: Check[], detail: object): void {
	const failed = checks.filter(({ problem }) => problem !== undefined);
	report({
		bar: 20,
		what: `checks passed after an install with n8n's flags, ${target}`,
		value: checks.length - failed.length,
		limit: checks.length,
		atLeast: true,
		detail: {
			...detail,
			megabytes: megabytes(folder),
			checks: checks.map(({ what }) => what),
			failed,
		},
	});
}

interface Findings {
	checks: Check[];
	picture?: Uint8Array;
}

/** Runs `installed.mjs` in a process that can load nothing but the package and n8n-workflow. */
async function checkInPlainNode(
	home: string,
	folder: string,
	url: string,
	frame: number,
): Promise<Findings> {
	// n8n puts its own node_modules into NODE_PATH. A folder with only n8n-workflow cannot hide that a dependency is missing.
	const n8nModules = join(home, 'n8n', 'node_modules');
	await mkdir(n8nModules, { recursive: true });
	const workflow = createRequire(__filename).resolve('n8n-workflow/package.json');
	await symlink(dirname(workflow), join(n8nModules, 'n8n-workflow'), 'junction');
	return await new Promise((resolve, reject) => {
		const child = fork(join(__dirname, 'install', 'installed.mjs'), [folder, url, String(frame)], {
			env: { PATH: n8nModules, NODE_PATH: n8nModules },
			execArgv: [],
			serialization: 'advanced',
			timeout: 120_000,
		});
		child.once('message', (message) => resolve(message as Findings));
		child.once('error', reject);
		child.once('exit', (code) =>
			reject(new Error(`The process with the installed package ended with ${String(code)}`)),
		);
	});
}

async function checkNumber(frame: number, picture: Uint8Array | undefined): Promise<Check> {
	const shown = picture && readNumber(await decodeImage(Buffer.from(picture), 1e6))?.number;
	return passedUnless(
		`frame ${frame} shows its number`,
		shown !== frame && `shows ${String(shown)}`,
	);
}

async function onThisMachine(home: string): Promise<void> {
	const folder = await install(home, []);
	const videos = join(home, 'videos');
	await mkdir(videos);
	const [file, frame] = ['numbered.mp4', 37];
	new VideoMaker(packagedFfmpeg, videos).encode(
		file,
		'',
		{ count: 60 },
		'-c:v libx264 -g 12 -bf 3 -pix_fmt yuv420p',
	);
	const server = await AssetServer.start(videos);
	try {
		const { checks, picture } = await checkInPlainNode(
			home,
			folder,
			await server.source(file).url(),
			frame,
		);
		checks.push(await checkNumber(frame, picture), await nothingMissing(folder));
		const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
		const { glibcVersionRuntime: glibc } = header;
		const target = `${process.platform} ${process.arch} ${glibc ? 'glibc' : 'without glibc'}`;
		reportChecks(target, folder, checks, { checked: 'run', glibc, node: process.version });
	} finally {
		await server.stop();
	}
}

/** The folder of a dependency of a dependency, which npm's shallow strategy nests. */
function nested(folder: string, owner: string, name: string): string {
	const own = join(folder, 'node_modules', owner, 'node_modules', name);
	return existsSync(own) ? own : join(folder, 'node_modules', name);
}

function holds(folder: string, name: RegExp): Check {
	const found =
		existsSync(folder) &&
		filesUnder(folder).some((file) => name.test(file) && statSync(file).size > 0);
	return passedUnless(
		`${folder.split('/').slice(-2).join('/')} holds ${name.source}`,
		!found && 'not there',
	);
}

/** Why a file is not a statically linked x64 ELF program; false when it is one. */
async function notStatic(path: string): Promise<string | false> {
	const file = await open(path);
	try {
		const { buffer: elf, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
		if (bytesRead < 64 || elf.toString('latin1', 0, 6) !== '\x7fELF\x02\x01')
			return 'not a 64-bit ELF file';
		if (elf.readUInt16LE(18) !== 62) return 'not for x64';
		const [start, size, count] = [
			Number(elf.readBigUInt64LE(32)),
			elf.readUInt16LE(54),
			elf.readUInt16LE(56),
		];
		if (count === 0 || start + size * count > bytesRead) return 'program headers not found';
		const types = Array.from({ length: count }, (_, i) => elf.readUInt32LE(start + i * size));
		// PT_INTERP names the dynamic loader, which is another one on Alpine.
		return types.includes(3) && 'needs a dynamic loader';
	} finally {
		await file.close();
	}
}

async function forAlpine(home: string): Promise<void> {
	const folder = await install(home, ['--os=linux', '--cpu=x64', '--libc=musl']);
	const sharp = nested(folder, 'sharp', '@img/sharp-linuxmusl-x64');
	const ffmpeg = join(
		nested(folder, '@ffmpeg-installer/ffmpeg', '@ffmpeg-installer/linux-x64'),
		'ffmpeg',
	);
	const there = existsSync(ffmpeg);
	const checks = [
		holds(sharp, /\.node$/),
		// sharp's native module loads libvips from the folder next to its own.
		holds(join(dirname(sharp), 'sharp-libvips-linuxmusl-x64'), /\.so(\.\d+)*$/),
		passedUnless(
			'ffmpeg may be executed',
			!(there && (statSync(ffmpeg).mode & 0o111) === 0o111) && 'no exec bit',
		),
		passedUnless('ffmpeg is statically linked', there ? await notStatic(ffmpeg) : 'not there'),
		await nothingMissing(folder),
	];
	reportChecks('linux x64 musl', folder, checks, { checked: 'by layout, not run' });
}

async function main(): Promise<void> {
	await ensureBuilt();
	for (const target of [onThisMachine, forAlpine]) {
		const home = await realpath(await mkdtemp(join(tmpdir(), 'bench-install-')));
		try {
			await target(home);
		} finally {
			await rm(home, { recursive: true, force: true });
		}
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
