/**
 * Replies by request: a request that was answered before costs nothing. The key covers the pictures, the messages, the schema and
 * the model. The cache knows one process only, and keeps a bounded number of replies, the latest used.
 */
import { createHash } from 'node:crypto';
import type { LanguageModel, ModelReply, ModelRequest } from './model';

const MAX_REPLIES = 10_000;

export class AnswerCache {
	private readonly replies = new Map<string, ModelReply>();
	private readonly underWay = new Map<string, Promise<ModelReply>>();

	constructor(private readonly max = MAX_REPLIES) {}

	get size(): number {
		return this.replies.size;
	}

	/**
	 * The kept reply to a request, else what `ask` gives. Equal requests at the same time are asked once. A failure is not kept.
	 * @returns the reply, and whether it was known
	 */
	async get(
		key: string,
		ask: () => Promise<ModelReply>,
	): Promise<{ reply: ModelReply; known: boolean }> {
		const kept = this.replies.get(key);
		if (kept !== undefined) {
			this.keep(key, kept);
			return { reply: kept, known: true };
		}
		const running = this.underWay.get(key);
		if (running !== undefined) return { reply: await running, known: true };
		const asked = ask();
		this.underWay.set(key, asked);
		try {
			const reply = await asked;
			this.keep(key, reply);
			return { reply, known: false };
		} finally {
			this.underWay.delete(key);
		}
	}

	/** Forgets a reply, so that the same request is asked again. */
	forget(key: string): void {
		this.replies.delete(key);
	}

	private keep(key: string, reply: ModelReply): void {
		this.replies.delete(key);
		this.replies.set(key, reply);
		for (const oldest of this.replies.keys()) {
			if (this.replies.size <= this.max) return;
			this.replies.delete(oldest);
		}
	}
}

/** A digest of everything that decides the answer. */
export function requestKey({ id }: LanguageModel, { messages, schema }: ModelRequest): string {
	const digest = createHash('sha256');
	const add = (text: string) => digest.update(`${text.length}:${text}`);
	add(id);
	add(JSON.stringify(schema ?? null));
	for (const { role, parts } of messages) {
		add(role);
		for (const part of parts) {
			if ('text' in part) add(part.text);
			else {
				add(`${part.picture.mimeType} ${part.picture.bytes.length}`);
				digest.update(part.picture.bytes);
			}
		}
	}
	return digest.digest('hex');
}
