/** Which reader an asset gets by its kind, and when its first byte is asked for. */
import { describe, expect, it } from '@jest/globals';
import type { MediaKind } from '../../../src/media/mediaKind';
import { openMedia } from '../../../src/media/openMedia';

describe('an opened asset', () => {
	const opened = (kind: MediaKind) => {
		const asked: string[] = [];
		const url = async (): Promise<string> => {
			asked.push('url');
			throw new Error('no address');
		};
		const send = async (): Promise<never> => {
			asked.push('send');
			throw new Error('no storage');
		};
		const children = [{ url }, { url }, { url }];
		return { asked, media: openMedia({ kind, url, children }, { send }) };
	};

	it.each<[MediaKind, number]>([
		['image', 1],
		['imageGroup', 3],
	])('of kind %s knows its number of frames without a request', async (kind, count) => {
		const { asked, media } = opened(kind);
		expect(media.kind).toBe(kind);
		expect(await media.frameCount()).toBe(count);
		await media.close();
		expect(asked).toEqual([]);
	});

	it('of kind video asks for its address when its frames are counted, not before', async () => {
		const { asked, media } = opened('video');
		expect(media.kind).toBe('video');
		expect(asked).toEqual([]);
		await expect(media.frameCount()).rejects.toThrow('no address');
		await media.close();
		expect(asked).toEqual(['url']);
	});
});
