/**
 * Measures the media code on a corpus folder (frames §3) and compares the figures with the bars of frames §7:
 *
 *   node scripts/run.mjs bench/media.ts CORPUS_DIR [--only exactness,hour,small,hd,pictures] [--ffmpeg PATH]
 *
 * Prints one JSON line per figure. Times are medians of three runs. Ratios are relative to the peer (download of the whole file +
 * OpenCV, Debian's python3-opencv) or to decoding by ffmpeg alone in the same run. Without OpenCV the ratios are skipped.
 */
import { findFfmpeg } from '../src/media/ffmpeg/binary';
import { closeConnections } from '../test/media/server/nodeSend';
import { openCorpus } from './media/corpusFiles';
import { exactness } from './media/exactness';
import { hour } from './media/hour';
import { picturesAndAttacks } from './media/picturesAndAttacks';
import { peerIsInstalled, removeBuild } from './media/processes';
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
	if (!peerIsInstalled())
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
	removeBuild();
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
