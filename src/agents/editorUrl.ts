import { REGIONS } from '../encord/wire/regions';
import { toInteger, type AgentCall } from './payload';
import { parseUuid } from '../encord/wire/identifiers';

/** The apps of Encord's own regions. */
export const ENCORD_APP_URLS = Object.values(REGIONS).map(({ appUrl }) => appUrl);

export interface EditorLocation {
	/** Address of the app the URL points into. */
	appUrl: string;
	call: AgentCall;
}

/**
 * Reads the address of a Label Editor page (protocol §12.4):
 * `<app>/label_editor/<project>/<data unit>[/<frame>][/…][?objectHash=…]`. Only the start has to fit: whatever follows is
 * ignored, and a frame that is no number counts as 0.
 *
 * @param appUrls apps to accept, without trailing slash; a custom Encord domain goes here
 * @returns undefined when the text is no such address
 */
export function parseEditorUrl(
	url: string,
	appUrls: string[] = ENCORD_APP_URLS,
): EditorLocation | undefined {
	const appUrl = appUrls.find((candidate) => url.startsWith(`${candidate}/label_editor/`));
	if (appUrl === undefined) return undefined;
	const id = '([\\p{L}\\p{N}_-]{36})';
	const pattern = new RegExp(
		`^/label_editor/${id}/${id}(?:/(\\p{Nd}+))?(?:/[^?#\\n]*)?(?:\\?([^#\\n]*))?`,
		'u',
	);
	const match = pattern.exec(url.slice(appUrl.length));
	if (!match) return undefined;

	const projectHash = parseUuid(match[1] ?? '');
	const dataHash = parseUuid(match[2] ?? '');
	const frame = toInteger(match[3] ?? 0);
	if (projectHash === undefined || dataHash === undefined || frame === undefined) return undefined;
	const hashes = new URLSearchParams(match[4] ?? '')
		.getAll('objectHash')
		.filter((hash) => hash !== '');
	return {
		appUrl,
		call: { projectHash, dataHash, frame, objectHashes: hashes.length ? hashes : null },
	};
}
