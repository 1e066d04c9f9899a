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
	const isTitle = (key: string): boolean =>
		TITLE.test(key) && typeof map[key] === 'string' && questions.named(map[key]).length > 0;
	const keys = Object.keys(map);
	const [key] = keys.filter(isTitle);
	if (key === undefined || !keys.some((each) => each !== key && isValueKey(each))) return undefined;
	const { [key]: name, ...value } = map;
	return { name: String(name), value };
}

/** The name in `{"name": "Soil", "value": "Dry"}` when no question that was asked is called so. */
export function nameOfOther(map: ReplyMap, questions: Questions): string | undefined {
	if (namesAny(questions, map) || titledIn(map, questions) !== undefined) return undefined;
	const keys = Object.keys(map);
	const [key, ...others] = keys.filter(
		(each) => TITLE.test(each) && !/^label$/i.test(each) && typeof map[each] === 'string',
	);
	if (key === undefined || others.length > 0) return undefined;
	if (!keys.some((each) => each !== key && isValueKey(each))) return undefined;
	const name = String(map[key]);
	const { only } = questions;
	// A question may be spelled out: "What is the weather?" for Weather.
	const spelledOut =
		only !== undefined &&
		/^question$/i.test(key) &&
		` ${plain(name).replace(/[?.]/g, '')} `.includes(` ${plain(only.title)} `);
	return spelledOut ? undefined : name;
}
