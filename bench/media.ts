/**
 * Measures pictures from media against the bars of frames §7, on a corpus folder:
 *
 *   node scripts/run.mjs bench/media.ts CORPUS_DIR [--only exactness,hour,small,hd,pictures] [--ffmpeg PATH]
 *
 * One JSON line per figure on stdout; times are medians of three runs, ratios are against the peer (download everything +
 * OpenCV, Debian's python3-opencv) or ffmpeg's own decoding in the same run. Without the peer its figures are skipped, loudly.
 */
import { findFfmpeg } from '../src/media/ffmpeg/binary';
import { closeConnections } from '../test/media/nodeSend';
import { openCorpus } from './media/corpusFiles';
import { exactness } from './media/exactness';
import { hour } from './media/hour';
import { picturesAndAttacks } from './media/picturesAndAttacks';
import { peerIsThere, removeBuilt } from './media/processes';
import { skipped } from './media/report';
import { fullHd, smallFiles } from './media/shortAndLarge';

const option = (name: string) => {
	const at = process.argv.indexOf(name);
	return at < 0 ? undefined : process.argv[at + 1];
};

async function main(): Promise<void> {
	const folder = process.argv[2];
	if (!folder || folder.startsWith('--'))
		throw new Error('usage: bench/media.ts CORPUS_DIR [--only NAMES] [--ffmpeg PATH]');
	const only = option('--only')?.split(',');
	const wants = (name: string) => !only || only.includes(name);
	const encoder = (await findFfmpeg()).path;
	const { path, version } = await findFfmpeg(option('--ffmpeg'));
	console.log(JSON.stringify({ bench: 'media', ffmpeg: version, node: process.version }));
	if (!peerIsThere())
		console.error(
			'\n*** OpenCV for Python (apt install python3-opencv) is missing: nothing is compared with the peer. ***\n',
		);
	const corpus = await openCorpus(folder);
	if (wants('exactness')) await exactness(corpus, path);
	if (wants('hour')) await hour(corpus, { ffmpegPath: path });
	if (wants('small')) await smallFiles(corpus, path);
	if (wants('hd')) await fullHd(path, encoder);
	if (wants('pictures')) await picturesAndAttacks(corpus, path, encoder);
	if (!only) skipped(20, "the installation with n8n's own flags is measured by bench/install.ts");
	await corpus.server.stop();
	closeConnections();
	removeBuilt();
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
