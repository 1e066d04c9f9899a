/**
 * Output that people read. n8n shows the fields of an item in their order, so what says most stands first: what was done, titles, the
 * link to the Label Editor. IDs stand last: later nodes find them wherever they are.
 */
import type { IDataObject } from 'n8n-workflow';
import { editorUrl } from '../../../src/agents/editorUrl';

const LINK = 'editorUrl';
/** Of an item about several data units, in the order of their IDs. */
const LINKS = 'editorUrls';
const TITLE = /^(title|name|.*Title)$/;
const ID = /(Hash|Uuid|Hashes|Uuids)$/;

/**
 * The same fields in the order in which people read them. An item about a data unit gets the address at which the Label Editor
 * shows it, and an item about several of them the address of each: null when the credential does not name the app.
 * @param appUrl address of the Encord app, empty when it is not known; absent: no address is added
 */
export function readable(json: IDataObject, appUrl?: string): IDataObject {
	const all = appUrl === undefined ? json : { ...json, ...linkOf(json, appUrl) };
	return Object.fromEntries(
		Object.entries(all)
			.map((entry, position) => ({ entry, rank: rankOf(entry[0]), position }))
			.sort((a, b) => a.rank - b.rank || a.position - b.position)
			.map(({ entry }) => entry),
	);
}

function linkOf(json: IDataObject, appUrl: string): IDataObject {
	const { projectHash, dataHash, dataHashes, frame } = json;
	if (Array.isArray(dataHashes) && typeof projectHash === 'string') {
		const links = dataHashes.map((each) =>
			editorUrl(appUrl, { projectHash, dataHash: String(each) }),
		);
		return { [LINKS]: appUrl === '' ? null : links };
	}
	if (LINK in json || typeof projectHash !== 'string' || typeof dataHash !== 'string') return {};
	const place = { projectHash, dataHash, ...(typeof frame === 'number' ? { frame } : {}) };
	return { [LINK]: editorUrl(appUrl, place) };
}

function rankOf(key: string): number {
	if (key === 'summary') return 0;
	if (TITLE.test(key)) return 1;
	if (key === LINK || key === LINKS) return 2;
	return ID.test(key) ? 4 : 3;
}
