/** Private key texts: which are accepted, and which public key they hold (protocol §2.1). */
import { KeyError, parsePrivateKey } from '../../../src/encord/auth/key';
import { defineKind, sameJson, type Rule } from '../kind';

interface KeyInput {
	privateKey: string;
	passphrase: string | null;
}
interface KeyExpectation {
	ok: boolean;
	publicKeyHex?: string;
}

/** Damage to a pasted key that the package repairs, where the official client refuses the key. */
const FORGIVEN: ReadonlyArray<{ rule: Rule; undo: (text: string) => string }> = [
	{
		rule: {
			name: 'escaped-line-breaks',
			reason:
				'A key whose line breaks were turned into the two characters "\\n" (JSON, .env files) is accepted: its meaning is clear, ' +
				'and refusing it only makes people paste again.',
		},
		undo: (text) => text.replace(/\\+[rnt]/g, '\n'),
	},
	{
		rule: {
			name: 'no-break-spaces',
			reason:
				'Web pages turn the spaces of the first and last line into no-break spaces, which nobody can see; the key is accepted.',
		},
		undo: (text) => text.replace(/[\u00a0\u202f]/g, ' '),
	},
];

export const kind = defineKind<KeyInput, KeyExpectation>({
	file: 'key_formats',
	run({ input, expected }) {
		const actual = parse(input.privateKey, input.passphrase);
		const wanted = {
			ok: expected.ok,
			...(expected.ok ? { publicKeyHex: expected.publicKeyHex } : {}),
		};
		if (sameJson(wanted, actual)) return { pass: true, expected: wanted, actual };
		const rule = expected.ok ? undefined : ruleFor(input, actual);
		return { pass: rule !== undefined, expected: wanted, actual, rule };
	},
});

/** The rule by which a key is accepted that the official client refuses: with only that damage undone, the key reads the same. */
function ruleFor({ privateKey, passphrase }: KeyInput, actual: KeyExpectation): Rule | undefined {
	return FORGIVEN.find(
		({ undo }) =>
			undo(privateKey) !== privateKey && sameJson(parse(undo(privateKey), passphrase), actual),
	)?.rule;
}

function parse(text: string, passphrase: string | null): KeyExpectation {
	try {
		return { ok: true, publicKeyHex: parsePrivateKey(text, passphrase).publicKeyHex };
	} catch (error) {
		if (!(error instanceof KeyError)) throw error;
		return { ok: false };
	}
}
