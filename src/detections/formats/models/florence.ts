/**
 * Florence-2: below the task's name boxes and names side by side, two corners in pixels of the picture; as raw text a name and four
 * tokens `<loc_N>` of a grid of 1000. Source: microsoft/Florence-2-large, model card and processing_florence2.py.
 */
import { NotTaken, type Detection, type Place, type Reading } from '../../found';
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isMap, type JsonMap } from '../parts/json';
import { numbersIn } from '../parts/numbers';

const TASK = /^<[A-Z][A-Z_]+>$/;
const ITEM = /([^<>]+)((?:<loc_\d+>){4}(?:(?:<loc_\d+>){4})*)/g;

export const florence: Format = {
	name: 'florence',
	title: 'Florence-2',
	description: 'Bboxes and labels below the name of the task, in pixels',
	isChoice: true,
	recognizes: (data) =>
		typeof data === 'string' ? /<loc_\d+>/.test(data) : taskOf(data) !== undefined,
	read(data, context) {
		if (typeof data === 'string') return tokens(data);
		const task = taskOf(data);
		const claim = { order: 'xyxy', unit: 'pixels', by: 'Florence-2' } as const;
		if (task === undefined) return readEntries(data, claim, context);
		const { polygons } = task;
		if (Array.isArray(polygons) && polygons.length > 0) return outlines(task);
		return readEntries(task, claim, context);
	},
};

/** The answer below the name of the task, such as `<OD>`; undefined when there is none. */
function taskOf(data: unknown): JsonMap | undefined {
	if (!isMap(data)) return undefined;
	const names = Object.keys(data).filter((key) => TASK.test(key));
	const [name] = names;
	if (name === undefined || names.length > 1) return undefined;
	const answer = data[name];
	return isMap(answer) ? answer : undefined;
}

/** Each object has a list of flat rings, its parts. */
function outlines({ polygons, labels, polygons_labels: own, bboxes }: JsonMap): Reading {
	const names = own ?? labels;
	if (!Array.isArray(polygons) || !Array.isArray(names) || polygons.length !== names.length)
		throw new NotTaken('The outlines and the names of Florence-2 have different lengths.');
	if (Array.isArray(bboxes) && bboxes.length > 0)
		throw new NotTaken('Florence-2 answered boxes and outlines; give one of them.');
	const detections = polygons.map((parts: unknown, index): Detection => {
		const rings = (Array.isArray(parts) ? (parts as unknown[]) : []).map(
			(ring) => numbersIn(ring as unknown[], 'An outline').values,
		);
		const place: Place = {
			kind: 'outline',
			polygons: rings.map((ring) => [ring]),
			claim: { order: 'xyxy', unit: 'pixels', by: 'Florence-2' },
		};
		return { index, names: [names[index]].filter((name) => name !== ''), places: [place] };
	});
	return { detections, refused: [] };
}

function tokens(text: string): Reading {
	const clean = text.replaceAll(/<\/?s>|<pad>/g, '');
	const detections: Detection[] = [];
	for (const [, name, locations] of clean.matchAll(ITEM)) {
		const numbers = [...locations!.matchAll(/\d+/g)].map(([digits]) => Number(digits));
		if (numbers.some((value) => value > 999))
			throw new NotTaken('Florence-2 has no location tokens above 999.');
		for (let at = 0; at < numbers.length; at += 4)
			detections.push({
				index: detections.length,
				names: [name!.trim()],
				places: [
					{
						kind: 'box',
						// A token stands for the middle of its part.
						numbers: numbers.slice(at, at + 4).map((value) => value + 0.5) as unknown as [
							number,
							number,
							number,
							number,
						],
						claim: { order: 'xyxy', unit: 'grid1000', by: 'the tokens of Florence-2' },
					},
				],
			});
	}
	if (clean.replaceAll(ITEM, '').trim() !== '')
		throw new NotTaken(
			'The tokens of Florence-2 are not a name and four locations each: the text may be cut off.',
		);
	return { detections, refused: [] };
}
