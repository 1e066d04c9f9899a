import { afterAll, expect, it } from '@jest/globals';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import { closeConnections } from './server/nodeSend';
import { fuzz } from './random/fuzzRun';

afterAll(closeConnections);

// `fuzz.ts` runs the same with other seeds.
it('reads random videos in random containers like a full decode', async () => {
	const { path } = await findFfmpeg();
	const { files, wrong } = await fuzz({
		seed: 5,
		rounds: 3,
		ffmpeg: path,
		encoder: path,
	});
	expect(files).toBeGreaterThan(8);
	expect(wrong).toEqual([]);
}, 180_000);
