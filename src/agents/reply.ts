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
	/** The caller may not use the agent, or the agent has no access to the project. */
	forbidden: 403,
	tooLarge: 413,
	/** The agent still works on an earlier call for this data unit. */
	busy: 429,
	/** The agent failed unexpectedly. */
	failed: 500,
	/** The agent got no data from Encord. */
	upstream: 502,
} as const;

/**
 * The body of an answer. Texts are trimmed, and empty ones are left out. A message is cut after 256 characters, as Encord does.
 *
 * @throws RangeError for a decision of more than 256 characters, which Encord would ignore without an error, to take the default
 *   pathway
 */
export function agentReply(reply: AgentReply): AgentReply {
	const message = reply.message?.trim() ?? '';
	const decision = reply.decision?.trim() ?? '';
	if ([...decision].length > MAX_REPLY_LENGTH) {
		throw new RangeError(
			`The decision has more than ${MAX_REPLY_LENGTH} characters. It must be the exact name of a pathway of the stage.`,
		);
	}
	return {
		...(message && { message: [...message].slice(0, MAX_REPLY_LENGTH).join('') }),
		...(decision && { decision }),
	};
}
