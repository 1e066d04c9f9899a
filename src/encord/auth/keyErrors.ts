/** The faults of a pasted key with their messages. No message contains the key text. */
import { EncordError } from '../wire/errors';

const WHOLE_FILE =
	'Paste the whole private key file, from "-----BEGIN OPENSSH PRIVATE KEY-----" to "-----END OPENSSH PRIVATE KEY-----".';
const NEW_KEY =
	'Create one with "ssh-keygen -t ed25519", or download one from Encord, and register its public half in Encord.';

const FAULTS = {
	empty: ['The private key is empty.', WHOLE_FILE],
	publicKey: [
		'This is the public key.',
		'Paste the private key: the file without ".pub", beginning with "-----BEGIN OPENSSH PRIVATE KEY-----".',
	],
	keyId: ['This is the ID or fingerprint of a key, not the private key.', WHOLE_FILE],
	certificate: ['This is a certificate, not a private key.', WHOLE_FILE],
	rsa: ['This is an RSA key; Encord accepts Ed25519 keys only.', NEW_KEY],
	dsa: ['This is a DSA key; Encord accepts Ed25519 keys only.', NEW_KEY],
	ecdsa: ['This is an ECDSA key; Encord accepts Ed25519 keys only.', NEW_KEY],
	securityKey: [
		'This key lives on a hardware security key and cannot be used by a server.',
		NEW_KEY,
	],
	otherKeyType: [
		'This key is of a kind Encord does not accept; it must be an Ed25519 key.',
		NEW_KEY,
	],
	pkcs8: [
		'This private key is in PKCS#8 format ("BEGIN PRIVATE KEY"); Encord needs the OpenSSH format.',
		NEW_KEY,
	],
	putty: [
		'This is a PuTTY key file (.ppk); Encord needs the OpenSSH format.',
		'Open it in PuTTYgen, choose Conversions → Export OpenSSH key (force new file format), and paste the exported file.',
	],
	path: [
		'This is the name of a file, not its content.',
		'Open that file in a text editor and paste all of its text.',
	],
	missingBegin: [
		'The first line of the private key is missing ("-----BEGIN OPENSSH PRIVATE KEY-----").',
		WHOLE_FILE,
	],
	missingEnd: [
		'The end of the private key is missing ("-----END OPENSSH PRIVATE KEY-----").',
		WHOLE_FILE,
	],
	missingMarkers: [
		'The first and last line of the private key ("-----BEGIN …" and "-----END …") are missing.',
		WHOLE_FILE,
	],
	damagedMarkers: [
		'The first or last line of the private key is damaged (each has five plain hyphens at both ends).',
		WHOLE_FILE,
	],
	damaged: ['The private key is incomplete or damaged.', `Copy it again. ${WHOLE_FILE}`],
	severalKeys: [
		'This file holds several private keys.',
		'Paste a file that holds exactly one key.',
	],
	unsupportedCipher: [
		'The private key is encrypted in a way Encord does not support.',
		'Encrypt it again with "ssh-keygen -p -Z aes256-ctr -f KEYFILE", then paste it again.',
	],
	passphraseMissing: [
		'The private key is protected by a passphrase.',
		'Enter it in the Passphrase field, or remove it with "ssh-keygen -p -f KEYFILE".',
	],
	passphraseWrong: [
		'The passphrase does not open this private key.',
		'Check the Passphrase field; upper and lower case and spaces count.',
	],
	passphraseNotNeeded: [
		'A passphrase was given, but the private key is not protected by one.',
		'Clear the Passphrase field.',
	],
	tooManyRounds: [
		'The passphrase protection of this private key takes too long to open (more than 5000 rounds).',
		'Encrypt it again with "ssh-keygen -p -a 16 -f KEYFILE", then paste it again.',
	],
	garbage: ['This is not a private key.', WHOLE_FILE],
} as const satisfies Record<string, readonly [what: string, advice: string]>;

export type KeyFault = keyof typeof FAULTS;

/** All faults; a test checks that each of them is covered. */
export const KEY_FAULTS = Object.keys(FAULTS) as KeyFault[];

/** The pasted text is not a key Encord accepts. `code` is the fault, `message` describes it, `advice` says what to do. */
export class KeyError extends EncordError {
	override readonly name: string = 'KeyError';

	constructor(override readonly code: KeyFault) {
		const [what, advice] = FAULTS[code];
		super(what, {}, advice);
	}
}
