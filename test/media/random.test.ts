import { afterAll, expect, it } from '@jest/globals';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import { closeConnections } from './nodeSend';
import { tryRandomVideos } from './randomTrial';

afterAll(closeConnections);

// `fuzz.ts` goes on from here.
it('random videos in random containers are read as a full decode shows them', async () => {
	const { path } = await findFfmpeg();
	const { files, wrong } = await tryRandomVideos({
		seed: 5,
		rounds: 3,
		ffmpeg: path,
		encoder: path,
	});
	expect(files).toBeGreaterThan(8);
	expect(wrong).toEqual([]);
}, 180_000);
