/** What an ontology has that an agent could stumble over. */
import type { OntologyAttributeJson, OntologyJson } from '../encord/wire/ontologyJson';
import { quoted, sameNames, type Finding } from './setupFindings';

interface Item {
	title: string;
	featureHash: string;
	archived: boolean;
	attributes: OntologyAttributeJson[];
}

/** @param needed titles or feature hashes of objects and classifications that are to be written */
export function ontologyFindings(ontology: OntologyJson, needed: string[]): Finding[] {
	const objects = ontology.objects.map(
		(object): Item => ({
			title: object.name,
			featureHash: object.featureNodeHash,
			archived: object.archived ?? false,
			attributes: object.attributes ?? [],
		}),
	);
	const classifications = ontology.classifications.map(
		(classification): Item => ({
			title: classification.attributes[0]?.name ?? '',
			featureHash: classification.featureNodeHash,
			archived: classification.attributes[0]?.archived ?? false,
			attributes: classification.attributes,
		}),
	);
	const all = [...objects, ...classifications];
	const active = ({ archived }: Item) => !archived;
	if (!all.some(active))
		return [
			{
				severity: 'error',
				area: 'Ontology',
				message: 'The ontology has no objects and no classifications.',
				advice: 'Add to the ontology in Encord what the agent is to label.',
			},
		];
	return [
		...sameNames('objects of the ontology', objects.filter(active), 'Ontology'),
		...sameNames('classifications of the ontology', classifications.filter(active), 'Ontology'),
		...needed.flatMap((title) => neededFindings(title, all)),
		...all.filter(active).flatMap(withoutOptions),
	];
}

function neededFindings(title: string, all: Item[]): Finding[] {
	const name = title.trim().toLowerCase();
	const found = all.filter(
		(item) => item.title.trim().toLowerCase() === name || item.featureHash === title.trim(),
	);
	if (found.some(({ archived }) => !archived)) return [];
	const error = (message: string, advice: string): Finding[] => [
		{ severity: 'error', area: 'Ontology', message, advice },
	];
	if (found.length > 0)
		return error(
			`"${title}" is archived in the ontology, so it cannot be labeled any more.`,
			'Restore it in the ontology, or take it out of the agent.',
		);
	const titles = all.filter(({ archived }) => !archived).map((item) => item.title);
	return error(
		`The ontology has no object and no classification "${title}".`,
		`It has: ${quoted(titles)}.`,
	);
}

/** Questions that nobody can answer, because they offer no options. */
function withoutOptions({ title, attributes }: Item): Finding[] {
	return attributes
		.filter(({ type, archived }) => !archived && (type === 'radio' || type === 'checklist'))
		.filter(({ options = [] }) => options.every(({ archived }) => archived === true))
		.map(({ name }) => ({
			severity: 'warning' as const,
			area: 'Ontology' as const,
			message: `The question "${name}"${name === title ? '' : ` of "${title}"`} has no options to choose from.`,
			advice: 'Add options to it in the ontology.',
		}));
}
