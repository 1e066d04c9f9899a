/** The answer of an agent to Encord (protocol §12.3, §12.5). */

/** Longest message and decision that Encord accepts, in Unicode code points. */
const MAX_REPLY_LENGTH = 256;

export interface AgentReply {
	/** Text for the person who triggered the agent. */
	message?: string;
	/** Name of the pathway the task takes. Encord reads it when a workflow called the agent, not when the Label Editor did. */
	decision?: string;
}

/** HTTP status of an answer. */
export const REPLY_STATUS = {
	/** The agent did its work. */
	done: 200,
	/** The agent could not do its work; the message says why. */
	problem: 400,
	/** The signature does not prove that Encord called. */
	unverified: 401,
	/** The caller may not use the agent, or the agent has no access to the project. */
	forbidden: 403,
	tooLarge: 413,
	/** The agent still works on an earlier call for this data unit, or there are too many calls. */
	busy: 429,
	/** The agent failed unexpectedly. */
	failed: 500,
	/** The agent got no data from Encord. */
	upstream: 502,
	/** n8n cannot start the agent at the moment. */
	unavailable: 503,
	/** The agent works longer than the caller can wait for a decision. */
	late: 503,
} as const;

/**
 * The body of an answer. Texts are trimmed, and empty ones are left out. A message of more than 256 characters, which Encord would
 * cut anywhere, is cut after a word.
 *
 * @throws RangeError for a decision of more than 256 characters, which Encord would ignore without an error, to take the default
 *   pathway
 */
export function agentReply(reply: AgentReply): AgentReply {
	const message = reply.message?.trim() ?? '';
	const decision = reply.decision?.trim() ?? '';
	if (isTooLongForDecision(decision)) {
		throw new RangeError(
			`The decision has more than ${MAX_REPLY_LENGTH} characters. It must be the exact name of a pathway of the stage.`,
		);
	}
	return {
		...(message && { message: cutAtWord(message, MAX_REPLY_LENGTH) }),
		...(decision && { decision }),
	};
}

/** Whether Encord would ignore a decision because of its length. */
export function isTooLongForDecision(text: string): boolean {
	return [...text].length > MAX_REPLY_LENGTH;
}

/** A text of at most so many code points. One that is cut ends after a whole word with "…", unless a single word fills it. */
function cutAtWord(text: string, length: number): string {
	const characters = [...text];
	if (characters.length <= length) return text;
	const kept = characters.slice(0, length - 1);
	// The character behind the cut tells whether the last word is whole.
	const lastSpace = /\s/.test(characters[length - 1] ?? '')
		? kept.length
		: kept.findLastIndex((character) => /\s/.test(character));
	const words = (lastSpace > length / 2 ? kept.slice(0, lastSpace) : kept).join('');
	return `${words.trimEnd()}…`;
}
