/**
 * Which web pages may call a custom agent. The check of the `Origin` header stops other web pages from calling the agent in the
 * browser of an annotator. It is not authentication, since any program can send the header.
 */

/** `\w` of Encord's own pattern: letters and digits of any script, and the underscore. */
const WORD = '[\\p{L}\\p{N}_]+';

/**
 * Encord's development, staging and preview hosts (protocol §12.2). Encord's own pattern does not escape the dot before `app`,
 * so it accepts any character there. This pattern accepts a dot only.
 */
const DEVELOPMENT_HOSTS = new RegExp(
	`^(?:https://(?:dev|staging)\\.(?:us\\.)?encord\\.com|https://cord-ai-development--${WORD}-${WORD}\\.web\\.app)$`,
	'u',
);

export interface OriginRules {
	/** Addresses of the Encord apps, such as `https://app.encord.com`. */
	appUrls: string[];
	/** Other origins, exactly as a browser sends them: scheme, host and port, no path. */
	extraOrigins?: string[];
	/** Whether Encord's development, staging and preview hosts may call too. */
	includeDevelopment?: boolean;
}

/** Whether the rules allow an `Origin` header. The whole text must match, upper and lower case included. */
export function isAllowedOrigin(origin: string, rules: OriginRules): boolean {
	if (rules.appUrls.some((url) => originOf(url) === origin)) return true;
	if (rules.extraOrigins?.includes(origin)) return true;
	return rules.includeDevelopment === true && DEVELOPMENT_HOSTS.test(origin);
}

/**
 * The origin of an address as a browser sends it: no path, no slash at the end, no default port.
 *
 * @returns undefined when the text is not an http(s) address
 */
export function originOf(url: string): string | undefined {
	try {
		const { origin, protocol } = new URL(url.trim());
		return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Reads a list that a person typed, with commas, spaces or line breaks between the entries. The address of a page gives the
 * origin of the page. Entries that are not web addresses are returned in `unreadable`.
 */
export function parseOriginList(text: string): { origins: string[]; unreadable: string[] } {
	const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
	return {
		origins: entries.flatMap((entry) => originOf(entry) ?? []),
		unreadable: entries.filter((entry) => originOf(entry) === undefined),
	};
}
