/**
 * Checks the installed package in a plain Node process, without a TypeScript loader and without ffmpeg on PATH.
 * Arguments: the package's folder, the URL of a video, a frame number. The process sends one message with its findings.
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

/** A file elsewhere on this machine would be missing on another one. */
function checkInside(path) {
	if (!path.startsWith(join(folder, 'node_modules')))
		throw new Error('found outside the installed package');
}

/** An `HttpSend` over fetch. In n8n the nodes send with n8n's request helper instead. */
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
		checkInside(require.resolve(name));
		require(name);
	});

// n8n creates an object of the class that the file is named after.
for (const file of [...n8n.credentials, ...n8n.nodes])
	await check(`loads ${file}`, () => {
		const { name, description } = new (require(`./${file}`)[basename(file).split('.')[0]])();
		if (!(name ?? description?.name)) throw new Error('has no name');
	});

await check('finds the packaged ffmpeg', async () => {
	const { findFfmpeg } = require('./dist/src/media/ffmpeg/binary.js');
	checkInside((await findFfmpeg()).path);
});

let picture;
await check('extracts a frame as JPEG', async () => {
	const { openMedia } = require('./dist/src/media/openMedia.js');
	const media = openMedia({ kind: 'video', url: async () => url }, { send });
	for await (const found of media.frames({ frames: [Number(frame)] })) picture = found;
	await media.close();
	if (picture?.mimeType !== 'image/jpeg') throw new Error('no JPEG came');
});

process.send({ checks, picture: picture?.bytes });
