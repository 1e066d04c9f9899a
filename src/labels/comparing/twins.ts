/** Which label row of another project is about the same file. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { NotComparable } from './refused';

/**
 * The row of the same data unit; else of the same file in storage; else the only one with the same title, when length and size are the
 * same, too.
 * @param own all rows of the row's own project, to tell whether its title is the only one; undefined: not read, then titles are not used
 * @param others rows of the other project
 * @returns undefined when only titles can tell, and `own` is not given
 * @throws NotComparable when there is none, or it cannot be told which it is
 */
export function twinOf(
	row: LabelRowMetadata,
	others: readonly LabelRowMetadata[],
	own: readonly LabelRowMetadata[] | undefined,
): LabelRowMetadata | undefined {
	const sameUnit = others.filter(({ data_hash }) => data_hash === row.data_hash);
	if (sameUnit.length > 0) return sameUnit[0];
	const file = row.backing_item_uuid ?? undefined;
	const sameFile = others.filter((other) => file !== undefined && other.backing_item_uuid === file);
	if (sameFile.length === 1) return sameFile[0];
	if (sameFile.length > 1) throw ambiguous(row, 'contains this file more than once');
	if (own === undefined) return undefined;
	const named = (rows: readonly LabelRowMetadata[]) =>
		rows.filter(({ data_title }) => data_title === row.data_title);
	const sameTitle = named(others);
	if (sameTitle.length === 0)
		throw new NotComparable(
			`The other project does not have the file "${row.data_title}"`,
			'Files are matched by data unit, by the file in storage, or by a title that is the same.',
		);
	if (sameTitle.length > 1) throw ambiguous(row, 'has several files with this title');
	if (named(own).length > 1) throw ambiguous(row, 'is one of several files with this title');
	const [twin] = sameTitle;
	if (!isSameMedia(row, twin!))
		throw new NotComparable(
			`The file "${row.data_title}" of the other project is another one: it has another size or length`,
			'Files that are matched by title must have the same number of frames, width and height.',
		);
	return twin;
}

function isSameMedia(a: LabelRowMetadata, b: LabelRowMetadata): boolean {
	const facts = ['number_of_frames', 'width', 'height', 'data_type'] as const;
	return facts.every((fact) => (a[fact] ?? null) === (b[fact] ?? null));
}

function ambiguous({ data_title: title }: LabelRowMetadata, why: string): NotComparable {
	return new NotComparable(
		`Which file "${title}" of the other project is meant cannot be told: one of the projects ${why}`,
		'Add the same data units to both projects, or give the files different titles.',
	);
}
