/** Selects the objects of a label row that match a filter. */
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { isInSpace } from '../../../src/labels/row/answerEntry';
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
	/** The frames of the object that match the filter, ascending; empty for audio and text. */
	frames: number[];
}

/**
 * The objects that match the filter, in order of creation.
 * @throws InputError when the row does not have an object of `filter.hashes`
 * @throws OntologyLookupError when the ontology does not have a class of `filter.classes`
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
	{ frames: allowed, author }: ObjectFilter,
): SelectedObject[] {
	const place = space.id === undefined ? {} : { space: space.id };
	if (space.kind !== 'frames') {
		return Object.entries(draft.row.object_answers)
			.filter(([, entry]) => ('range' in entry || 'range_html' in entry) && isInSpace(entry, space))
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
			const matching = allowed
				? frames.filter((frame) => allowed.some((range) => isWithin(frame, range)))
				: frames;
			const first = draft.label(space, 'object', matching[0] ?? frames[0] ?? 0, hash);
			if (author && isOwn(author.agent, hash, first) !== (author.who === 'own')) return [];
			return [{ objectHash: hash, featureHash, frames: [...matching], ...place }];
		});
}

function isWithin(frame: number, range: number | FrameRange): boolean {
	const [first, last] = typeof range === 'number' ? [range, range] : range;
	return frame >= first && frame <= last;
}
