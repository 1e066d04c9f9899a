/** Looks up an ontology item for an edit. */
import { OntologyLookupError } from '../../ontology/lookup';
import { Refusal } from '../../row/problem';

/** The item that `find` finds. @throws Refusal when the ontology does not have it, with the titles it has */
export function lookUpOrRefuse<T>(find: () => T): T {
	try {
		return find();
	} catch (error) {
		if (!(error instanceof OntologyLookupError)) throw error;
		throw new Refusal({
			code: 'unknownItem',
			message: error.message,
			value: error.searchedFor,
			accepted: error.candidates,
		});
	}
}
