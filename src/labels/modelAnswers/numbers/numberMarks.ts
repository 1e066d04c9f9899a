/** Reads digits with grouping and decimal marks, when only one reading is left: `1,234.5`, `1.234,56`, `12,50`, `1 234`. */

const SPACES = "[ \\u00a0\\u2009\\u202f_'’]";
/** Digits of a number with its marks, as they stand in a text. */
export const WRITTEN = new RegExp(
	`\\d+(?:(?:${SPACES}(?=\\d{3}(?!\\d))|[.,])\\d+)*(?:[eE][+-]?\\d+)?|[.,]\\d+`,
	'g',
);

const GROUPED_BY_SPACES = new RegExp(`^\\d{1,3}(?:${SPACES}\\d{3})+(?:[.,]\\d+)?$`);

/** The number, or undefined when the marks have no or more than one reading. */
export function numberOf(written: string): number | undefined {
	const text = GROUPED_BY_SPACES.test(written)
		? written.replace(new RegExp(SPACES, 'g'), '')
		: written;
	const wasGrouped = text !== written;
	if (/^\d+$/.test(text)) return exactly(text);
	if (/^\d+(?:\.\d+)?[eE][+-]?\d+$/.test(text)) return exactly(text);
	const marks = text.replace(/\d/g, '');
	if (/[^.,]/.test(marks) || !/\d$/.test(text)) return undefined;
	if (marks === '.' || marks === ',') return oneMark(text, marks, wasGrouped);
	const last = marks.at(-1)!;
	const grouping = marks[0]!;
	if (marks === grouping.repeat(marks.length))
		return groups(text, grouping) && !wasGrouped
			? exactly(text.replaceAll(grouping, ''))
			: undefined;
	if (marks.slice(0, -1) !== grouping.repeat(marks.length - 1) || wasGrouped) return undefined;
	const [whole = '', decimals = ''] = text.split(last);
	return groups(whole, grouping)
		? exactly(`${whole.replaceAll(grouping, '')}.${decimals}`)
		: undefined;
}

/** One mark with three digits behind it may be either mark, unless the number before cannot be a group. */
function oneMark(text: string, mark: string, wasGrouped: boolean): number | undefined {
	const [whole = '', rest = ''] = text.split(mark);
	const either = rest.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && !wasGrouped;
	return either || whole === '' ? undefined : exactly(`${whole}.${rest}`);
}

function groups(text: string, mark: string): boolean {
	const [first = '', ...others] = text.split(mark);
	return (
		/^[1-9]\d{0,2}$/.test(first) &&
		others.length > 0 &&
		others.every((group) => /^\d{3}$/.test(group))
	);
}

/** Undefined for numbers that a JavaScript number cannot hold. */
function exactly(text: string): number | undefined {
	const number = Number(text);
	if (!Number.isFinite(number)) return undefined;
	return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
}
