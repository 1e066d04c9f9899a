/** The test of the signing secret credential. Encord cannot be asked about a secret, so the test looks at the text. */
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { signingSecrets } from '../../../credentials/signingSecrets';

/** For `methods.credentialTest` of a node that lists the credential with `testedBy: 'encordWebhookSecretTest'`. */
export async function encordWebhookSecretTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const secrets = signingSecrets(data);
	const fault = secrets.map(faultOf).find((found) => found !== undefined);
	if (fault !== undefined) return { status: 'Error', message: fault };
	return secrets.length === 0
		? { status: 'Error', message: 'No signing secret is filled in.' }
		: {
				status: 'OK',
				message:
					'Saved. Only a signed call can show whether a secret is right; the log of n8n says when one is not.',
			};
}

/** What a text shows that cannot be a secret; the message does not repeat it. */
function faultOf(secret: string): string | undefined {
	if (/\s/.test(secret)) return 'A signing secret has spaces inside. Copy it again, alone.';
	if (/^https?:/i.test(secret))
		return 'A signing secret is an address. Copy the secret that Encord shows next to the address.';
	return undefined;
}
