/**
 * A toy of a team's chat: it keeps what programs post to it, as the incoming webhooks of Slack and Teams do. It also takes a message with
 * a page, as mail services do.
 */
import { z } from 'zod';

const postSchema = z.object({
	text: z.string().trim().min(1).max(4000),
	html: z.string().optional(),
});

export interface ChatMessage {
	/** When it arrived, ISO 8601. */
	at: string;
	text: string;
	html?: string;
}

export class TeamChat {
	private posted: ChatMessage[] = [];

	/** Keeps a posted message. @returns false for a body that is not `{"text": …}` */
	receive(body: unknown): boolean {
		const post = postSchema.safeParse(body);
		if (post.success) this.posted.push({ at: new Date().toISOString(), ...post.data });
		return post.success;
	}

	clear(): void {
		this.posted = [];
	}

	/** The messages, the oldest first. */
	report(): { messages: ChatMessage[] } {
		return { messages: this.posted };
	}
}
