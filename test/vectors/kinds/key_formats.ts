/** Private key texts: which are accepted, and which public key they hold (PROTOCOL §2.1). */
import { KeyError, parsePrivateKey } from '../../../src/encord/key';
import { defineKind, sameJson, type Rule } from '../kind';

interface KeyInput { privateKey: string; passphrase: string | null }
interface KeyExpectation { ok: boolean; publicKeyHex?: string }

const ESCAPED_BREAKS: Rule = {
	name: 'escaped-line-breaks',
	reason: 'A key whose line breaks were turned into the two characters "\\n" (JSON, .env files) is accepted: its meaning is clear, '
		+ 'and refusing it only makes people paste again. The official client refuses it.',
};

export const kind = defineKind<KeyInput, KeyExpectation>({
	file: 'key_formats',
	run({ input, expected }) {
		const actual = parse(input.privateKey, input.passphrase);
		const wanted = { ok: expected.ok, ...(expected.ok ? { publicKeyHex: expected.publicKeyHex } : {}) };
		if (sameJson(wanted, actual)) return { pass: true, expected: wanted, actual };
		const readOnlyBecauseOfEscapes = !expected.ok && actual.ok && /\\+[rnt]/.test(input.privateKey)
			&& sameJson(actual, parse(input.privateKey.replace(/\\+[rnt]/g, '\n'), input.passphrase));
		return { pass: readOnlyBecauseOfEscapes, expected: wanted, actual, ...(readOnlyBecauseOfEscapes ? { rule: ESCAPED_BREAKS } : {}) };
	},
});

function parse(text: string, passphrase: string | null): KeyExpectation & { code?: string } {
	try {
		return { ok: true, publicKeyHex: parsePrivateKey(text, passphrase).publicKeyHex };
	} catch (error) {
		if (!(error instanceof KeyError)) throw error;
		return { ok: false };
	}
}
