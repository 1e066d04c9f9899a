/** The first labels of a row (protocol §7.2). */
import type { Context } from '../calls/context';
import { labelRowId, type LabelRow } from '../state/entities';
import { stableUuid } from '../state/ids';
import { found } from '../calls/refusal';
import { laterThan } from '../state/times';
import { emptyContent } from './blob';

/** The row of a data unit on a branch where it has no labels yet. */
export function uncreatedRow(main: LabelRow, branchName: string, order: number): LabelRow {
	return {
		...main,
		id: labelRowId(main.projectHash, main.dataHash, branchName),
		branchName,
		labelHash: null,
		content: null,
		createdAt: null,
		lastEditedAt: null,
		version: 0,
		labelStatus: 'NOT_LABELLED',
		validationErrors: [],
		taskUuid: null,
		order,
	};
}

/** Gives the row a label hash and empty labels. A row that has them already is returned unchanged. */
export function createLabels({ store, now }: Context, row: LabelRow): LabelRow {
	if (row.labelHash !== null) return row;
	const unit = found(store.dataUnits.get(row.dataHash), `Data unit ${row.dataHash}`);
	const at = laterThan(null, now);
	return store.labelRows.put(row.id, {
		...row,
		labelHash: stableUuid('label', row.id),
		content: emptyContent(unit),
		createdAt: at,
		lastEditedAt: at,
		labelStatus: row.labelStatus === 'NOT_LABELLED' ? 'LABEL_IN_PROGRESS' : row.labelStatus,
	});
}
