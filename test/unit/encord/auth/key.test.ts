/** Which pasted texts are keys, and what is said about those that are not (protocol §2.1). */
import { verify, createPublicKey } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import { KEY_FAULTS } from '../../../../src/encord/auth/keyErrors';
import { KeyError, parsePrivateKey } from '../../../../src/encord/auth/key';
import keys from './keys.json';

const PLAIN = keys.plain.privateKey;

function faultOf(text: string, passphrase?: string): KeyError {
	try {
		parsePrivateKey(text, passphrase);
	} catch (error) {
		if (error instanceof KeyError) return error;
		throw error;
	}
	throw new Error('The text was accepted as a key');
}

/** The text between the markers, changed. */
function withBytes(change: (bytes: Buffer) => Buffer, text = PLAIN): string {
	const [begin, ...body] = text.trim().split('\n');
	const bytes = change(Buffer.from(body.slice(0, -1).join(''), 'base64'));
	return `${begin}\n${bytes.toString('base64')}\n${body.at(-1)}\n`;
}

describe('accepted keys', () => {
	it.each([
		['plain', keys.plain],
		['without comment', keys.noComment],
		['with a long comment', keys.longComment],
		['aes256-ctr', keys.aes256ctr],
		['aes256-cbc', keys.aes256cbc],
		['aes256-gcm', keys.aes256gcm],
	])('%s', (_, key) => {
		expect(
			parsePrivateKey(key.privateKey, (key as { passphrase?: string }).passphrase).publicKeyHex,
		).toBe(key.publicKeyHex);
	});

	it.each<[string, (text: string) => string]>([
		['CRLF', (text) => text.replaceAll('\n', '\r\n')],
		['no final line break', (text) => text.trimEnd()],
		['spaces for line breaks', (text) => text.replaceAll('\n', ' ')],
		['nothing for line breaks', (text) => text.replaceAll('\n', '')],
		['escaped line breaks', (text) => text.replaceAll('\n', '\\n')],
		['escaped CRLF', (text) => text.replaceAll('\n', '\\r\\n')],
		['line breaks escaped twice', (text) => text.replaceAll('\n', '\\\\n')],
		['double quotes around it', (text) => `"${text}"`],
		['quotes around escaped text', (text) => `'${text.replaceAll('\n', '\\n')}'`],
		['indentation', (text) => text.replaceAll('\n', '\n\t    ')],
		['quoted in a mail', (text) => text.replaceAll('\n', '\n> ')],
		['a byte order mark', (text) => `\ufeff${text}`],
		['text around it', (text) => `my key:\n${text}\nkeep it safe`],
		['a variable assignment', (text) => `ENCORD_SSH_KEY="${text}"`],
		['no-break spaces in the markers', (text) => text.replaceAll(' ', '\u00a0')],
		['a second key after it', (text) => text + keys.noComment.privateKey],
		// As the official client reads Base64: padding ends it only where a group of four is complete with it.
		['stray padding between groups', (text) => text.replace('b3Bl', 'b3Bl====')],
		['stray padding in a group', (text) => text.replace('b3Bl', 'b=3=Bl').replace('bnNz', 'bn=Nz')],
	])('pasted with %s', (_, damage) => {
		expect(parsePrivateKey(damage(PLAIN)).publicKeyHex).toBe(keys.plain.publicKeyHex);
	});

	it('signs with Ed25519', () => {
		const key = parsePrivateKey(PLAIN);
		const spki = Buffer.concat([
			Buffer.from('302a300506032b6570032100', 'hex'),
			Buffer.from(key.publicKeyHex, 'hex'),
		]);
		const message = Buffer.from('something to sign');
		const signature = key.sign(message);
		expect(signature).toHaveLength(64);
		expect(
			verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature),
		).toBe(true);
	});

	it('treats an empty passphrase as none', () => {
		expect(parsePrivateKey(PLAIN, '').publicKeyHex).toBe(keys.plain.publicKeyHex);
		expect(parsePrivateKey(PLAIN, null).publicKeyHex).toBe(keys.plain.publicKeyHex);
	});

	it('show nothing but the public key', () => {
		const key = parsePrivateKey(PLAIN);
		expect(JSON.stringify(key)).toBe(JSON.stringify({ publicKeyHex: key.publicKeyHex }));
		expect(inspect(key, { depth: 9, showHidden: true })).not.toContain(
			PLAIN.split('\n')[2]!.slice(0, 20),
		);
	});
});

