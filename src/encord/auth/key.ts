/**
 * The private key that signs every request: an Ed25519 key in OpenSSH format, plain or protected by a passphrase
 * (protocol §2.1). The key text stays in this file: no error and no returned object contains it.
 */
import {
	createDecipheriv,
	createPrivateKey,
	createPublicKey,
	sign,
	type KeyObject,
} from 'node:crypto';
import { bcryptKey } from '../../platform/keyDerivation';
import { KeyError, type KeyFault } from './keyErrors';
import { openSshBytes } from './keyText';

export { KeyError, type KeyFault } from './keyErrors';

export interface EncordKey {
	/** Raw 32-byte public key in lower-case hex: the ID under which Encord registers the key. */
	readonly publicKeyHex: string;
	/** Ed25519 signature (64 bytes) of these bytes. */
	sign(bytes: Uint8Array): Buffer;
}

/** Lengths in bytes. `tag` bytes follow the encrypted section, whose length must be a multiple of `block`. */
interface Cipher {
	algorithm: 'aes-256-ctr' | 'aes-256-cbc' | 'aes-256-gcm';
	iv: number;
	tag: number;
	block: number;
}

const CIPHERS: Record<string, Cipher> = {
	'aes256-ctr': { algorithm: 'aes-256-ctr', iv: 16, tag: 0, block: 16 },
	'aes256-cbc': { algorithm: 'aes-256-cbc', iv: 16, tag: 0, block: 16 },
	'aes256-gcm@openssh.com': { algorithm: 'aes-256-gcm', iv: 12, tag: 16, block: 16 },
};
const AES_KEY_BYTES = 32;
const PLAIN_BLOCK = 8;
/** ssh-keygen's default is 16 (24 since 9.9). Each round blocks the event loop for about 10 ms. */
const MAX_KDF_ROUNDS = 5000;
const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1');
/** DER of a PKCS#8 Ed25519 private key up to its 32-byte seed (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const FAULT_OF_KEY_TYPE: ReadonlyArray<readonly [RegExp, KeyFault]> = [
	[/-cert-v\d+@openssh\.com$/, 'certificate'],
	[/^sk-/, 'securityKey'],
	[/^ssh-rsa$/, 'rsa'],
	[/^ssh-dss$/, 'dsa'],
	[/^ecdsa-/, 'ecdsa'],
];

/**
 * Reads a pasted private key.
 * @param text the pasted text; line breaks may be of any kind, also written as `\n`
 * @param passphrase only for a protected key; empty counts as none
 * @throws KeyError whose code and message name the fault
 */
export function parsePrivateKey(text: string, passphrase?: string | null): EncordKey {
	const container = openContainer(openSshBytes(text));
	const secret = container.cipher
		? decrypt(container, container.cipher, passphrase ?? '')
		: plainSecret(container, passphrase ?? '');
	return keyFromSeed(readSeed(secret, container));
}

interface Container {
	cipher?: Cipher;
	kdfOptions: Buffer;
	publicKey: Buffer;
	secret: Buffer;
	tag: Buffer;
}

/** Reads the unencrypted fields of the file: cipher, key derivation, public key, and the encrypted section as bytes. */
function openContainer(bytes: Buffer): Container {
	if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new KeyError('damaged');
	const reader = new SshReader(bytes.subarray(MAGIC.length));
	const cipherName = reader.text();
	const kdfName = reader.text();
	const kdfOptions = reader.bytes();
	if (reader.number() !== 1) throw new KeyError('severalKeys');
	const publicPart = new SshReader(reader.bytes());
	requireEd25519(publicPart.text());
	const publicKey = publicPart.bytes();
	publicPart.end();
	const cipher = cipherFor(cipherName, kdfName);
	const secret = reader.bytes();
	const tag = reader.take(cipher?.tag ?? 0);
	reader.end();
	return { cipher, kdfOptions, publicKey, secret, tag };
}

function requireEd25519(keyType: string) {
	if (keyType === 'ssh-ed25519') return;
	throw new KeyError(
		FAULT_OF_KEY_TYPE.find(([pattern]) => pattern.test(keyType))?.[1] ?? 'otherKeyType',
	);
}

function cipherFor(cipherName: string, kdfName: string): Cipher | undefined {
	if (cipherName === 'none' && kdfName === 'none') return undefined;
	const cipher = Object.hasOwn(CIPHERS, cipherName) ? CIPHERS[cipherName] : undefined;
	if (!cipher || kdfName !== 'bcrypt') throw new KeyError('unsupportedCipher');
	return cipher;
}

