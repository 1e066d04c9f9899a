import type { LabelRowMetadata } from '../encord/calls/labelRows';

/**
 * Finds the label row of a data unit in a listing. The listing may also have rows of other branches, and of the members of a
 * data group. The row on the branch `main` is preferred, since that branch has the labels of the Label Editor.
 */
export function findDataUnit(
	rows: LabelRowMetadata[],
	dataHash: string,
): LabelRowMetadata | undefined {
	const own = rows.filter((row) => row.data_hash.toLowerCase() === dataHash.toLowerCase());
	return own.find((row) => row.branch_name === 'main') ?? own[0];
}
