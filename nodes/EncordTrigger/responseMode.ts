/** How n8n answers, by what the form says. Both values are defined by n8n (n8n §2). */
import type { INodeParameters, IWebhookDescription } from 'n8n-workflow';

/** A value of the webhook's description: as an expression, and as the function that gives the same. */
export interface DescribedValue {
	template: string;
	resolve: (parameters: INodeParameters) => string;
}

/** An event has no field for the reply: it is acknowledged at once. */
export const responseMode: DescribedValue = {
	template: '={{ $parameter.reply || "onReceived" }}',
	resolve: ({ reply }) => String(reply || 'onReceived'),
};

/** With empty text, n8n sends the message as the immediate reply. */
export const responseData: DescribedValue = {
	template:
		'={{ $parameter.reply !== "lastNode" ? "" : $parameter.answer === "lastItem" ? "firstEntryJson" : "noData" }}',
	resolve: ({ reply, answer }) =>
		reply !== 'lastNode' ? '' : answer === 'lastItem' ? 'firstEntryJson' : 'noData',
};

/** Where n8n 2.41 and newer look for functions that stand for expressions; older ones evaluate the expressions. */
const RESOLVERS = Symbol.for('n8n.webhookDescriptionResolvers');

/**
 * A webhook's description whose values n8n finds without its expression engine, where the node's parameters hold neither expressions nor
 * resource locators.
 */
export function withoutEngine(
	description: Pick<IWebhookDescription, 'name' | 'httpMethod' | 'path'>,
	values: Pick<Record<keyof IWebhookDescription, DescribedValue>, 'responseMode' | 'responseData'>,
): IWebhookDescription {
	return {
		...description,
		responseMode: values.responseMode.template,
		responseData: values.responseData.template,
		[RESOLVERS]: values,
	} as IWebhookDescription;
}