function plainSecret({ secret }: Container, passphrase: string): Buffer {
	if (passphrase !== '') throw new KeyError('passphraseNotNeeded');
	if (secret.length === 0 || secret.length % PLAIN_BLOCK !== 0) throw new KeyError('damaged');
	return secret;
}

function decrypt(
	{ kdfOptions, secret, tag }: Container,
	cipher: Cipher,
	passphrase: string,
): Buffer {
	if (secret.length === 0 || secret.length % cipher.block !== 0) throw new KeyError('damaged');
	if (passphrase === '') throw new KeyError('passphraseMissing');
	const derived = deriveKey(kdfOptions, Buffer.from(passphrase, 'utf8'), AES_KEY_BYTES + cipher.iv);
	const key = derived.subarray(0, AES_KEY_BYTES);
	const iv = derived.subarray(AES_KEY_BYTES);
	if (cipher.algorithm !== 'aes-256-gcm') {
		const decipher = createDecipheriv(cipher.algorithm, key, iv).setAutoPadding(false);
		return Buffer.concat([decipher.update(secret), decipher.final()]);
	}
	const decipher = createDecipheriv(cipher.algorithm, key, iv, {
		authTagLength: cipher.tag,
	}).setAuthTag(tag);
	const opened = decipher.update(secret);
	try {
		decipher.final();
	} catch {
		throw new KeyError('passphraseWrong');
	}
	return opened;
}

function deriveKey(kdfOptions: Buffer, passphrase: Buffer, length: number): Buffer {
	const reader = new SshReader(kdfOptions);
	const salt = reader.bytes();
	const rounds = reader.number();
	reader.end();
	if (rounds > MAX_KDF_ROUNDS) throw new KeyError('tooManyRounds');
	const derived = bcryptKey(passphrase, salt, length, rounds);
	if (derived === undefined) throw new KeyError('damaged');
	return derived;
}

/** The private section: two equal check numbers, key type, public key, seed and public key again, comment, padding. */
function readSeed(secret: Buffer, { cipher, publicKey }: Container): Buffer {
	const reader = new SshReader(secret);
	// The format has no other check of the passphrase: after a wrong one, the two numbers differ.
	if (reader.number() !== reader.number())
		throw new KeyError(cipher ? 'passphraseWrong' : 'damaged');
	requireEd25519(reader.text());
	const repeatedPublicKey = reader.bytes();
	const pair = reader.bytes();
	reader.bytes(); // the comment
	reader.endWithPadding();
	if (
		pair.length !== 64 ||
		!repeatedPublicKey.equals(publicKey) ||
		!pair.subarray(32).equals(publicKey)
	)
		throw new KeyError('damaged');
	return pair.subarray(0, 32);
}

function keyFromSeed(seed: Buffer): EncordKey {
	const privateKey: KeyObject = createPrivateKey({
		key: Buffer.concat([PKCS8_ED25519, seed]),
		format: 'der',
		type: 'pkcs8',
	});
	const publicKey = createPublicKey(privateKey)
		.export({ format: 'der', type: 'spki' })
		.subarray(-32);
	return Object.freeze({
		publicKeyHex: publicKey.toString('hex'),
		sign: (bytes: Uint8Array) => sign(null, bytes, privateKey),
	});
}

/** Reads the SSH wire format (RFC 4251 §5). Reading past the end throws KeyError `damaged`. */
class SshReader {
	private position = 0;

	constructor(private readonly data: Buffer) {}

	take(length: number): Buffer {
		const end = this.position + length;
		if (end > this.data.length) throw new KeyError('damaged');
		const bytes = this.data.subarray(this.position, end);
		this.position = end;
		return bytes;
	}

	number(): number {
		return this.take(4).readUInt32BE();
	}

	bytes(): Buffer {
		return this.take(this.number());
	}

	text(): string {
		return this.bytes().toString('latin1');
	}

	end() {
		if (this.position !== this.data.length) throw new KeyError('damaged');
	}

	/** The remaining bytes must be the padding 1, 2, 3 …, at most one block. */
	endWithPadding() {
		const rest = this.take(this.data.length - this.position);
		if (rest.length > 16 || rest.some((byte, index) => byte !== index + 1))
			throw new KeyError('damaged');
	}
}
