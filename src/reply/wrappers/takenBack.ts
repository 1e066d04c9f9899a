/** Keys by which a reply says that it holds no answer, or that its answers are none. */
import { doubtIn } from '../text/prose';
import type { ReplyMap } from '../value';

/** Refuses answers beside which a key says that they are none: an error, `"valid": false`, `"uncertain": true`. */
export function takenBack(
	map: ReplyMap,
	isName: (key: string) => boolean,
): { refused: string } | undefined {
	for (const [key, value] of Object.entries(map)) {
		if (isName(key)) continue;
		const denied = value === false && /^(?:is_?)?(?:valid|correct|success|ok|answered)$/i.test(key);
		const doubted = value === true && doubtIn(key.replace(/[_-]/g, ' ')) !== undefined;
		const failed = /^errors?$/i.test(key) && typeof value === 'string' && value.trim() !== '';
		if (denied || doubted || failed)
			return { refused: `The reply takes its answers back: "${key}".` };
	}
	return undefined;
}

/** Whether an object of an API says that the request failed. */
export function saysFailed(map: ReplyMap): boolean {
	return map.success === false || map.ok === false || map.is_error === true || map.isError === true;
}
