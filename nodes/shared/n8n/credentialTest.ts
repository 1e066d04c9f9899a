/** The test of the credential. Its message says what the key is connected to, or what to do. */
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

/** Short, because the user waits for the result. */
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
	return `Connected to Encord (${regionOrHost(settings)}) with the key ${key.publicKeyHex.slice(0, 16)}…. It can see ${length === 1 ? '1 project' : `${length} projects`}.`;
}

function failureOf(error: unknown, settings?: EncordSettings): string {
	if (!(error instanceof EncordError)) return 'The test failed for an unknown reason.';
	// With a right clock, a refused signature means that Encord does not know the key.
	if (!settings || !(error instanceof AuthenticationError) || error.code === 'CLOCK')
		return error.sentence;
	return (
		`Encord (${regionOrHost(settings)}) does not know this key (ID ${settings.key.publicKeyHex.slice(0, 16)}…). ` +
		'Register its public half in Encord under Settings → Public keys, for a service account if possible, ' +
		'or choose the region where it is registered.'
	);
}

/** The name of the region; the host of a custom region. */
function regionOrHost({ region, apiUrl }: Pick<EncordSettings, 'region' | 'apiUrl'>): string {
	return region === 'custom' ? new URL(apiUrl).host : regionName(region);
}
