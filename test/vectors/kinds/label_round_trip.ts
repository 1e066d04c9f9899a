/** A row after the official client has read it and written it again (protocol §8), or that the client cannot read it. */
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { clientForm, UnreadableRow } from '../../oracle/clientForm/form';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { defineKind, verdict, type VectorFile, type Verdict } from '../kind';

export interface RoundTripInput {
	/** Name of one of the file's ontologies, or the ontology itself. */
	ontology: string | OntologyJson;
	metadata: LabelRowMetadata;
	blob: LabelRowJson;
}

export interface RoundTripExpectation {
	dict?: unknown;
	error?: { type: string };
}

export function runRoundTrip(
	input: RoundTripInput,
	expected: RoundTripExpectation,
	whole: VectorFile,
): Verdict {
	const ontologies = whole.ontologies as { [name: string]: OntologyJson } | undefined;
	const json = typeof input.ontology === 'string' ? ontologies?.[input.ontology] : input.ontology;
	if (json === undefined) throw new Error(`The file has no ontology "${String(input.ontology)}"`);
	try {
		const written = clientForm(
			input.blob,
			indexOntology(json),
			input.metadata,
			new Date(String(whole.now)),
		);
		return expected.error === undefined
			? verdict(expected.dict, written)
			: { pass: false, expected, actual: { dict: written } };
	} catch (error) {
		if (!(error instanceof UnreadableRow)) throw error;
		return { pass: expected.error !== undefined, expected, actual: { error: error.message } };
	}
}

export const kind = defineKind<RoundTripInput, RoundTripExpectation>({
	file: 'label_round_trip',
	run: ({ input, expected }, whole) => runRoundTrip(input, expected, whole),
});
