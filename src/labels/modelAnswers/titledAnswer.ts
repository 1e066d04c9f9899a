/** Answers in objects that name their question in a value: `{"name": "Weather", "value": "Sunny"}`. */
import type { ReplyMap, ReplyValue } from '../../reply/value';
import type { Questions } from './questions';
import { plain } from './spelling';
import { isValueKey } from './valueKeys';

const TITLE = /^(name|title|question|attribute|field|key|classification|feature|property|label)$/i;

/** Whether a key of the object is the title of a question. */
export function namesAny(questions: Questions, map: ReplyMap): boolean {
	return Object.keys(map).some((key) => questions.named(key).length > 0);
}

/** The question that an object names in a value, and the object without that. Undefined when it names none that was asked. */
export function titledIn(
	map: ReplyMap,
	questions: Questions,
): { name: string; value: ReplyValue } | undefined {
	if (namesAny(questions, map)) return undefined;
	const keys = Object.keys(map);
	for (const key of keys) {
		const name = TITLE.test(key) ? titleIn(key, map[key], questions) : undefined;
		if (name === undefined || !keys.some((each) => each !== key && isValueKey(each))) continue;
		const rest = Object.entries(map).filter(([each]) => each !== key);
		return { name, value: Object.fromEntries(rest) };
	}
	return undefined;
}

/** The title that a value names; the only question may also be spelled out: "What is the weather?" for Weather. */
function titleIn(
	key: string,
	value: ReplyValue | undefined,
	questions: Questions,
): string | undefined {
	if (typeof value !== 'string') return undefined;
	if (questions.named(value).length > 0) return value;
	const { only } = questions;
	if (only === undefined || !/^question$/i.test(key)) return undefined;
	const spelledOut = ` ${plain(value).replace(/[?.]/g, '')} `;
	return spelledOut.includes(` ${plain(only.title)} `) ? only.title : undefined;
}

/** The name in `{"name": "Soil", "value": "Dry"}` when no question that was asked is called so. */
export function nameOfOther(map: ReplyMap, questions: Questions): string | undefined {
	if (namesAny(questions, map) || titledIn(map, questions) !== undefined) return undefined;
	const keys = Object.keys(map);
	const [key, ...others] = keys.filter(
		(each) => TITLE.test(each) && !/^label$/i.test(each) && typeof map[each] === 'string',
	);
	if (key === undefined || others.length > 0) return undefined;
	return keys.some((each) => each !== key && isValueKey(each)) ? String(map[key]) : undefined;
}
