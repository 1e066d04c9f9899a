/** Addresses of Encord's API and web app, by region (protocol §1). */
import { ValidationError } from './errors';

export type Region = 'eu' | 'us' | 'custom';

export interface Addresses {
	/** Origin of the API, without trailing slash. */
	apiUrl: string;
	/** Origin of the app. Only its pages may call a custom agent. */
	appUrl: string;
}

export const REGIONS: Readonly<Record<Exclude<Region, 'custom'>, Addresses>> = {
	eu: { apiUrl: 'https://api.encord.com', appUrl: 'https://app.encord.com' },
	us: { apiUrl: 'https://api.us.encord.com', appUrl: 'https://app.us.encord.com' },
};

/**
 * Addresses of a region. A custom region gives its own addresses; its app address is optional here, and empty text without one.
 * @throws ValidationError when an address is missing or not a plain https origin
 */
export function addressesOf(
	region: Region,
	custom: { apiUrl?: string; appUrl?: string } = {},
): Addresses {
	if (region !== 'custom') return REGIONS[region];
	const appUrl = custom.appUrl?.trim();
	return {
		apiUrl: originOf(custom.apiUrl ?? '', 'API address'),
		appUrl: appUrl ? originOf(appUrl, 'app address') : '',
	};
}

/**
 * The origin of an address as typed: https (http only for a sandbox on this machine), no path. A trailing slash is tolerated.
 * @throws ValidationError
 */
export function originOf(address: string, what: string): string {
	const example = what === 'app address' ? 'https://app.example.com' : 'https://api.example.com';
	const url = parse(address.trim());
	if (!url)
		throw new ValidationError(
			`The ${what} is missing or not a web address; it looks like ${example}.`,
		);
	if (url.username || url.password)
		throw new ValidationError(`The ${what} must not hold a user name or password.`);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw new ValidationError(
			`The ${what} must begin with https:// (http:// only works for this machine itself).`,
		);
	}
	if (url.pathname !== '/' || url.search || url.hash) {
		throw new ValidationError(
			`The ${what} must end after the host name, like ${example}; a path after it is not supported.`,
		);
	}
	return url.origin;
}

function parse(address: string): URL | undefined {
	try {
		return new URL(address);
	} catch {
		return undefined;
	}
}

function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
