/** The options of the Encord AI Labeler: budget, prices, speed, confidence, endpoint. */
import type { Limits, Prices } from '../../src/llm/model/budget';
import type { CollectionValues } from '../shared/fields/form/field';
import { InputError } from '../shared/fields/form/inputError';
import { flag, number, textList } from '../shared/fields/form/values';
import { longestSide } from '../shared/fields/pictures';
import { timeLimitEntries } from '../shared/fields/readingLimits';
import type { EndpointSettings } from './models/endpoint';

/** What counts where an option was not added. */
export const DEFAULTS = { again: 1, concurrency: 5, maxDimension: 1024, callMs: 300_000 };

export const labelingEntries = {
	budgetCalls: number({
		displayName: 'Budget: Calls',
		name: 'budgetCalls',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 1000,
		description:
			'Calls to the model in one run of this node. The call after the last one is not made.',
	}),
	budgetMoney: number({
		displayName: 'Budget: Money',
		name: 'budgetMoney',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'Money for one run of this node, in the currency of the prices. A call that would go over it is not made.',
	}),
	cannotTell: flag({
		displayName: 'Model May Say It Cannot Tell',
		name: 'cannotTell',
		type: 'boolean',
		default: true,
		description:
			'Whether each question has an answer for "cannot tell", which writes nothing. Without this option: yes.',
	}),
	concurrency: number({
		displayName: 'Calls at the Same Time',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
		default: 5,
		description: 'How many questions are under way at once. Without this option: 5.',
	}),
	confidence: number({
		displayName: 'Lowest Confidence',
		name: 'confidence',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1 },
		default: 0.8,
		description:
			'The model is asked how sure it is, from 0 to 1. Below this the second model is asked, or, if none is connected, the answer is refused.',
	}),
	estimateOnly: flag({
		displayName: 'Estimate Only',
		name: 'estimateOnly',
		type: 'boolean',
		default: true,
		description:
			'Whether to only say how many calls and tokens this would take, and what they cost. No model is asked and nothing is saved.',
	}),
	examples: textList({
		displayName: 'Examples',
		name: 'examples',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5b6c4ab8-…, 0d1e2f3a-…',
		description:
			'IDs of data units of this project whose labels are right. The model sees their first picture and their labels before the question. Separated by commas.',
	}),
	maxDimension: longestSide(
		'Larger pictures are scaled down before the model sees them; models charge by size. Without this option: 1024.',
	),
	omitCache: flag({
		displayName: 'Ask Even If Known',
		name: 'omitCache',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask again about a picture that this model has answered the same questions about. Otherwise the known answer is used, and costs nothing.',
	}),
	priceInput: number({
		displayName: 'Price: Million Input Tokens',
		name: 'priceInput',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 2.5,
		description:
			'What the provider charges, from its price list. With it the output says what was spent.',
	}),
	priceOutput: number({
		displayName: 'Price: Million Output Tokens',
		name: 'priceOutput',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'What the provider charges, from its price list. With it the output says what was spent.',
	}),
	temperature: number({
		displayName: 'Temperature (Endpoint)',
		name: 'temperature',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 2 },
		default: 0,
		description: 'How much the answers vary. A connected chat model has its own option for it.',
	}),
	freeForm: flag({
		displayName: 'Endpoint Has No JSON Schema',
		name: 'freeForm',
		type: 'boolean',
		default: true,
		description:
			'Whether the endpoint cannot be held to a JSON schema. Then the form of the answer is only described to the model.',
	}),
	...timeLimitEntries,
};

/** The options that most people look for. */
export const commonOptions = ['estimateOnly', 'dryRun', 'budgetMoney', 'confidence', 'agentName'];

export type LabelingOptions = CollectionValues<typeof labelingEntries>;

/** @throws InputError when the model has no name */
export function endpointOf(
	name: string,
	{ freeForm, temperature }: LabelingOptions,
): EndpointSettings {
	if (name === '') throw new InputError('Model Name is empty', 'Name the model of the endpoint.');
	return {
		model: name,
		timeoutMs: DEFAULTS.callMs,
		strictSchema: !(freeForm ?? false),
		...(temperature !== undefined && { temperature }),
	};
}

/** Prices come as a pair, and a budget of money needs them. @throws InputError when one is missing */
export function moneyOf({ priceInput, priceOutput, budgetCalls, budgetMoney }: LabelingOptions): {
	budget: Limits;
	prices?: Prices;
} {
	if ((priceInput === undefined) !== (priceOutput === undefined))
		throw new InputError(
			'One of the two prices is missing',
			'Add the option for the price of input tokens and the one for output tokens.',
		);
	if (budgetMoney !== undefined && priceInput === undefined)
		throw new InputError(
			'A budget of money needs prices',
			'Add the options for the prices of input and output tokens.',
		);
	return {
		budget: {
			...(budgetCalls !== undefined && { calls: budgetCalls }),
			...(budgetMoney !== undefined && { money: budgetMoney }),
		},
		...(priceInput !== undefined &&
			priceOutput !== undefined && {
				prices: { inputPerMillion: priceInput, outputPerMillion: priceOutput },
			}),
	};
}
