/** The unit that stands beside a number under a key of its own: `{"value": 2, "unit": "m"}`. */
import {
	isBlank,
	isMap,
	quoted,
	WrittenNumber,
	type ReplyMap,
	type ReplyValue,
} from '../../../reply/value';

/** Whether a key holds the unit of the answer beside it. */
export function isUnitKey(key: string): boolean {
	return /^units?$/i.test(key);
}

/** The unit under keys of an object. Units that differ are put together, which no number can be read with. */
export function unitIn(map: ReplyMap, isUnit: (key: string) => boolean): string | undefined {
	const units = Object.entries(map).flatMap(([key, value]) =>
		isUnit(key) && !isBlank(value) ? [quoted(value)] : [],
	);
	return units.length === 0 ? undefined : [...new Set(units)].join(' ');
}

/** A number with the unit beside it as text; also the numbers in a list, and in an object that may have a unit of its own. */
export function withUnit(value: ReplyValue, unit: string | undefined): ReplyValue {
	if (unit === undefined) return value;
	if (Array.isArray(value)) return value.map((each) => withUnit(each, unit));
	if (isMap(value)) {
		const own = unitIn(value, isUnitKey);
		if (own === unit) return value;
		return { ...value, unit: own === undefined ? unit : `${own} ${unit}` };
	}
	if (value instanceof WrittenNumber) return `${value.text} ${unit}`;
	const isWritten = typeof value === 'number' || (typeof value === 'string' && !isBlank(value));
	return isWritten ? `${value} ${unit}` : value;
}
