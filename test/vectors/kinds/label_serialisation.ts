/**
 * Rows edited by the package against rows edited by the official client (protocol §8). The client re-models a row when it reads
 * it; the package edits the JSON. So the package's edits start from the client's form of the blob (`clientForm`, which the
 * round-trip vectors check) and must give exactly what the client writes. The same edits of the unchanged blob must mean the same.
 */
import type { EncordJson, LabelRowJson } from '../../../src/encord/wire/json';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { clientForm, UnreadableRow, whyUnreadable } from '../../oracle/clientForm/form';
import { RowDraft } from '../../../src/labels/row/draft';
import { cutDynamicAnswers } from '../../../src/labels/answers/dynamicAnswers';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { spaceOf } from '../../../src/labels/row/space';
import { defineKind, sameJson, verdict, type Rule, type Verdict } from '../kind';
import type { Operation } from '../serialisation/operations';
import { Session } from '../serialisation/session';

interface Input {
	row: string;
	blob?: LabelRowJson;
	ops: Operation[];
}

interface Expected {
	dict?: LabelRowJson;
	errors?: Array<{ op: number }>;
	dictError?: unknown;
	/** The client cannot read the row. */
	error?: unknown;
}

/** A deliberate difference, and the function that removes it from both sides. */
interface Relaxation extends Rule {
	/** The cases that it is for; default: all. */
	of?: (operations: Operation[]) => boolean;
	relax(row: LabelRowJson, read: (row: LabelRowJson) => LabelRowJson): LabelRowJson;
}

const RELAXATIONS: Relaxation[] = [
	{
		name: 'emptied frames',
		reason:
			'the client leaves two empty lists on a frame it emptied; we take the frame away, and reading makes them the same (protocol §8)',
		relax: withoutEmptyFrames,
	},
	{
		name: 'answers on frames the object has left',
		reason:
			'the client keeps dynamic answers of frames an object was removed from; we take them along (protocol §8.7)',
		relax: withoutAnswersOffObject,
	},
	{
		name: 'order of actions',
		reason:
			'the list of dynamic answers turns round with each writing, so its order says nothing (protocol §8.7)',
		relax: withoutOrderOfActions,
	},
	{
		name: 'classifications by range on frames',
		reason:
			'the client can write a classification of a video as a range alone; we write the label on each frame as well, and reading makes them the same (protocol §8.4)',
		of: (operations) => operations.some(({ rangeOnly }) => rangeOnly === true),
		relax: (row, read) => withoutEmptyFrames(read(row)),
	},
	{
		name: 'authors of a classification',
		reason:
			'an author that is set on one frame stays on that frame in the client; our edits also write it in the answer entry, which says who edited last (protocol §8.4)',
		of: (operations) =>
			operations.some(
				({ op, ref }) =>
					op === 'setProperty' &&
					operations.some((made) => made.ref === ref && made.op.endsWith('Classification')),
			),
		relax: withoutEntryAuthors,
	},
];

const UNREADABLE: Rule = {
	name: 'unreadable rows',
	reason:
		'what the client cannot write, or writes so that it cannot be read back, our edits refuse at once (protocol §8.4)',
};

export const kind = defineKind<Input, Expected>({
	file: 'label_serialisation',
	run({ input, expected }, whole) {
		const ontology = indexOntology(whole.ontology as OntologyJson);
		const start = (
			whole.rows as { [name: string]: { metadata: LabelRowMetadata; blob: LabelRowJson } }
		)[input.row];
		if (start === undefined) throw new Error(`The file has no row "${input.row}"`);
		const now = new Date(String(whole.now));
		const blob = input.blob ?? start.blob;
		const unreadable = whyUnreadable(blob, ontology, start.metadata);
		if (unreadable !== undefined)
			return {
				pass: expected.error !== undefined,
				expected,
				actual: { error: unreadable.message },
			};
		const read = clientForm(blob, ontology, start.metadata, now);
		const session = new Session(read, ontology, start.metadata, now);
		session.run(input.ops);
		const refused = (expected.errors ?? []).map(({ op }) => op);
		if (
			expected.dictError !== undefined ||
			(expected.dict !== undefined &&
				whyUnreadable(expected.dict, ontology, start.metadata) !== undefined)
		) {
			const pass =
				session.refused.length > refused.length ||
				whyUnreadable(session.row, ontology, start.metadata) !== undefined;
			return {
				pass,
				rule: UNREADABLE,
				expected,
				actual: { refused: session.refused, row: session.row },
			};
		}
		const exact = compare(
			{ refused, row: expected.dict },
			{ refused: session.refused, row: session.row },
			RELAXATIONS.filter(({ of }) => of === undefined || of(input.ops)),
			(row) => reread(row, () => clientForm(row, ontology, start.metadata, now)),
		);
		if (!exact.pass) return exact;
		const onBlob = new Session(blob, ontology, start.metadata, now);
		onBlob.run(input.ops);
		const [ours, theirs] = [onBlob.row, session.row].map((row) =>
			withoutOrderOfActions(reread(row, () => clientForm(row, ontology, start.metadata, now))),
		);
		return sameJson(ours, theirs)
			? exact
			: verdict({ onWhatTheClientReads: theirs }, { onTheBlob: ours });
	},
});

