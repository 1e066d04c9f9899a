/** Numbers as they are written in data: also as text, with a percent sign, in pairs and in named pairs. */
import { numberFrom } from '../../../encord/wire/numberFrom';
import { NotTaken, type Claim } from '../../found';
import { isMap } from './json';

/** A list of numbers with what their spelling says: `12%` counts hundredths. */
export interface Numbers {
	values: number[];
	percent: boolean;
}

/** The numbers of a list. @throws NotTaken when an entry is no finite number, or only some have a percent sign */
export function numbersIn(list: readonly unknown[], what: string): Numbers {
	const values: number[] = [];
	let percents = 0;
	for (const each of list) {
		const isPercent = typeof each === 'string' && each.trim().endsWith('%');
		if (isPercent) percents++;
		const value = isPercent ? numberFrom(each.trim().slice(0, -1)) : numberFrom(each);
		if (!Number.isFinite(value))
			throw new NotTaken(`${what} has ${shown(each)} where a number is expected.`);
		values.push(value);
	}
	if (percents > 0 && percents < list.length)
		throw new NotTaken(`${what} has a percent sign on some of its numbers only.`);
	return { values, percent: percents > 0 };
}

/** The claim with what the spelling of the numbers says. @throws NotTaken when both contradict */
export function withPercent(claim: Claim, percent: boolean): Claim {
	if (!percent) return claim;
	if (claim.unit !== undefined && claim.unit !== 'percent')
		throw new NotTaken(`The numbers have percent signs, but ${claim.by} says ${claim.unit}.`);
	return { ...claim, unit: 'percent', by: 'the percent sign' };
}

/** Points as one flat list: `[x, y, …]`, `[[x, y], …]`, `[{x, y}, …]` or `x,y;x,y`. @throws NotTaken */
export function pointsIn(value: unknown, what: string): { ring: number[]; named: boolean } {
	const list = typeof value === 'string' ? pairsOfText(value) : value;
	if (isPoint(list)) return { ring: xyOf(list, what), named: true };
	if (!Array.isArray(list) || list.length === 0)
		throw new NotTaken(`${what} is ${shown(value)}; expected points.`);
	const entries = list as unknown[];
	if (entries.every(isPoint))
		return { ring: entries.flatMap((point) => xyOf(point as never, what)), named: true };
	if (entries.every(Array.isArray)) {
		if (entries.some((pair) => (pair as unknown[]).length !== 2))
			throw new NotTaken(
				`${what} has points that are no pairs; a third number may be a score, which is no coordinate.`,
			);
		return { ring: numbersIn(entries.flat(1), what).values, named: false };
	}
	const { values } = numbersIn(entries, what);
	if (values.length % 2 !== 0)
		throw new NotTaken(`${what} has ${values.length} numbers; points are pairs.`);
	return { ring: values, named: false };
}

export function isPoint(value: unknown): value is { x: unknown; y: unknown } {
	return isMap(value) && 'x' in value && 'y' in value && !Array.isArray(value.x);
}

function xyOf({ x, y }: { x: unknown; y: unknown }, what: string): number[] {
	return numbersIn([x, y], what).values;
}

/** `200.5,160;360,120` as pairs. */
function pairsOfText(text: string): string[][] {
	return text
		.trim()
		.split(';')
		.filter((pair) => pair.trim() !== '')
		.map((pair) => pair.split(',').map((each) => each.trim()));
}

/** A value as a message can repeat it. */
export function shown(value: unknown): string {
	const text =
		value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'something that is no data');
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
