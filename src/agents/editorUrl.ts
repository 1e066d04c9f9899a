import { REGIONS } from '../encord/wire/regions';
import { toInteger, type AgentCall } from './payload';
import { parseUuid } from '../encord/wire/identifiers';

/** The Encord apps of all regions. */
export const ENCORD_APP_URLS = Object.values(REGIONS).map(({ appUrl }) => appUrl);

/** A place that the Label Editor shows. */
export interface EditorPlace {
	projectHash: string;
	dataHash: string;
	frame?: number;
}

/**
 * The address at which the Label Editor shows a data unit (protocol §12.4).
 * @param appUrl address of the Encord app, without a slash at the end; empty when it is not known
 */
export function editorUrl(
	appUrl: string,
	{ projectHash, dataHash, frame }: EditorPlace,
): string | null {
	if (appUrl === '') return null;
	const ofFrame = frame === undefined ? '' : `/${frame}`;
	return `${appUrl}/label_editor/${projectHash}/${dataHash}${ofFrame}`;
}

export interface EditorLocation {
	/** Address of the Encord app. */
	appUrl: string;
	call: AgentCall;
}

/**
 * Reads the address of a Label Editor page (protocol §12.4):
 * `<app>/label_editor/<project>/<data unit>[/<frame>][/…][?objectHash=…]`. Anything else in the address is ignored, and a frame
 * that is not a number is read as 0.
 *
 * @param appUrls addresses of the apps to accept, without a slash at the end; default: the apps of Encord's regions
 * @returns undefined when the text is not such an address
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
