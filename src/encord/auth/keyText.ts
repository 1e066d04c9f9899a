/**
 * Extracts the bytes of an OpenSSH private key from the text a user pasted (protocol §2.1). Common damage of copying is
 * repaired; any other text is refused with an error that says what it is.
 */
import { KeyError, type KeyFault } from './keyErrors';

const OPENSSH_KEY = /-----BEGIN OPENSSH PRIVATE KEY-----([^]*?)-----END OPENSSH PRIVATE KEY-----/;
/** Line breaks that JSON, .env files or shells escaped, once or several times. */
const ESCAPED_BREAK = /\\+[rnt]/g;
/** Base64 of "openssh-key-v1", the first bytes of every such key. */
const MAGIC_BASE64 = 'b3BlbnNzaC1rZXktdjE';
/** A long text of Base64 characters only: probably the body of a key without its first and last line. */
const BASE64_OF_A_KEY = /^[A-Za-z0-9+/=\s\\]{200,}$/;

/**
 * Bytes between the markers of the first OpenSSH private key in `text`. Line breaks of any kind (also written as `\n`),
 * quotes, indentation and text around the key do not matter.
 * @throws KeyError naming the fault
 */
export function openSshBytes(text: string): Buffer {
	// Web pages and chat programs often insert no-break spaces into the marker line.
	const plain = text.replace(/[\u00a0\u202f]/g, ' ');
	const body = OPENSSH_KEY.exec(plain)?.[1];
	if (body === undefined) throw new KeyError(faultOf(plain.trim()));
	return decodeBase64(body.replace(ESCAPED_BREAK, '\n'));
}

/** Patterns of wrong input. The order matters: the first pattern that matches names the fault. */
const FAULT_PATTERNS: ReadonlyArray<readonly [RegExp, KeyFault]> = [
	[/^["'`\s]*$/, 'empty'],
	[/-----BEGIN OPENSSH PRIVATE KEY-----/, 'missingEnd'],
	[/-----END OPENSSH PRIVATE KEY-----/, 'missingBegin'],
	[/PuTTY-User-Key-File-/i, 'putty'],
	[/BEGIN RSA PRIVATE KEY/, 'rsa'],
	[/BEGIN DSA PRIVATE KEY/, 'dsa'],
	[/BEGIN EC PRIVATE KEY/, 'ecdsa'],
	[/BEGIN (ENCRYPTED )?PRIVATE KEY/, 'pkcs8'],
	[/OPENSSH PRIVATE KEY/i, 'damagedMarkers'],
	[/BEGIN (CERTIFICATE|X509)|-cert-v\d+@openssh\.com/, 'certificate'],
	[/BEGIN (RSA |SSH2 |EC )?PUBLIC KEY/, 'publicKey'],
	[
		/(^|\s|["'`])(ssh-(ed25519|rsa|dss)|ecdsa-sha2-nistp\d+|sk-ssh-ed25519@openssh\.com|sk-ecdsa-\S+) +AAAA/,
		'publicKey',
	],
	[/^AAAA[A-Za-z0-9+/]{20,}={0,2}(\s|$)/, 'publicKey'],
	[/^["'`]?(SHA256:[A-Za-z0-9+/=]{40,}|MD5:[0-9a-f:]{40,}|[0-9a-fA-F]{64})["'`]?$/, 'keyId'],
	[new RegExp(`^["'\`]?${MAGIC_BASE64}`), 'missingMarkers'],
	[/^["'`]?(~|\.{1,2}|\$\w+|%\w+%|[A-Za-z]:)?[\\/][^\n]*$/, 'path'],
	[
		/^["'`]?[^\s/\\]+\.(pem|key|ppk|txt|pub)["'`]?$|^["'`]?id_(ed25519|rsa|ecdsa|dsa)["'`]?$/i,
		'path',
	],
	[BASE64_OF_A_KEY, 'missingMarkers'],
];

function faultOf(text: string): KeyFault {
	return FAULT_PATTERNS.find(([pattern]) => pattern.test(text))?.[1] ?? 'garbage';
}

/**
 * Decodes Base64 as the reference client does: it skips characters outside the alphabet and stops at complete padding.
 * @throws KeyError `damaged` when the last group of four characters is incomplete
 */
function decodeBase64(text: string): Buffer {
	let digits = '';
	let padding = 0;
	for (const character of text) {
		if (character === '=') {
			if (digits.length % 4 >= 2 && (digits.length % 4) + ++padding >= 4)
				return Buffer.from(digits, 'base64');
		} else if (/[A-Za-z0-9+/]/.test(character)) {
			padding = 0;
			digits += character;
		}
	}
	if (digits.length % 4 !== 0) throw new KeyError('damaged');
	return Buffer.from(digits, 'base64');
}
