/** The secrets of the Encord Webhook Signing Secret credential. */

const FIELDS = ['secret', 'testSecret', 'otherSecret'];

/** The secrets that are filled in, without the spaces around them that come along when a text is copied. */
export function signingSecrets(fields: Readonly<Record<string, unknown>>): string[] {
	return FIELDS.map((name) => fields[name])
		.filter((value) => typeof value === 'string')
		.map((value) => value.trim())
		.filter((value) => value !== '');
}
