/** Origins of Encord's apps, development and preview hosts (protocol §12.2). */
import { ENCORD_APP_URLS } from '../../../src/agents/editorUrl';
import { isAllowedOrigin } from '../../../src/agents/origin';
import { defineKind, verdict, type Rule } from '../kind';

const LITERAL_DOT: Rule = {
	name: 'literal-dot',
	reason:
		'The dot before "app" in the address of preview hosts is a dot here. In the original pattern it is unescaped and lets any ' +
		'character pass, which is an oversight, and an allow list must not have any.',
};

/** Everything that can be switched on in the Encord Trigger. Its default is narrower: the app of the credential's region. */
const everything = { appUrls: ENCORD_APP_URLS, includeDevelopment: true };

export const kind = defineKind<{ origin: string }, { allowed: boolean }>({
	file: 'cors_origin',
	run({ input: { origin }, expected }) {
		const allowed = isAllowedOrigin(origin, everything);
		const result = verdict(expected, { allowed });
		const dotted = origin.replace(/[^.\n]app$/u, '.app');
		const byRule =
			!result.pass && expected.allowed && dotted !== origin && isAllowedOrigin(dotted, everything);
		return byRule ? { ...result, pass: true, rule: LITERAL_DOT } : result;
	},
});
