/**
 * `npm run --silent cases -- FILE…`: runs cases with the product's code and prints one result per line, `{"id", …}`, or
 * `{"id", "crash"}`. A kind of case is a file in scripts/cases/.
 */
import { casesIn, ontologiesBeside } from './cases/caseFiles';
import type { CaseJson } from './cases/kind';
import { kinds } from './cases/kinds';
import type { OntologyJson } from '../src/encord/wire/ontologyJson';

async function main(files: string[]): Promise<void> {
	if (files.length === 0) {
		process.stderr.write('Usage: npm run --silent cases -- FILE…\n');
		process.exitCode = 2;
		return;
	}
	for (const file of files) {
		const ontologies = ontologiesBeside(file);
		for (const json of casesIn(file))
			process.stdout.write(`${JSON.stringify(await resultOf(json, ontologies))}\n`);
	}
}

async function resultOf(json: CaseJson, ontologies: Map<string, OntologyJson>): Promise<object> {
	const { id } = json;
	const kind = kinds.find((each) => each.isOne(json));
	if (kind === undefined) return { id, crash: 'No kind of case recognizes it.' };
	const ontology = ontologies.get(json.ontology ?? '') ?? { objects: [], classifications: [] };
	try {
		return { id, ...(await kind.run(json, ontology)) };
	} catch (error) {
		return { id, crash: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
}

void main(process.argv.slice(2));
