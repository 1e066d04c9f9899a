/** Claims that are made of others. A list has thousands of entries with the same keys, which share them. */
import type { Claim } from '../../found';

const MADE = new WeakMap<Claim, Map<string, Claim>>();

/** The claim that `make` makes of another; made once for each key. */
export function derived(claim: Claim, key: string, make: () => Claim): Claim {
	let made = MADE.get(claim);
	if (made === undefined) MADE.set(claim, (made = new Map<string, Claim>()));
	let own = made.get(key);
	if (own === undefined) made.set(key, (own = make()));
	return own;
}
