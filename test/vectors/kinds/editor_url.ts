/** Addresses of Label Editor pages (protocol §12.4). */
import { parseEditorUrl } from '../../../src/agents/editorUrl';
import type { AgentCall } from '../../../src/agents/payload';
import { defineKind, verdict } from '../kind';

interface UrlExpectation {
	ok: boolean;
	domain?: string;
	payload?: AgentCall;
}

export const kind = defineKind<{ url: string }, UrlExpectation>({
	file: 'editor_url',
	run({ input, expected }) {
		const location = parseEditorUrl(input.url);
		return verdict(
			expected,
			location ? { ok: true, domain: location.appUrl, payload: location.call } : { ok: false },
		);
	},
});