describe('faults', () => {
	const cases: Array<[fault: string, text: string, passphrase?: string]> = [
		['empty', ''],
		['empty', ' \n\t '],
		['empty', '""'],
		['publicKey', keys.plain.publicKey],
		['publicKey', `"${keys.plain.publicKey}"`],
		['publicKey', keys.plain.publicKey.split(' ')[1]!],
		['publicKey', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ user@host'],
		['publicKey', '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----'],
		['publicKey', '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----'],
		['keyId', keys.plain.publicKeyHex],
		['keyId', `SHA256:${'x'.repeat(43)}`],
		['certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
		['certificate', 'ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1'],
		['rsa', keys.rsa.privateKey],
		['rsa', keys.rsaProtected.privateKey, 'secret'],
		['rsa', keys.rsaProtected.privateKey],
		['rsa', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'],
		['dsa', '-----BEGIN DSA PRIVATE KEY-----\nMIIE\n-----END DSA PRIVATE KEY-----'],
		['ecdsa', keys.ecdsa.privateKey],
		['ecdsa', '-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----'],
		['pkcs8', keys.pkcs8.privateKey],
		['pkcs8', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGb\n-----END ENCRYPTED PRIVATE KEY-----'],
		[
			'putty',
			'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: key\nPublic-Lines: 2',
		],
		['path', '/home/me/.ssh/id_ed25519'],
		['path', '~/.ssh/id_ed25519'],
		['path', 'C:\\Users\\me\\.ssh\\id_ed25519'],
		['path', '"./key.pem"'],
		['path', '$HOME/.ssh/key'],
		['path', 'id_ed25519'],
		['path', 'encord-key.pem'],
		['missingBegin', PLAIN.split('\n').slice(1).join('\n')],
		['missingEnd', PLAIN.split('\n').slice(0, -2).join('\n')],
		['missingEnd', PLAIN.slice(0, 150)],
		['missingMarkers', PLAIN.split('\n').slice(1, -2).join('\n')],
		['damagedMarkers', PLAIN.replaceAll('-----', '----')],
		['damagedMarkers', PLAIN.replaceAll('-----', '—')],
		['damaged', withBytes((bytes) => bytes.subarray(0, 150))],
		['damaged', withBytes((bytes) => Buffer.concat([bytes, bytes]))],
		['damaged', withBytes((bytes) => bytes.subarray(3))],
		// The padding counts from 1.
		['damaged', withBytes((bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(9)]))],
		['damaged', PLAIN.replace('AAAAtz', 'AAAtz')],
		['damaged', '-----BEGIN OPENSSH PRIVATE KEY----------END OPENSSH PRIVATE KEY-----'],
		[
			'severalKeys',
			withBytes((bytes) =>
				Buffer.from(
					bytes.toString('latin1').replace('\0\0\0\x01\0\0\0\x33', '\0\0\0\x02\0\0\0\x33'),
					'latin1',
				),
			),
		],
		[
			'otherKeyType',
			withBytes((bytes) =>
				Buffer.from(bytes.toString('latin1').replaceAll('ssh-ed25519', 'ssh-unknown'), 'latin1'),
			),
		],
		[
			'securityKey',
			withBytes((bytes) =>
				Buffer.from(bytes.toString('latin1').replaceAll('ssh-ed25519', 'sk-ed255190'), 'latin1'),
			),
		],
		['unsupportedCipher', keys.aes128ctr.privateKey, 'secret'],
		['unsupportedCipher', keys.chacha20.privateKey, 'secret'],
		['passphraseMissing', keys.aes256ctr.privateKey],
		['passphraseMissing', keys.aes256gcm.privateKey, ''],
		['passphraseWrong', keys.aes256ctr.privateKey, 'Correct horse'],
		['passphraseWrong', keys.aes256cbc.privateKey, 'no'],
		['passphraseWrong', keys.aes256gcm.privateKey, 'spaces count'],
		['passphraseNotNeeded', PLAIN, 'secret'],
		['tooManyRounds', withBytes(withRounds(1_000_000), keys.aes256ctr.privateKey), 'correct horse'],
		['garbage', 'not a key'],
		['garbage', '{"key": 1}'],
		['garbage', 'https://app.encord.com/settings'],
	];

	it.each(cases)('%s (case %#)', (...[fault, text, passphrase]) =>
		expect(faultOf(text, passphrase).code).toBe(fault),
	);

	it('each have a case here', () => {
		expect([...new Set(cases.map(([fault]) => fault))].sort()).toEqual([...KEY_FAULTS].sort());
	});

	it('each have their own message, and say what to do', () => {
		const errors = KEY_FAULTS.map((fault) => new KeyError(fault));
		expect(new Set(errors.map(({ message }) => message)).size).toBe(errors.length);
		for (const { message, advice } of errors)
			expect([message, advice]).toEqual([
				expect.stringMatching(/[.)]$/),
				expect.stringMatching(/[.)]$/),
			]);
	});

	it('in the key derivation are reported as damage', () => {
		expect(faultOf(withBytes(withRounds(0), keys.aes256ctr.privateKey), 'x').code).toBe('damaged');
	});
});

/** The number of rounds follows the 16 bytes of salt in the options of "bcrypt". */
function withRounds(rounds: number) {
	return (bytes: Buffer) => {
		const changed = Buffer.from(bytes);
		changed.writeUInt32BE(rounds, changed.indexOf('bcrypt') + 'bcrypt'.length + 4 + 4 + 16);
		return changed;
	};
}

describe('the key text', () => {
	/** Any 12 characters in a row would be a leak. */
	function leaks(secret: string, shown: string): boolean {
		return [...secret].some(
			(_, index) => index + 12 <= secret.length && shown.includes(secret.slice(index, index + 12)),
		);
	}
	const shownOf = (error: KeyError) =>
		`${error.message} ${error.advice} ${error.stack} ${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`;
	const secretOf = (text: string) =>
		text.replace(/-----(BEGIN|END)[^-]*-----/g, '').replaceAll('\n', '');
	const noLineOfOurs = (shown: string) => shown.replaceAll(/at .*/g, '');

	it('appears in no error, however the text is damaged', () => {
		const texts = [
			keys.plain.privateKey,
			keys.aes256gcm.privateKey,
			keys.rsa.privateKey,
			keys.pkcs8.privateKey,
		];
		const damaged = fc
			.tuple(
				fc.constantFrom(...texts),
				fc.nat(),
				fc.nat(60),
				fc.constantFrom('', '=', '\n', 'A', '-', '\\', 'é'),
			)
			.map(([text, start, length, instead]) => ({
				text,
				pasted:
					text.slice(0, start % text.length) + instead + text.slice((start % text.length) + length),
			}));
		let refused = 0;
		fc.assert(
			fc.property(
				damaged,
				fc.constantFrom('', 'wrong passphrase'),
				({ text, pasted }, passphrase) => {
					try {
						parsePrivateKey(pasted, passphrase);
					} catch (error) {
						refused += 1;
						expect(error).toBeInstanceOf(KeyError);
						expect(leaks(secretOf(text), noLineOfOurs(shownOf(error as KeyError)))).toBe(false);
					}
				},
			),
			{ numRuns: 400 },
		);
		expect(refused).toBeGreaterThan(100);
	});

	it('and the passphrase appear in no error for any text at all', () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 12, maxLength: 400 }),
				fc.string({ minLength: 12 }),
				(text, passphrase) => {
					const shown = noLineOfOurs(shownOf(faultOf(text, passphrase)));
					// Texts that our own sentences contain prove nothing.
					fc.pre(!/^[\s"'`]*$/.test(text));
					expect(leaks(text, shown) || leaks(passphrase, shown)).toBe(false);
				},
			),
			{ numRuns: 300 },
		);
	});
});
