/**
 * Whether a save that got no answer had arrived. Labels that it added are still in the row then, unless somebody has removed them
 * since. An edit that always adds a label would otherwise add it a second time.
 */
import type { LabelRowJson } from '../../encord/wire/json';
import type { LabelChange } from '../edits/labelChange';

/**
 * @param changes what the save was to change
 * @param row as it is now
 * @returns false also where it cannot be told: what was changed or removed may have been so by somebody else, and doing it again
 *   does no harm
 */
export function hasArrived(changes: readonly LabelChange[], row: LabelRowJson): boolean {
	const answers = { object: row.object_answers, classification: row.classification_answers };
	return (
		changes.length > 0 &&
		changes.every(({ change, type, hash }) => change === 'added' && hash in (answers[type] ?? {}))
	);
}
