/** What an agent answers to Encord (protocol §12.3, §12.5). */

/** Characters (Unicode code points) Encord keeps of a message and of a decision. */
export const MAX_REPLY_LENGTH = 256;

export interface AgentReply {
	/** Shown to the person who triggered the agent. */
	message?: string;
	/** Name of the pathway to follow; only read for calls of a Workflow, ignored for those of the Label Editor. */
	decision?: string;
}

/** HTTP status of an answer. */
export const REPLY_STATUS = {
	/** The agent did its work. */
	done: 200,
	/** The agent could not do its work and says why. */
	problem: 400,
	/** The caller may not use this agent, or the agent may not see the project. */
	forbidden: 403,
	tooLarge: 413,
	/** The agent is still at work on the same data unit. */
	busy: 429,
	/** The agent failed in a way it did not expect. */
	failed: 500,
	/** Encord itself did not answer the agent. */
	upstream: 502,
} as const;

/**
 * Body of an answer. Texts are trimmed, blank ones left out, and a long message is cut at 256 characters, as Encord would.
 *
 * @throws RangeError for a decision of more than 256 characters: Encord would drop it in silence and take the default
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
