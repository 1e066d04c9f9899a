/**
 * Qwen: `bbox_2d` is [x1, y1, x2, y2], `point_2d` is [x, y]. Qwen2.5 counts pixels of the picture it was given, Qwen2 and Qwen3 parts of a grid of 1000
 * under the same key, so the user has to say which. The tokens of Qwen-VL and Qwen2-VL are always on the grid. Sources:
 * QwenLM/Qwen3-VL, cookbooks/spatial_understanding; QwenLM/Qwen-VL, README.
 */
import { NotTaken, type Detection } from '../../found';
import type { Format } from '../format';
import { refuseDoubt } from '../parts/doubt';
import { readEntries } from '../parts/entries';
import { hasKey } from '../parts/marks';

const TOKENS = /<ref>[^<]*<\/ref>\s*<box>|<box>\s*\(/;
const OBJECT =
	/<ref>([^<]*)<\/ref>\s*((?:<box>\s*\(\s*\d+\s*,\s*\d+\s*\)\s*,\s*\(\s*\d+\s*,\s*\d+\s*\)\s*<\/box>\s*)+)/g;
const BOX = /\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*,\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)/g;

/** The tokens of Qwen2-VL as the tags of Qwen-VL, because the tokens look like those of a chat template. */
export function withPlainTags(text: string): string {
	return text
		.replaceAll('<|object_ref_start|>', '<ref>')
		.replaceAll('<|object_ref_end|>', '</ref>')
		.replaceAll('<|box_start|>', '<box>')
		.replaceAll('<|box_end|>', '</box>');
}

export const qwen: Format = {
	name: 'qwen',
	title: 'Qwen',
	description:
		'Bbox_2d with two corners; say whether they are pixels (2.5) or on a grid of 1000 (2 and 3)',
	isChoice: true,
	recognizes: (data) =>
		typeof data === 'string'
			? TOKENS.test(data)
			: hasKey(data, 'bbox_2d') || hasKey(data, 'point_2d'),
	read(data, context) {
		if (typeof data !== 'string') return readEntries(data, { order: 'xyxy', by: 'Qwen' }, context);
		const detections: Detection[] = [];
		for (const [, name, boxes] of data.matchAll(OBJECT)) {
			for (const [, ...corners] of boxes!.matchAll(BOX))
				detections.push({
					index: detections.length,
					names: [name!.trim()],
					places: [
						{
							kind: 'box',
							numbers: corners.slice(0, 4).map(Number) as [number, number, number, number],
							claim: { order: 'xyxy', unit: 'grid1000', by: 'the tokens of Qwen' },
						},
					],
				});
		}
		const rest = data.replaceAll(OBJECT, '');
		if (/<\/?(?:box|ref)\b/.test(rest))
			throw new NotTaken('The tokens of Qwen are not whole: the text may be cut off.');
		refuseDoubt(rest);
		return { detections, refused: [] };
	},
};
