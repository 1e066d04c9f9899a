/** The test behind the credential's "Retry" button: says who is connected to what, or exactly what to do. */
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { encordSettings, regionName, type EncordSettings } from '../../../credentials/settings';
import { createEncordClient } from '../../../src/encord/client';
import { AuthenticationError, EncordError } from '../../../src/encord/wire/errors';
import type { HttpSend } from '../../../src/encord/wire/send';
import { n8nLegacySend } from './http';

/** A person waits for the answer. */
const TIMEOUT_MS = 20_000;

/** For `methods.credentialTest` of a node that lists the credential with `testedBy: 'encordApiTest'`. */
export async function encordApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	let settings: EncordSettings | undefined;
	try {
		settings = encordSettings(credential.data ?? {});
		return { status: 'OK', message: await connect(n8nLegacySend(this), settings) };
	} catch (error) {
		return { status: 'Error', message: failureOf(error, settings) };
	}
}

async function connect(send: HttpSend, settings: EncordSettings): Promise<string> {
	const { key, apiUrl } = settings;
	const client = createEncordClient({
		key,
		apiUrl,
		send,
		timeoutMs: TIMEOUT_MS,
		totalTimeoutMs: TIMEOUT_MS,
	});
	const { length } = await client.listProjects();
	return `Connected to Encord (${placeOf(settings)}). ${length === 1 ? '1 project' : `${length} projects`} visible to this key.`;
}

function failureOf(error: unknown, settings?: EncordSettings): string {
	if (!(error instanceof EncordError)) return 'The test failed for a reason unknown to it.';
	// A wrong clock has its own advice; any other refused signature means that Encord does not know the key.
	if (!settings || !(error instanceof AuthenticationError) || error.code === 'CLOCK')
		return error.sentence;
	return (
		`Encord (${placeOf(settings)}) does not know this key (ID ${settings.key.publicKeyHex.slice(0, 16)}…). ` +
		'Register its public half in Encord under Settings → Public keys, for a service account if possible, ' +
		'or choose the region where it is registered.'
	);
}

/** Region, and the host when the region does not say it. */
function placeOf({ region, apiUrl }: Pick<EncordSettings, 'region' | 'apiUrl'>): string {
	return region === 'custom' ? new URL(apiUrl).host : regionName(region);
}
