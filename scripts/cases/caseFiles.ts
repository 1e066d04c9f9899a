/** Reads files of cases, one JSON object per line, and the ontologies beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OntologyJson } from '../../src/encord/wire/ontologyJson';
import type { CaseJson } from './kind';

export function casesIn(file: string): CaseJson[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line) as CaseJson);
}

/** The ontologies by key, from all files `ontologies*.json` in the folder of a file of cases. */
export function ontologiesBeside(file: string): Map<string, OntologyJson> {
	const folder = dirname(file);
	const files = readdirSync(folder).filter((name) => /^ontologies.*\.json$/.test(name));
	return new Map(
		files.flatMap((name) =>
			Object.entries(
				JSON.parse(readFileSync(join(folder, name), 'utf8')) as { [key: string]: OntologyJson },
			),
		),
	);
}
