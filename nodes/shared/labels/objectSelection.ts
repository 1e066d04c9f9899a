/** Which objects of a label row an operation is about. */
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { RowDraft } from '../../../src/labels/row/draft';
import type { FrameRange } from '../../../src/labels/row/frames';
import { isOwn } from '../../../src/labels/row/identity';
import { type OntologyIndex } from '../../../src/labels/ontology/ontology';
import { findObject } from '../../../src/labels/ontology/lookup';
import { allSpaces, type Space } from '../../../src/labels/row/space';
import { InputError } from '../fields/form/inputError';
import type { ObjectFilter } from '../fields/labels/objects';

export interface SelectedObject {
	objectHash: string;
	featureHash: string;
	/** Space inside a data group; absent for the row's own media. */
	space?: string;
	/** Frames the object is on that fit the filter, ascending; empty for audio and text. */
	frames: number[];
}

/**
 * Objects of the row that fit, in the order they were made.
 * @throws InputError for a named object the row does not have, OntologyLookupError for a class the ontology does not have
 */
export function selectObjects(
	row: LabelRowJson,
	metadata: LabelRowMetadata,
	ontology: OntologyIndex,
	filter: ObjectFilter,
): SelectedObject[] {
	const draft = new RowDraft(row, metadata);
	const classes =
		filter.classes &&
		new Set(filter.classes.map((title) => findObject(ontology, title).featureHash));
	const all = allSpaces(row, metadata).flatMap((space) => objectsOf(draft, space, filter));
	const missing = filter.hashes?.find((hash) => !all.some(({ objectHash }) => objectHash === hash));
	if (missing !== undefined) {
		throw new InputError(
			`"${metadata.data_title}" has no object "${missing}"`,
			'It may have been deleted since. Object: Get Many lists the objects there are.',
		);
	}
	return all.filter(
		({ objectHash, featureHash, frames }) =>
			(filter.hashes?.includes(objectHash) ?? true) &&
			(classes?.has(featureHash) ?? true) &&
			(filter.frames === undefined || frames.length > 0),
	);
}

function objectsOf(
	draft: RowDraft,
	space: Space,
	{ frames: wanted, author }: ObjectFilter,
): SelectedObject[] {
	const place = space.id === undefined ? {} : { space: space.id };
	if (space.kind !== 'frames') {
		return Object.entries(draft.row.object_answers)
			.filter(([, entry]) => 'range' in entry || 'range_html' in entry)
			.filter(
				([hash, entry]) => !author || isOwn(author.agent, hash, entry) === (author.who === 'own'),
			)
			.map(([objectHash, { featureHash }]) => ({
				objectHash,
				featureHash: String(featureHash),
				frames: [],
				...place,
			}));
	}
	return draft
		.index(space, 'object')
		.present()
		.flatMap(({ hash, featureHash, frames }) => {
			const fitting = wanted
				? frames.filter((frame) => wanted.some((one) => within(frame, one)))
				: frames;
			const first = draft.label(space, 'object', fitting[0] ?? frames[0] ?? 0, hash);
			if (author && isOwn(author.agent, hash, first) !== (author.who === 'own')) return [];
			return [{ objectHash: hash, featureHash, frames: [...fitting], ...place }];
		});
}

function within(frame: number, wanted: number | FrameRange): boolean {
	const [first, last] = typeof wanted === 'number' ? [wanted, wanted] : wanted;
	return frame >= first && frame <= last;
}
