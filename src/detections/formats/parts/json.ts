/** Small questions about JSON that the formats ask. */

export type JsonMap = { readonly [key: string]: unknown };

export function isMap(value: unknown): value is JsonMap {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isAbsent(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** The maps of a list; an only one may stand without a list, as parsers of XML give it. */
export function mapsIn(value: unknown): JsonMap[] {
	return (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isMap);
}

/** Whether a value is a list that has at least one map, and each of its maps has these keys. */
export function isListWith(value: unknown, ...keys: string[]): boolean {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((entry) => isMap(entry) && keys.every((key) => key in entry))
	);
}

export function firstOf(map: JsonMap, keys: readonly string[]): unknown {
	for (const key of keys) {
		const value = map[key];
		if (value !== undefined && value !== null && value !== '') return value;
	}
	return undefined;
}

/** The last part of a path or address, without its query. */
export function fileName(path: string): string {
	return path.split(/[?#]/)[0]!.split(/[\\/]/).pop() ?? path;
}

/** A value as text. Unlike `String`, it does not fail for maps, whose own keys may be called "toString". */
export function textOf(value: unknown): string {
	return typeof value === 'object' && value !== null
		? (JSON.stringify(value) ?? '')
		: String(value);
}
