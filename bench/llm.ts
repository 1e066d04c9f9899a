/** Measures what stands between ontologies and language models. One JSON line per figure. */
import type { OntologyJson } from '../src/encord/wire/ontologyJson';
import { indexOntology } from '../src/labels/ontology/ontology';
import { FLAVORS, type FlavorName } from '../src/llm/schema/flavors/registry';
import { modelSchemas } from '../src/llm/schema/modelSchema';
import { median } from './media/report';

const KINDS = ['radio', 'checklist', 'text', 'numeric'] as const;

/** Classifications of all types; each radio has nested attributes under one of its options. */
function ontologyOf(classifications: number): OntologyJson {
	return {
		objects: [],
		classifications: Array.from({ length: classifications }, (_, index) => {
			const type = KINDS[index % KINDS.length]!;
			const option = (number: number) => ({
				label: `Option ${number}`,
				value: `option_${number}`,
				featureNodeHash: `op${index}x${number}`,
				...(type === 'radio' &&
					number === 0 && {
						options: [{ name: 'Detail', type: 'text', featureNodeHash: `at${index}n` }],
					}),
			});
			return {
				featureNodeHash: `cl${index}`,
				attributes: [
					{
						name: `Question ${index}`,
						type,
						required: index % 2 === 0,
						featureNodeHash: `at${index}`,
						...(['radio', 'checklist'].includes(type) && {
							options: Array.from({ length: 4 }, (_option, number) => option(number)),
						}),
					},
				],
			};
		}),
	};
}

/** The median of warm runs. */
function milliseconds(work: () => unknown, runs = 31): number {
	for (let run = 0; run < 5; run++) work();
	return median(
		Array.from({ length: runs }, () => {
			const start = performance.now();
			work();
			return performance.now() - start;
		}),
	);
}

function report(what: string, value: number, limit: number): void {
	console.log(
		JSON.stringify({
			bench: 'llm',
			what,
			value: Math.round(value * 100) / 100,
			limit,
			wants: 'at most',
			ok: value <= limit,
		}),
	);
}

const large = indexOntology(ontologyOf(500));
for (const flavor of Object.keys(FLAVORS) as FlavorName[]) {
	// The agents library has no numbers.
	const classifications =
		flavor === 'agentsLibrary'
			? large.classifications
					.filter(({ root }) => root?.type !== 'numeric')
					.map(({ featureHash }) => featureHash)
			: ('all' as const);
	const count = classifications === 'all' ? 500 : classifications.length;
	const make = () => modelSchemas(large, { classifications }, { flavor });
	report(
		`ms for JSON schema and prompt of ${count} classifications, ${flavor}`,
		milliseconds(make),
		50,
	);
	report(
		`ms for JSON schema, prompt and zod schema of ${count} classifications, ${flavor}`,
		milliseconds(() => make().map(({ zod }) => zod)),
		50,
	);
}
