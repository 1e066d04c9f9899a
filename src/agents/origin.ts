/**
 * Which web pages may call a custom agent. The `Origin` header protects the people who use a browser from foreign pages;
 * it is not authentication, since any program can send it.
 */

/** `\w` as Encord's pattern means it: letters and digits of any script, and the underscore. */
const WORD = '[\\p{L}\\p{N}_]+';

/**
 * Encord's development, staging and preview hosts (protocol §12.2), with the dot before `app` taken literally. In the
 * original it is unescaped, so that any character would pass there.
 */
const DEVELOPMENT_HOSTS = new RegExp(
	`^(?:https://(?:dev|staging)\\.(?:us\\.)?encord\\.com|https://cord-ai-development--${WORD}-${WORD}\\.web\\.app)$`,
	'u',
);

export interface OriginRules {
	/** Addresses of the Encord app people label in, e.g. `https://app.encord.com`. */
	appUrls: string[];
	/** Further origins, exactly as a browser sends them: scheme, host and port, no path. */
	extraOrigins?: string[];
	/** Also Encord's own development, staging and preview hosts. */
	includeDevelopment?: boolean;
}

/** Whole-string, case-sensitive match of an `Origin` header against the rules. */
export function isAllowedOrigin(origin: string, rules: OriginRules): boolean {
	if (rules.appUrls.some((url) => originOf(url) === origin)) return true;
	if (rules.extraOrigins?.includes(origin)) return true;
	return rules.includeDevelopment === true && DEVELOPMENT_HOSTS.test(origin);
}

/**
 * Origin of an address as a browser would send it: no path, no trailing slash, no default port.
 *
 * @returns undefined when the text is no http(s) address
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
 * Reads a list typed by a person (commas, spaces or lines between entries) into origins; a pasted page address counts with
 * its origin. Entries that are no web address come back as they were typed.
 */
export function parseOriginList(text: string): { origins: string[]; unreadable: string[] } {
	const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
	return {
		origins: entries.flatMap((entry) => originOf(entry) ?? []),
		unreadable: entries.filter((entry) => originOf(entry) === undefined),
	};
}