/** Exactly equal, or equal but for one or all of the deliberate differences. */
function compare(
	expected: { refused: number[]; row: LabelRowJson | undefined },
	actual: { refused: number[]; row: LabelRowJson },
	relaxations: Relaxation[],
	read: (row: LabelRowJson) => LabelRowJson,
): Verdict {
	const exact = verdict(expected, actual);
	const { row } = expected;
	if (exact.pass || row === undefined) return exact;
	for (const rules of [...relaxations.map((rule) => [rule]), relaxations]) {
		const relax = (from: LabelRowJson): LabelRowJson =>
			rules.reduce((relaxed, rule) => rule.relax(relaxed, read), from);
		const relaxed = verdict(
			{ ...expected, row: relax(row) },
			{ ...actual, row: relax(actual.row) },
		);
		if (relaxed.pass)
			return {
				...relaxed,
				rule: {
					name: rules.map(({ name }) => name).join(' + '),
					reason: rules.map(({ reason }) => reason).join('; '),
				},
			};
	}
	return exact;
}

/** Dynamic answers only on frames where their object is. */
function withoutAnswersOffObject(row: LabelRowJson): LabelRowJson {
	const draft = new RowDraft(row, undefined);
	const space = spaceOf(row, undefined);
	if (space === undefined || space.kind !== 'frames') return row;
	for (const hash of Object.keys(row.object_actions))
		cutDynamicAnswers(draft, space, hash, draft.index(space, 'object').framesOf(hash));
	return draft.row;
}

/** Frames by number that hold two empty lists only. */
function withoutEmptyFrames(row: LabelRowJson): LabelRowJson {
	const units = Object.entries(row.data_units).map(([key, unit]) => {
		const labels = Object.entries(unit.labels as EncordJson).filter(
			([frame, lists]) =>
				!(/^\d+$/.test(frame) && sameJson(lists, { objects: [], classifications: [] })),
		);
		return [key, { ...unit, labels: Object.fromEntries(labels) }];
	});
	return { ...row, data_units: Object.fromEntries(units) as LabelRowJson['data_units'] };
}

const AUTHORS = ['createdBy', 'createdAt', 'lastEditedBy', 'lastEditedAt', 'manualAnnotation'];

/** The answer entries of classifications without the keys that say who made and edited them. */
function withoutEntryAuthors(row: LabelRowJson): LabelRowJson {
	const entries = Object.entries(row.classification_answers).map(([hash, entry]) => [
		hash,
		Object.fromEntries(Object.entries(entry).filter(([key]) => !AUTHORS.includes(key))),
	]);
	return { ...row, classification_answers: Object.fromEntries(entries) };
}

function reread(row: LabelRowJson, read: () => LabelRowJson): LabelRowJson {
	try {
		return read();
	} catch (error) {
		if (error instanceof UnreadableRow) return { ...row, unreadable: error.message };
		throw error;
	}
}

/** Each reading and writing reverses the list of actions (protocol §8.7). One side is written once more than the other. */
function withoutOrderOfActions(row: LabelRowJson): LabelRowJson {
	const { object_actions } = row;
	const sorted = Object.entries(object_actions ?? {}).map(([hash, entry]) => [
		hash,
		{
			...entry,
			actions: [...((entry.actions ?? []) as EncordJson[])].sort((a, b) =>
				JSON.stringify(a).localeCompare(JSON.stringify(b)),
			),
		},
	]);
	return { ...row, object_actions: Object.fromEntries(sorted) as LabelRowJson['object_actions'] };
}
