import { expect } from '@jest/globals';

/** Stryker counts every step of the code, which takes up to a hundred times as long. */
const LIMIT_MS = '__stryker__' in globalThis ? 600_000 : 30_000;

/** Fails on work that grows with the square of its input, which takes minutes. It measures no speed. */
export function comesToAnEnd(work: () => unknown): void {
	const begun = performance.now();
	work();
	expect(performance.now() - begun).toBeLessThan(LIMIT_MS);
}
