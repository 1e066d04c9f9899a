/** Which of several things a name means. */

const fold = (text: string) => text.trim().toLowerCase();

/**
 * The things with exactly this name, or else those whose name differs just in case or surrounding spaces, because language models
 * write `cat` for `Cat`. Only one of them can be meant: several are for the caller to refuse.
 */
export function withName<T>(
	all: readonly T[],
	name: string,
	nameOf: (one: T) => string,
): { matches: T[]; exact: boolean } {
	const exact = all.filter((one) => nameOf(one) === name);
	return exact.length > 0
		? { matches: exact, exact: true }
		: { matches: all.filter((one) => fold(nameOf(one)) === fold(name)), exact: false };
}
