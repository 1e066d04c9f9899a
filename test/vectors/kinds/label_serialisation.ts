/**
 * Rows edited by us against rows edited by the official client (PROTOCOL §8). The client re-models a row when it reads it;
 * we edit the JSON. So our edits start from what the client reads of the blob (`clientForm`, itself judged by the
 * round-trip vectors) and must then give exactly what the client writes. On the blob as it came they must mean the same.
 */
import type { EncordJson, LabelRowJson, OntologyJson } from '../../../src/encord/json';
import type { LabelRowMetadata } from '../../../src/encord/wire';
import { clientForm, UnreadableRow, whyUnreadable } from '../../../src/labels/clientForm/form';
import { indexOntology } from '../../../src/labels/ontology';
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
}

const EMPTIED_FRAMES: Rule = {
	name: 'emptied frames',
	reason: 'the client leaves two empty lists on a frame it emptied; we take the frame away, and reading makes them the same (PROTOCOL §8)',
};

const UNREADABLE: Rule = {
	name: 'unreadable rows',
	reason: 'what the client cannot write, or writes so that it cannot be read back, our edits refuse at once (PROTOCOL §8.4)',
};

export const kind = defineKind<Input, Expected>({
	file: 'label_serialisation',
	run({ input, expected }, whole) {
		const ontology = indexOntology(whole.ontology as OntologyJson);
		const start = (whole.rows as { [name: string]: { metadata: LabelRowMetadata; blob: LabelRowJson } })[input.row];
		if (start === undefined) throw new Error(`The file has no row "${input.row}"`);
		const now = new Date(String(whole.now));
		const blob = input.blob ?? start.blob;
		const read = clientForm(blob, ontology, start.metadata, now);
		const session = new Session(read, ontology, start.metadata, now);
		session.run(input.ops);
		const refused = (expected.errors ?? []).map(({ op }) => op);
		if (expected.dictError !== undefined || (expected.dict !== undefined && whyUnreadable(expected.dict, ontology, start.metadata) !== undefined)) {
			const pass = session.refused.length > refused.length || whyUnreadable(session.row, ontology, start.metadata) !== undefined;
			return { pass, rule: UNREADABLE, expected, actual: { refused: session.refused, row: session.row } };
		}
		const exact = compare({ refused, row: expected.dict }, { refused: session.refused, row: session.row });
		if (!exact.pass) return exact;
		const onBlob = new Session(blob, ontology, start.metadata, now);
		onBlob.run(input.ops);
		const [ours, theirs] = [onBlob.row, session.row].map((row) => withoutOrderOfActions(reread(row, () => clientForm(row, ontology, start.metadata, now))));
		return sameJson(ours, theirs) ? exact : verdict({ onWhatTheClientReads: theirs }, { onTheBlob: ours });
	},
});

function compare(expected: { refused: number[]; row: LabelRowJson | undefined }, actual: { refused: number[]; row: LabelRowJson }): Verdict {
	const exact = verdict(expected, actual);
	if (exact.pass || expected.row === undefined) return exact;
	const relaxed = verdict({ ...expected, row: withoutEmptyFrames(expected.row) }, { ...actual, row: withoutEmptyFrames(actual.row) });
	return relaxed.pass ? { ...relaxed, rule: EMPTIED_FRAMES } : exact;
}

/** Frames by number that hold two empty lists only. */
function withoutEmptyFrames(row: LabelRowJson): LabelRowJson {
	const units = Object.entries(row.data_units).map(([key, unit]) => {
		const labels = Object.entries(unit.labels as EncordJson).filter(([frame, lists]) => !(/^\d+$/.test(frame) && sameJson(lists, { objects: [], classifications: [] })));
		return [key, { ...unit, labels: Object.fromEntries(labels) }];
	});
	return { ...row, data_units: Object.fromEntries(units) as LabelRowJson['data_units'] };
}

function reread(row: LabelRowJson, read: () => LabelRowJson): unknown {
	try {
		return read();
	} catch (error) {
		if (error instanceof UnreadableRow) return { unreadable: error.message, row };
		throw error;
	}
}

/** Each reading and writing turns the list of actions round (PROTOCOL §8.7); once more on one side than on the other here. */
function withoutOrderOfActions(row: unknown): unknown {
	const { object_actions } = row as LabelRowJson;
	const sorted = Object.entries(object_actions ?? {}).map(([hash, entry]) =>
		[hash, { ...entry, actions: [...((entry.actions ?? []) as EncordJson[])].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) }]);
	return { ...(row as LabelRowJson), object_actions: Object.fromEntries(sorted) as LabelRowJson['object_actions'] };
}
