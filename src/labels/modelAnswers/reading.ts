/** What the reading of one answer gives. */
import type { Repair, ReplyValue } from '../../reply/value';

/** A value with the repairs that led to it, nothing at all, or the reason why there is none. */
export type Reading<T> =
	| { value: T; repairs: Repair[] }
	| { blank: true }
	| { reason: string; accepted?: unknown };

export function taken<T>(value: T, rule?: string, from?: ReplyValue, to?: string): Reading<T> {
	return {
		value,
		repairs:
			rule === undefined ? [] : [{ rule, from: String(from ?? ''), to: to ?? String(value) }],
	};
}
