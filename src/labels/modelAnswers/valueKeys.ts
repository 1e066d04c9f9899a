/** Keys of the objects in which models put one answer: `{"value": …, "confidence": …, "reason": …}`. */

const VALUE =
	/^(value|values|answer|answers|choice|choices|label|labels|option|selected|selection|selected_?options?|chosen|prediction|predicted|class|category|result|response|text|number|title|name)$/i;
const CONTAINER =
	/^(attributes|attribute_answers|nested|nested_attributes|children|sub_?answers|details|answers|labels|classifications|fields|properties)$/i;
const REMARK =
	'confidences?|scores?|prob(?:s|ability)?|probabilities|certainty|reason(?:s|ing)?|explanations?|rationale|justification|evidence|comments?|notes?|thoughts?|thinking|analysis';
const ALONE = new RegExp(
	`^(?:${REMARK}|sources?|ids?|index|type|kind|model|timestamp|usage|feature_?node_?hash|created|version)$`,
	'i',
);
const BEHIND = new RegExp(`^(.+?)[_\\s-]+(?:${REMARK}|ids?)$`, 'i');

/** Whether a key holds the answer itself. */
export function isValueKey(key: string): boolean {
	return VALUE.test(key);
}

/** Whether a key holds further answers. */
export function isContainerKey(key: string): boolean {
	return CONTAINER.test(key);
}

/** Whether a key stands beside answers and is none, such as `confidence` or `Animal_reason`. */
export function isBesideKey(key: string): boolean {
	return besideWhat(key) !== undefined;
}

/** What a key such as `Animal_reason` is about: `Animal`; empty for `reason` alone. Undefined when it is no such key. */
export function besideWhat(key: string): string | undefined {
	if (ALONE.test(key)) return '';
	return BEHIND.exec(key.replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '_'))?.[1];
}

/** What a value says as truth, also as text or as 1 and 0. Undefined when it is no truth. */
export function truthOf(value: unknown): boolean | undefined {
	if (value === true || value === 1) return true;
	if (value === false || value === 0) return false;
	if (typeof value !== 'string') return undefined;
	const word = value.trim().toLowerCase();
	if (['true', 'yes', 'y', '1', 'checked', 'selected'].includes(word)) return true;
	return ['false', 'no', 'n', '0', 'unchecked', 'not selected'].includes(word) ? false : undefined;
}
