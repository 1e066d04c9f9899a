/** The first labels of a row (PROTOCOL §7.2). */
import type { Context } from '../context';
import type { LabelRow } from '../entities';
import { stableUuid } from '../ids';
import { found } from '../refusal';
import { laterThan } from '../times';
import { emptyContent } from './blob';

/** Gives the row a label hash and empty labels; a row that has them already is returned as it is. */
export function createLabels({ store, now }: Context, row: LabelRow): LabelRow {
	if (row.labelHash !== null) return row;
	const unit = found(store.dataUnits.get(row.dataHash), `Data unit ${row.dataHash}`);
	const at = laterThan(null, now);
	return store.labelRows.put(row.id, {
		...row, labelHash: stableUuid('label', row.id), content: emptyContent(unit), createdAt: at, lastEditedAt: at,
		labelStatus: row.labelStatus === 'NOT_LABELLED' ? 'LABEL_IN_PROGRESS' : row.labelStatus,
	});
}
