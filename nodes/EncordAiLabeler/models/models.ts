/** The models of one run of the node: the connected chat models, or an endpoint of the user's choice. */
import { NodeConnectionTypes, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { LanguageModel } from '../../../src/llm/model/model';
import { chatModel } from './chatModel';
import { endpointModel, type EndpointSettings } from './endpoint';

export interface Models {
	first: LanguageModel;
	/** The one that is asked where the first is unsure; absent when none is connected. */
	second?: LanguageModel;
}

/** @throws NodeOperationError when there is no model to ask */
export async function modelsOf(
	n8n: IExecuteFunctions,
	endpoint: EndpointSettings | undefined,
): Promise<Models> {
	const given = (await n8n.getInputConnectionData(
		NodeConnectionTypes.AiLanguageModel,
		0,
	)) as unknown;
	// n8n gives the models of several inputs in reverse order.
	const connected = [given ?? []].flat().reverse();
	const [first, second] = connected.map((each) => chatModel(n8n, each));
	if (endpoint !== undefined) {
		// With an address of its own for the first model, what is connected is the second opinion.
		const opinion = second ?? first;
		return { first: await endpointModel(n8n, endpoint), ...(opinion && { second: opinion }) };
	}
	if (first === undefined)
		throw new NodeOperationError(n8n.getNode(), 'No model is connected', {
			description:
				'Connect a chat model to "Chat Model", or set "Model From" to "OpenAI-Compatible Endpoint".',
		});
	return { first, ...(second && { second }) };
}
