/**
 * PaliGemma: four tokens `<locNNNN>` (y0, x0, y1, x1 of 1024) and the name, separated by `;`. Source: google/paligemma,
 * paligemma_parse.py.
 */
import { NotTaken, type Detection, type Place } from '../../found';
import type { Format } from '../format';

const LOCATION = /<loc\d{4}>/;
const ITEM = /^\s*((?:<loc\d{4}>\s*){4})((?:<seg\d{3}>\s*)*)([^<>;]*?)\s*$/;

export const paligemma: Format = {
	name: 'paligemma',
	title: 'PaliGemma',
	description: 'Tokens <locNNNN> with y first, in parts of 1024',
	isChoice: true,
	recognizes: (data) => typeof data === 'string' && LOCATION.test(data),
	read(data) {
		if (typeof data !== 'string')
			throw new NotTaken('PaliGemma answers text with <locNNNN> tokens.');
		const detections = data
			.trim()
			.replace(/<eos>$/, '')
			.replace(/;\s*$/, '')
			.split(';')
			.map((item, index): Detection => {
				const [, tokens, segments, name] = ITEM.exec(item) ?? [];
				if (tokens === undefined)
					throw new NotTaken(
						`"${item.trim()}" is not four <locNNNN> tokens and a name: the text may be cut off.`,
					);
				const numbers = [...tokens.matchAll(/\d{4}/g)].map(([digits]) => Number(digits));
				if (numbers.some((value) => value > 1023))
					throw new NotTaken('PaliGemma has no location tokens above 1023.');
				const claim = { order: 'yxyx', unit: 'grid1024', by: 'PaliGemma' } as const;
				const box: Place = {
					kind: 'box',
					numbers: numbers as unknown as [number, number, number, number],
					claim,
				};
				const codes: Place[] =
					segments === '' ? [] : [{ kind: 'unread', what: 'mask in <seg> tokens', claim }];
				return { index, names: name === '' ? [] : [name], places: [box, ...codes] };
			});
		return { detections, refused: [] };
	},
};
