/** Looks for the marks of producers in JSON, without reading it. */
import { isMap, type JsonMap } from './json';

/** Entries deeper than this, or further back in a list, are not looked at: a mark is on every entry. */
const MAX_DEPTH = 5;
const MAX_ENTRIES = 50;

/** Whether a map somewhere in the data fits. */
export function hasMap(data: unknown, fits: (map: JsonMap) => boolean, depth = 0): boolean {
	if (depth > MAX_DEPTH) return false;
	if (Array.isArray(data))
		return (data as unknown[])
			.slice(0, MAX_ENTRIES)
			.some((each) => typeof each === 'object' && each !== null && hasMap(each, fits, depth + 1));
	if (!isMap(data)) return false;
	if (fits(data)) return true;
	for (const key in data) {
		const value = data[key];
		if (typeof value === 'object' && value !== null && hasMap(value, fits, depth + 1)) return true;
	}
	return false;
}

/** Whether a map somewhere in the data has this key. */
export function hasKey(data: unknown, key: string): boolean {
	return hasMap(data, (map) => key in map);
}
