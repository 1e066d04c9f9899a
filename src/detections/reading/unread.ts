/** An answer of nothing, told from places that a format does not see. */
import { isAbsent } from '../formats/parts/json';
import { hasMap } from '../formats/parts/marks';
import { PLACE_KEYS } from '../formats/parts/words';
import { NotTaken, type Reading } from '../found';

/**
 * Refuses data of which a format reads nothing, though there are places in it: that does not mean that nothing is there.
 * @throws NotTaken
 */
export function refuseUnread({ detections, refused, hasOthers }: Reading, data: unknown): void {
	if (detections.length > 0 || refused.length > 0 || hasOthers === true) return;
	if (hasMap(data, (map) => ['points', ...PLACE_KEYS].some((key) => !isEmpty(map[key]))))
		throw new NotTaken('There are places in the data, but not where this format has them.');
}

const isEmpty = (value: unknown): boolean =>
	isAbsent(value) || (Array.isArray(value) && value.length === 0);
