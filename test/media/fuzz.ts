/**
 * Searches for videos that are read wrongly:
 *
 *   node scripts/run.mjs test/media/fuzz.ts SEED [ROUNDS] [--ffmpeg PATH] [--keep DIR]
 *
 * Prints one JSON line per file that is read wrongly, and one with the totals.
 */
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import { closeConnections } from './server/nodeSend';
import { fuzz } from './random/fuzzRun';

const option = (name: string) => {
	const at = process.argv.indexOf(name);
	return at < 0 ? undefined : process.argv[at + 1];
};

async function main(): Promise<void> {
	const [seed, rounds = 10] = process.argv.slice(2).map(Number);
	if (!seed)
		throw new Error('usage: test/media/fuzz.ts SEED [ROUNDS] [--ffmpeg PATH] [--keep DIR]');
	const encoder = (await findFfmpeg()).path;
	const ffmpeg = (await findFfmpeg(option('--ffmpeg'))).path;
	const { files, wrong } = await fuzz({
		seed,
		rounds: rounds || 10,
		ffmpeg,
		encoder,
		keep: option('--keep'),
	});
	for (const one of wrong)
		console.log(JSON.stringify({ ...one, differences: one.differences.slice(0, 5) }));
	console.log(JSON.stringify({ seed, files, wrong: wrong.length }));
	closeConnections();
	process.exitCode = wrong.length ? 1 : 0;
}

void main();
