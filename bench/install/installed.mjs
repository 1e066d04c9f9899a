/**
 * The installed package in a plain Node process, as n8n has it: no loader of TypeScript and no ffmpeg on PATH.
 * Forked with the package's folder, the address of a video and a frame number; one message with the findings goes back.
 */
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const [folder, url, frame] = process.argv.slice(2);
const require = createRequire(join(folder, 'package.json'));
const { dependencies, n8n } = require('./package.json');
const checks = [];

async function check(what, work) {
	try {
		await work();
		checks.push({ what });
	} catch (error) {
		checks.push({ what, problem: String(error?.message ?? error).split('\n')[0] });
	}
}

/** What is found elsewhere on this machine is not there on another one. */
function mustBeInside(path) {
	if (!path.startsWith(join(folder, 'node_modules')))
		throw new Error('found outside the installed package');
}

/** A sender over fetch: what the nodes do with n8n's request helper. */
async function send({ method, url: address, headers, signal }) {
	const response = await fetch(address, { method, headers, signal, redirect: 'manual' });
	return {
		status: response.status,
		headers: Object.fromEntries(response.headers),
		body: response.body ?? [],
	};
}

for (const name of Object.keys(dependencies))
	await check(`loads ${name}`, () => {
		mustBeInside(require.resolve(name));
		require(name);
	});

// n8n makes an object of the class that the file is named after.
for (const file of [...n8n.credentials, ...n8n.nodes])
	await check(`loads ${file}`, () => {
		const { name, description } = new (require(`./${file}`)[basename(file).split('.')[0]])();
		if (!(name ?? description?.name)) throw new Error('has no name');
	});

await check('finds the packaged ffmpeg', async () => {
	const { findFfmpeg } = require('./dist/src/media/ffmpegBinary.js');
	mustBeInside((await findFfmpeg()).path);
});

let picture;
await check('extracts a frame as JPEG', async () => {
	const { readFrames } = require('./dist/src/media/openMedia.js');
	for await (const found of readFrames(
		{ kind: 'video', url: async () => url },
		{ frames: [Number(frame)] },
		{ send },
	))
		picture = found;
	if (picture?.mimeType !== 'image/jpeg') throw new Error('no JPEG came');
});

process.send({ checks, picture: picture?.bytes });
