/** Which label row of another project is about the same file. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { notedHash } from '../../encord/wire/contentHash';
import { NotComparable } from './refused';

type Row = LabelRowMetadata;
type Fact = 'number_of_frames' | 'duration' | 'frames_per_second' | 'width' | 'height';

/** Facts of which both files must have the same. */
const FACTS: readonly Fact[] = [
	'number_of_frames',
	'duration',
	'frames_per_second',
	'width',
	'height',
];

/** Facts that must be known before a title counts, by type of data. Of other types too little is known. */
const NEEDED: Readonly<Record<string, readonly Fact[]>> = {
	IMAGE: ['width', 'height'],
	VIDEO: ['number_of_frames', 'duration', 'width', 'height'],
	AUDIO: ['duration'],
	PLAIN_TEXT: ['number_of_frames'],
};

/** Seconds. Durations are fractions, which are rounded differently. */
const SAME_DURATION = 0.001;

const HOW_FILES_MATCH =
	'Files are matched by data unit, by the file in storage, or by its SHA-256 in the client metadata. Add the same files to both projects.';

/** The label rows of another project, looked up by file. */
export class Twins {
	private readonly byUnit: Map<string, Row[]>;
	private readonly byFile: Map<string, Row[]>;
	private readonly byHash: Map<string, Row[]>;
	private readonly byTitle: Map<string, Row[]>;
	private readonly own: { byUnit: Map<string, Row[]>; byTitle: Map<string, Row[]> } | undefined;

	/**
	 * @param others rows of the other project
	 * @param own all rows of the row's own project, both with client metadata; undefined: only data units and files in storage count
	 */
	constructor(others: readonly Row[], own?: readonly Row[]) {
		this.byUnit = grouped(others, ({ data_hash: hash }) => hash);
		this.byFile = grouped(others, ({ backing_item_uuid: uuid }) => uuid ?? undefined);
		this.byHash = grouped(others, ({ client_metadata: metadata }) => notedHash(metadata));
		this.byTitle = grouped(others, ({ data_title: title }) => title);
		this.own = own && {
			byUnit: grouped(own, ({ data_hash: hash }) => hash),
			byTitle: grouped(own, ({ data_title: title }) => title),
		};
	}

	/**
	 * The row of the same data unit; else of the same file in storage; else of a file with the same content; else the only one with the
	 * same title, when Encord does not say that it is another file in storage, and size and length are known and the same.
	 * @returns undefined when nothing of the first two is found, and the rows of the own project were not given
	 * @throws NotComparable when there is none, or it cannot be told which it is
	 */
	of(row: Row): Row | undefined {
		const sure =
			onlyOne(row, this.byUnit.get(row.data_hash)) ??
			onlyOne(row, this.byFile.get(row.backing_item_uuid ?? ''));
		if (sure !== undefined || this.own === undefined) return sure;
		const listed = this.own.byUnit.get(row.data_hash)?.[0] ?? row;
		const hash = notedHash(listed.client_metadata);
		const sameContent = hash === undefined ? undefined : onlyOne(row, this.byHash.get(hash));
		return sameContent ?? this.ofSameTitle(listed, this.own.byTitle);
	}

	private ofSameTitle(row: Row, ownByTitle: Map<string, Row[]>): Row {
		const [twin, ...more] = this.byTitle.get(row.data_title) ?? [];
		if (twin === undefined)
			throw new NotComparable(
				`The other project does not have the file "${row.data_title}"`,
				HOW_FILES_MATCH,
			);
		if (more.length > 0) throw ambiguous(row, 'has several files with this title');
		if ((ownByTitle.get(row.data_title)?.length ?? 0) > 1)
			throw ambiguous(row, 'is one of several files with this title');
		refuseOtherMedia(row, twin);
		return twin;
	}
}

function grouped(rows: readonly Row[], key: (row: Row) => string | undefined): Map<string, Row[]> {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const name = key(row);
		if (name === undefined) continue;
		const group = groups.get(name);
		if (group) group.push(row);
		else groups.set(name, [row]);
	}
	return groups;
}

function onlyOne(row: Row, found: readonly Row[] = []): Row | undefined {
	if (found.length > 1) throw ambiguous(row, 'contains this file more than once');
	return found[0];
}

/** @throws NotComparable unless two files of one title are of the same media, as far as Encord tells, and it tells enough */
function refuseOtherMedia(row: Row, twin: Row): void {
	const title = `The file "${row.data_title}" of the other project`;
	const hashes = [row, twin].map(({ client_metadata: metadata }) => notedHash(metadata));
	if (hashes[0] !== undefined && hashes[1] !== undefined)
		throw new NotComparable(
			`${title} is another one: its content is not the same`,
			HOW_FILES_MATCH,
		);
	const isOther =
		row.data_type !== twin.data_type ||
		FACTS.some((fact) => isKnown(row, fact) && isKnown(twin, fact) && !isSame(row, twin, fact));
	if (isOther)
		throw new NotComparable(
			`${title} is another one: it has another type, size or length`,
			HOW_FILES_MATCH,
		);
	if (row.backing_item_uuid && twin.backing_item_uuid)
		throw new NotComparable(
			`${title} may be another one: it is another file in storage, and nothing tells that it has the same content`,
			HOW_FILES_MATCH,
		);
	const needed = NEEDED[row.data_type];
	if (needed?.every((fact) => isKnown(row, fact) && isKnown(twin, fact))) return;
	throw new NotComparable(
		`Whether "${row.data_title}" of the other project is the same file cannot be told: Encord does not tell the size and length of both`,
		HOW_FILES_MATCH,
	);
}

/** Zero stands for what Encord has not measured. */
function isKnown(row: Row, fact: Fact): boolean {
	return (row[fact] ?? 0) > 0;
}

function isSame(a: Row, b: Row, fact: Fact): boolean {
	const apart = Math.abs((a[fact] ?? 0) - (b[fact] ?? 0));
	return fact === 'duration' ? apart <= SAME_DURATION : apart === 0;
}

function ambiguous({ data_title: title }: Row, why: string): NotComparable {
	return new NotComparable(
		`Which file "${title}" of the other project is meant cannot be told: one of the projects ${why}`,
		'Add the same data units to both projects, each once.',
	);
}
