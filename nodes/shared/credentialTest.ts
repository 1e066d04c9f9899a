/** The test behind the credential's "Retry" button: says who is connected to what, or exactly what to do (PRODUCT J1). */
import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { encordSettings, regionName, type EncordSettings } from '../../credentials/settings';
import { createEncordClient } from '../../src/encord/client';
import { AuthenticationError, EncordError } from '../../src/encord/errors';
import { n8nLegacySend } from './http';

/** A person waits for the answer. */
const TIMEOUT_MS = 20_000;

/** For `methods.credentialTest`; the credential names it in `testedBy`. */
export async function encordApiTest(
	this: ICredentialTestFunctions, credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const settings = encordSettings(credential.data ?? {});
		const projects = await countProjects(this, settings);
		const plural = projects === 1 ? '1 project' : `${projects} projects`;
		return { status: 'OK', message: `Connected to Encord (${placeOf(settings)}). ${plural} visible to this key.` };
	} catch (error) {
		return { status: 'Error', message: error instanceof EncordError ? error.sentence : 'The test failed for a reason unknown to it.' };
	}
}

async function countProjects(context: ICredentialTestFunctions, { key, apiUrl, ...settings }: EncordSettings): Promise<number> {
	const client = createEncordClient({ key, apiUrl, send: n8nLegacySend(context), timeoutMs: TIMEOUT_MS, totalTimeoutMs: TIMEOUT_MS });
	try {
		return (await client.listProjects()).length;
	} catch (error) {
		if (!(error instanceof AuthenticationError) || error.code === 'CLOCK') throw error;
		throw new AuthenticationError(`Encord (${placeOf({ apiUrl, ...settings })}) does not know this key (ID ${key.publicKeyHex.slice(0, 16)}…).`, {
			advice: 'Register its public half in Encord under Settings → Public keys, for a service account if possible, or choose the region where it is registered.',
		});
	}
}

/** Region, and the host when the region does not say it. */
function placeOf({ region, apiUrl }: Pick<EncordSettings, 'region' | 'apiUrl'>): string {
	return region === 'custom' ? new URL(apiUrl).host : regionName(region);
}
