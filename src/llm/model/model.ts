/** What a language model is asked, and what it replies, whoever provides it. */

/** A picture as a model gets it. */
export interface ModelPicture {
	bytes: Uint8Array;
	mimeType: string;
	/** In pixels, for the estimate of its price. */
	width: number;
	height: number;
}

export type MessagePart = { text: string } | { picture: ModelPicture };

export interface ModelMessage {
	role: 'system' | 'user' | 'assistant';
	parts: MessagePart[];
}

/** A JSON schema. */
export interface JsonSchema {
	[keyword: string]: unknown;
}

export interface ModelRequest {
	messages: ModelMessage[];
	/** The form of the answer, for models that can be held to one. */
	schema?: JsonSchema;
}

export interface Tokens {
	input: number;
	output: number;
}

export interface ModelReply {
	/** The answer as it came: text, or data with the wrappers of the provider. */
	content: unknown;
	/** As the provider counted them; absent when it does not say. */
	tokens?: Tokens;
	/** Name of the model that answered, as the provider gives it. */
	model?: string;
}

export interface LanguageModel {
	/** Provider, name and settings: two models with the same `id` give the same answers. */
	readonly id: string;
	/** @throws ModelError when the provider refuses or cannot be reached */
	ask(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
}

/** A model that could not be asked. */
export class ModelError extends Error {
	constructor(
		message: string,
		/** HTTP status of the provider's reply; absent when there was none. */
		readonly status?: number,
		/** Milliseconds after which the provider wants to be asked again. */
		readonly retryAfterMs?: number,
	) {
		super(message);
		this.name = 'ModelError';
	}
}
