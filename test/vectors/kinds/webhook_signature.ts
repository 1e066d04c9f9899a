/** Requests that Encord's backend signs, and which of its events a receiver of tasks reads (protocol §12.5). */
import { isNotification, readNotification } from '../../../src/agents/notification';
import { checkSignature } from '../../../src/agents/signature';
import { defineKind, verdict } from '../kind';

interface Input {
	secret: string;
	headers: Record<string, string>;
	body: string;
	/** Seconds since the epoch. */
	now: number;
}
interface Expected {
	outcome: 'accepted' | 'unverified' | 'other-event' | 'unsupported-version' | 'invalid';
}

export const kind = defineKind<Input, Expected>({
	file: 'webhook_signature',
	run({ input, expected }) {
		return verdict(expected, { outcome: outcomeOf(input) });
	},
});

function outcomeOf({ secret, headers, body, now }: Input): Expected['outcome'] {
	const request = { headers, body: Buffer.from(body, 'utf8') };
	if (checkSignature(request, [secret], now * 1000).kind !== 'verified') return 'unverified';
	const json = JSON.parse(body) as unknown;
	if (!isNotification(json)) return 'other-event';
	const read = readNotification(json);
	switch (read.kind) {
		case 'event':
			// The vectors' receiver reads tasks ready only.
			return read.notification.event === 'tasksReady' ? 'accepted' : 'other-event';
		case 'unsupportedVersion':
			return read.event === 'tasksReady' ? 'unsupported-version' : 'other-event';
		case 'unknownEvent':
			return 'other-event';
		case 'invalid':
			return read.event === 'tasksReady' ? 'invalid' : 'other-event';
	}
}
