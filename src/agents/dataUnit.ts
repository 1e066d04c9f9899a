import type { LabelRowMetadata } from '../encord/calls/labelRows';

/**
 * The row of one data unit in a listing that may also hold other branches and the members of a data group. Encord's own
 * labels are on the branch `main`.
 */
export function findDataUnit(
	rows: LabelRowMetadata[],
	dataHash: string,
): LabelRowMetadata | undefined {
	const own = rows.filter((row) => row.data_hash.toLowerCase() === dataHash.toLowerCase());
	return own.find((row) => row.branch_name === 'main') ?? own[0];
}
