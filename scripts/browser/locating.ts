/** Finds the parts of n8n's editor, and waits for them. */
import type { Locator } from 'playwright-core';

export const byId = (id: string) => `[data-test-id="${id}"]`;

/** The whole text of an element. */
export const exactly = (text: string) =>
	new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/** Waits a moment. @returns whether the element is in that state then */
export async function isSoon(
	element: Locator,
	state: 'attached' | 'hidden' | 'visible',
	withinMs = 2000,
): Promise<boolean> {
	return await element.waitFor({ state, timeout: withinMs }).then(
		() => true,
		() => false,
	);
}

/** Waits for one of two. @returns whether it is the second */
export async function either(first: Locator, second: Locator): Promise<boolean> {
	return await Promise.race([first.waitFor().then(() => false), second.waitFor().then(() => true)]);
}
