/** The entries of a transcript or of another list of ranges, as they were given. */
import { readReply } from '../../reply/readReply';
import { NotTaken } from '../found';
import { isMap, type JsonMap } from '../formats/parts/json';
import { refuseError } from '../formats/parts/said';
import { withNumbers } from '../reading/data';

/** Keys under which the ranges stand as a list; speech models call them segments. */
const LISTS = ['segments', 'ranges', 'detections', 'objects'];
/** Keys of what was said in a range. */
export const TEXT_KEYS: ReadonlySet<string> = new Set(['text', 'transcript']);
const NAMES = new Set([...LISTS, 'start', 'end']);

/** @throws NotTaken when there is no list of ranges, or several */
export function rangeEntries(input: unknown): unknown[] {
	const data = isMap(input) || Array.isArray(input) ? input : dataOf(input);
	if (Array.isArray(data)) return data as unknown[];
	if (isMap(data)) {
		refuseError(data);
		const lists = LISTS.filter((key) => Array.isArray(data[key]));
		if (lists.length > 1)
			throw new NotTaken(`There are several lists: ${lists.join(' and ')}. Give one of them.`);
		const [key] = lists;
		if (key !== undefined) return data[key] as unknown[];
		if (isRange(data)) return [data];
	}
	throw new NotTaken(
		`There is no list of ranges, such as [{"start": 0, "end": 2.5, "text": "…"}], nor one under ${LISTS.join(', ')}. Give [] when the model found nothing.`,
	);
}

const isRange = (data: JsonMap) => 'start' in data && 'end' in data;

function dataOf(input: unknown): unknown {
	const reply = readReply(input, {
		isName: (key) => NAMES.has(key),
		isText: (key) => TEXT_KEYS.has(key),
	});
	if ('refused' in reply) throw new NotTaken(reply.refused);
	if ('value' in reply) return withNumbers(reply.value);
	throw new NotTaken('The text holds no list of ranges. Give [] when the model found nothing.');
}
