/** Numbers in words: `nine`, `twenty-one`, `two hundred and five`. */

const SMALL: { [word: string]: number } = Object.fromEntries(
	'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
		.split(' ')
		.map((word, number) => [word, number]),
);
const TENS: { [word: string]: number } = Object.fromEntries(
	'twenty thirty forty fifty sixty seventy eighty ninety'
		.split(' ')
		.map((word, at) => [word, 20 + 10 * at]),
);
const LARGE: { [word: string]: number } = { thousand: 1e3, million: 1e6, billion: 1e9 };

export function isNumberWord(word: string): boolean {
	return word in SMALL || word in TENS || word in LARGE || word === 'hundred';
}

/** The number that words make. Undefined when they are not one number, such as `one two`. */
export function numberOfWords(words: string[]): number | undefined {
	let total = 0;
	let group: number | undefined;
	let lastScale = Infinity;
	let state: 'start' | 'unit' | 'ten' | 'hundred' | 'scale' = 'start';
	for (const word of words) {
		if (word in SMALL) {
			const number = SMALL[word]!;
			if (
				state === 'unit' ||
				(state === 'ten' && (number === 0 || number > 9)) ||
				(number === 0 && words.length > 1)
			)
				return undefined;
			group = (group ?? 0) + number;
			state = 'unit';
		} else if (word in TENS) {
			if (state === 'unit' || state === 'ten') return undefined;
			group = (group ?? 0) + TENS[word]!;
			state = 'ten';
		} else if (word === 'hundred') {
			if (group === undefined || group >= 10 || state === 'hundred') return undefined;
			group *= 100;
			state = 'hundred';
		} else {
			const scale = LARGE[word];
			if (scale === undefined || group === undefined || state === 'scale' || scale >= lastScale)
				return undefined;
			total += group * scale;
			group = undefined;
			lastScale = scale;
			state = 'scale';
		}
	}
	return words.length === 0 ? undefined : total + (group ?? 0);
}
