/** Breaks JSON in the ways in which a server, a proxy or a newer version can: something is missing, extra, of another type, huge, deep. */
import fc from '../fastCheck';

/** What must appear in no message: an error may name fields, never their values. */
export const SECRET = 'c0ffee-secret-value';

const deep = (levels: number): unknown => {
	let value: unknown = SECRET;
	for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { deep: value };
	return value;
};

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		true,
		0,
		-1,
		0.5,
		1e308,
		Number.MAX_SAFE_INTEGER,
		'',
		' ',
		SECRET,
		'__proto__',
		'constructor',
		[],
		{},
		[null],
		[[]],
		{ 0: null },
		{ length: 1e9 },
		'NaN',
		'2026-13-45 99:99:99',
	),
	fc.constant(0).map(() => deep(60)),
	fc.constant(0).map(() => 'x'.repeat(20_000)),
	fc.jsonValue({ maxDepth: 3 }),
);

type Step =
	| { at: number; how: 'replace'; value: unknown }
	| { at: number; how: 'remove' | 'double' }
	| { at: number; how: 'add'; key: string; value: unknown };

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ at: fc.nat(), how: fc.constant('replace' as const), value: hostileValue }),
	fc.record({ at: fc.nat(), how: fc.constantFrom('remove' as const, 'double' as const) }),
	fc.record({
		at: fc.nat(),
		how: fc.constant('add' as const),
		key: fc.constantFrom('fromTheFuture', '__proto__', 'constructor', '', '0', '-1', '1e3'),
		value: hostileValue,
	}),
);

/** One to three changes. */
export const mutations: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 1, maxLength: 3 });

interface Place {
	holder: Record<string, unknown>;
	key: string;
}

function placesOf(json: unknown, into: Place[] = []): Place[] {
	if (typeof json !== 'object' || json === null) return into;
	for (const key of Object.keys(json)) {
		into.push({ holder: json as Record<string, unknown>, key });
		placesOf((json as Record<string, unknown>)[key], into);
	}
	return into;
}

/** A copy of the JSON with these changes at random places. */
export function mutated<T>(json: T, steps: Step[]): T {
	const root = { json: structuredClone(json) };
	for (const change of steps) {
		const places = placesOf(root.json);
		const place = places[change.at % Math.max(places.length, 1)];
		if (place === undefined) break;
		// A value is used in many cases, and a later change may alter it.
		apply(place, structuredClone(change));
	}
	return root.json;
}

function apply({ holder, key }: Place, change: Step): void {
	const set = (target: object, name: string, value: unknown) =>
		Object.defineProperty(target, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	const value = holder[key];
	if (change.how === 'replace') set(holder, key, change.value);
	else if (change.how === 'remove') {
		if (Array.isArray(holder)) holder.splice(Number(key), 1);
		else delete holder[key];
	} else if (change.how === 'double') {
		if (Array.isArray(holder)) holder.push(value);
		else set(holder, `${key}2`, value);
	} else if (change.how !== 'add') return;
	else if (typeof value === 'object' && value !== null && !Array.isArray(value))
		set(value, change.key, change.value);
	else set(holder, key, { [change.key]: change.value });
}
