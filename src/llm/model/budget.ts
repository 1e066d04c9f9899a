/** What calls to a model cost, before they are made and after; a call that would go over the limit is not made. */
import type { MessagePart, ModelRequest, Tokens } from './model';

/** Money for a million tokens, in the currency of the user's choice. */
export interface Prices {
	inputPerMillion: number;
	outputPerMillion: number;
}

export interface Limits {
	/** In the currency of the prices. */
	money?: number;
	calls?: number;
}

export interface Spending {
	calls: number;
	tokens: Tokens;
	/** Absent without prices. */
	money?: number;
}

/** A call that the budget does not allow. */
export class BudgetError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'BudgetError';
	}
}

/** Characters of one token, in English text. */
const CHARACTERS_PER_TOKEN = 4;
/** Pixels of one token of a picture. Providers count in different ways; this is the middle of them, and no bill. */
const PIXELS_PER_TOKEN = 750;
/** Tokens that a picture costs at least. */
const LEAST_PICTURE_TOKENS = 85;
/** Tokens of an answer, where nothing better is known. */
const ANSWER_TOKENS = 300;

/** About how many tokens a request takes. */
export function estimatedTokens({ messages, schema }: ModelRequest): Tokens {
	const parts = messages.flatMap((message) => message.parts);
	const schemaText = schema === undefined ? '' : JSON.stringify(schema);
	return {
		input: [...parts, { text: schemaText }].map(partTokens).reduce((sum, each) => sum + each, 0),
		output: ANSWER_TOKENS,
	};
}

function partTokens(part: MessagePart): number {
	if ('text' in part) return Math.ceil(part.text.length / CHARACTERS_PER_TOKEN);
	const { width, height } = part.picture;
	return Math.max(LEAST_PICTURE_TOKENS, Math.ceil((width * height) / PIXELS_PER_TOKEN));
}

export function moneyFor({ input, output }: Tokens, prices: Prices): number {
	return (input * prices.inputPerMillion + output * prices.outputPerMillion) / 1_000_000;
}

/** A call that is under way; it is settled once. */
export interface Reservation {
	/** The call was made. @param tokens as the provider counted them; absent: the estimate counts */
	settle(tokens?: Tokens): void;
	/** The call was not made, or cost nothing. */
	release(): void;
}

/** Calls that run at the same time reserve what they are expected to cost, so that together they stay within the limit, too. */
export class Budget {
	private readonly spent: Spending & { money: number } = {
		calls: 0,
		tokens: { input: 0, output: 0 },
		money: 0,
	};
	private reserved = { calls: 0, money: 0 };

	/** @throws BudgetError for a limit of money without prices */
	constructor(
		private readonly limits: Limits = {},
		private readonly prices?: Prices,
	) {
		if (limits.money !== undefined && prices === undefined)
			throw new BudgetError('A budget in money needs the prices of the model.');
	}

	get spending(): Spending {
		const { calls, tokens, money } = this.spent;
		return { calls, tokens: { ...tokens }, ...(this.prices ? { money } : {}) };
	}

	/** @throws BudgetError when the call would go over a limit */
	reserve(expected: Tokens): Reservation {
		const money = this.prices ? moneyFor(expected, this.prices) : 0;
		this.refuseOver('calls', 1);
		this.refuseOver('money', money);
		this.add(this.reserved, 1, money);
		let open = true;
		const close = (then?: () => void) => {
			if (!open) return;
			open = false;
			this.add(this.reserved, -1, -money);
			then?.();
		};
		return {
			settle: (tokens = expected) => close(() => this.count(tokens)),
			release: () => close(),
		};
	}

	private refuseOver(what: 'calls' | 'money', more: number): void {
		const limit = this.limits[what];
		if (limit === undefined || this.spent[what] + this.reserved[what] + more <= limit) return;
		const used = this.spent[what] + this.reserved[what];
		throw new BudgetError(
			what === 'calls'
				? `The budget of ${limit} calls is used up.`
				: `The budget of ${limit} is used up: ${used.toFixed(4)} is spent or under way, the next call costs about ${more.toFixed(4)}.`,
		);
	}

	private count(tokens: Tokens): void {
		this.spent.tokens.input += tokens.input;
		this.spent.tokens.output += tokens.output;
		this.add(this.spent, 1, this.prices ? moneyFor(tokens, this.prices) : 0);
	}

	private add(to: { calls: number; money: number }, calls: number, money: number): void {
		to.calls += calls;
		to.money += money;
	}
}
