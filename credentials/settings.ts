/** Checks and parses the fields of the Encord API credential: the key, and the addresses it is for. */
import { createHash } from 'node:crypto';
import { ValidationError } from '../src/encord/wire/errors';
import { parsePrivateKey, type EncordKey } from '../src/encord/auth/key';
import { addressesOf, type Region } from '../src/encord/wire/regions';

export interface EncordSettings {
	key: EncordKey;
	region: Region;
	/** Origin of the API, without trailing slash. */
	apiUrl: string;
	/** Origin of the app; empty when a custom region leaves it out. */
	appUrl: string;
}

const REGION_NAMES: Record<Region, string> = {
	eu: 'Europe',
	us: 'United States',
	custom: 'a custom address',
};

/**
 * Reads the credential's fields.
 * @throws KeyError for the key, ValidationError for an address
 */
export function encordSettings(fields: Readonly<Record<string, unknown>>): EncordSettings {
	const region = text(fields.region) || 'eu';
	if (!isRegion(region))
		throw new ValidationError(`"${region}" is not a region.`, {
			advice: 'Choose Europe, United States or Custom.',
		});
	const addresses = addressesOf(region, {
		apiUrl: text(fields.apiUrl),
		appUrl: text(fields.appUrl),
	});
	return { key: cachedKey(text(fields.privateKey), text(fields.passphrase)), region, ...addresses };
}

/** The name of a region for messages: `Europe`. */
export function regionName(region: Region): string {
	return REGION_NAMES[region];
}

function isRegion(value: string): value is Region {
	return Object.hasOwn(REGION_NAMES, value);
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

const MAX_KEYS = 20;
/**
 * Parsed keys, because opening a key with a passphrase blocks for 0.2 s. The map key is a hash, so that this cache
 * does not keep the key text.
 */
const keys = new Map<string, EncordKey>();

function cachedKey(privateKey: string, passphrase: string): EncordKey {
	const id = createHash('sha256')
		.update(JSON.stringify([privateKey, passphrase]))
		.digest('hex');
	const key = keys.get(id) ?? parsePrivateKey(privateKey, passphrase);
	// Re-inserting moves the key to the end of the map, so the first one is the least recently used.
	keys.delete(id);
	keys.set(id, key);
	const oldest = keys.keys().next().value;
	if (keys.size > MAX_KEYS && oldest !== undefined) keys.delete(oldest);
	return key;
}
