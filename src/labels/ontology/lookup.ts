/**
 * Finds objects, classifications, attributes and options of an ontology by feature hash or by title (protocol §10). Throws
 * {@link OntologyLookupError} when no item has the title, or several have it.
 */
import type {
	AttributeItem,
	ClassificationItem,
	ObjectItem,
	OntologyIndex,
	OntologyItem,
	OntologyNode,
	OptionItem,
} from './ontology';

/** The ontology has no item of this title or hash, or several of this title. The message lists the items it has. */
export class OntologyLookupError extends Error {
	constructor(
		message: string,
		/** The title or hash that was looked up. */
		readonly searchedFor: string,
		/** Titles that would have been found; for a title of several items, their paths and hashes. */
		readonly candidates: string[],
	) {
		super(message);
		this.name = 'OntologyLookupError';
	}
}

/** What an ontology has instead of a title that it lacks: `It has: Car, Sky.`. Of more than 25 titles, the first. */
export function whatItHas(titles: readonly string[]): string {
	if (titles.length === 0) return 'It has none.';
	return `It has: ${titles.slice(0, 25).join(', ')}${titles.length > 25 ? ', …' : ''}.`;
}

/** The object with this title or feature hash. @throws OntologyLookupError */
export function findObject(ontology: OntologyIndex, titleOrHash: string): ObjectItem {
	return (
		ontology.objectByHash.get(titleOrHash) ??
		pickByTitle('object', titleOrHash, ontology.objects, 'in the ontology')
	);
}

/**
 * The classification with this title or feature hash; the hash of its root attribute is accepted too.
 * @throws OntologyLookupError
 */
export function findClassification(
	ontology: OntologyIndex,
	titleOrHash: string,
): ClassificationItem {
	return (
		ontology.classificationByHash.get(titleOrHash) ??
		ontology.classifications.find(
			(classification) => classification.root?.featureHash === titleOrHash,
		) ??
		pickByTitle('classification', titleOrHash, ontology.classifications, 'in the ontology')
	);
}

/**
 * The attribute among `candidates` with this feature hash, title, or title path (`Make > Trim level`).
 * @throws OntologyLookupError
 */
export function findAttribute(
	item: OntologyItem,
	titleOrHash: string,
	candidates = item.allAttributes,
): AttributeItem {
	const byHash = candidates.find((attribute) => attribute.featureHash === titleOrHash);
	if (byHash !== undefined) return byHash;
	if (candidates.some((attribute) => sameTitle(attribute.title, titleOrHash)))
		return pickByTitle('attribute', titleOrHash, candidates, `of "${item.title}"`);
	const path = titleOrHash.split('>').map((part) => part.trim());
	const byPath = candidates.filter((attribute) => endsWithTitles(attribute.path, path));
	return pick('attribute', path.join(' > '), byPath, candidates, `of "${item.title}"`);
}

/** The option of a radio or checklist attribute with this feature hash, title or value. @throws OntologyLookupError */
export function findOption(attribute: AttributeItem, titleOrHash: string): OptionItem {
	const byHash = attribute.options.find((option) => option.featureHash === titleOrHash);
	if (byHash !== undefined) return byHash;
	const byTitle = titleMatches(attribute.options, titleOrHash);
	if (byTitle.length === 0) {
		const byValue = attribute.options.filter(
			(option) => option.value === titleOrHash || sameTitle(option.value, titleOrHash),
		);
		if (byValue.length === 1 && byValue[0] !== undefined) return byValue[0];
	}
	return pickByTitle('option', titleOrHash, attribute.options, `of "${attribute.title}"`);
}

/** The only candidate of this title. @throws OntologyLookupError */
function pickByTitle<T extends OntologyNode>(
	kind: string,
	title: string,
	candidates: T[],
	where: string,
): T {
	return pick(kind, title, titleMatches(candidates, title), candidates, where);
}

/** The only one of the candidates that match; of several, the only one that is not archived. @throws OntologyLookupError */
function pick<T extends OntologyNode>(
	kind: string,
	title: string,
	matches: T[],
	candidates: T[],
	where: string,
): T {
	const only = matches.length > 1 ? matches.filter((match) => !match.archived) : matches;
	if (only.length === 1 && only[0] !== undefined) return only[0];
	if (matches.length > 1) {
		const listed = matches.map((match) => `${match.path.join(' > ')} (${match.featureHash})`);
		throw new OntologyLookupError(
			`${matches.length} ${kind}s ${where} are called "${title}". Use the feature hash of the one you mean: ${listed.join(', ')}`,
			title,
			listed,
		);
	}
	const titles = candidates
		.filter((candidate) => !candidate.archived)
		.map((candidate) => candidate.title);
	const shown =
		titles.length > 25 ? [...titles.slice(0, 25), `… ${titles.length - 25} more`] : titles;
	throw new OntologyLookupError(
		`There is no ${kind} "${title}" ${where}. ${titles.length > 0 ? `There are: ${shown.join(', ')}` : 'There are none.'}`,
		title,
		titles,
	);
}

/** Candidates of exactly this title; if there are none, candidates whose title differs in case or spacing only. */
function titleMatches<T extends OntologyNode>(candidates: T[], title: string): T[] {
	const exact = candidates.filter((candidate) => candidate.title === title);
	return exact.length > 0
		? exact
		: candidates.filter((candidate) => sameTitle(candidate.title, title));
}

function sameTitle(a: string, b: string): boolean {
	return normalizeTitle(a) === normalizeTitle(b);
}

function normalizeTitle(title: string): string {
	return title
		.trim()
		.toLowerCase()
		.replace(/[\s_]+/g, ' ');
}

/** Whether the last titles of a path are these; the path may have further titles between them. */
function endsWithTitles(path: string[], titles: string[]): boolean {
	let at = path.length - 1;
	if (titles.length === 0 || !sameTitle(path[at] ?? '', titles[titles.length - 1] ?? ''))
		return false;
	for (let i = titles.length - 1; i >= 0; i--, at--) {
		while (at >= 0 && !sameTitle(path[at] ?? '', titles[i] ?? '')) at--;
		if (at < 0) return false;
	}
	return true;
}
