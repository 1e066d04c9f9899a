import { describe, expect, it } from '@jest/globals';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { forTheModel, isTool } from '../../../nodes/shared/runtime/agentTool';

/** n8n's two ways to call a tool: agents before version 3 call the node themselves, later ones leave it to the engine. */
const context = (calledByAgent: boolean, type = 'encordTool') =>
	({
		isToolExecution: () => calledByAgent,
		getNode: () => ({ name: 'Encord', type: `n8n-nodes-encord.${type}` }),
		getExecutionCancelSignal: () => undefined,
	}) as unknown as IExecuteFunctions;
const refusal = Object.assign(new Error('There is no pathway "Up"'), {
	advice: 'The stage has "Cat" and "Dog".',
});
const sentence = 'There is no pathway "Up". The stage has "Cat" and "Dog".';
const fails = async (): Promise<INodeExecutionData[][]> => {
	throw refusal;
};

describe('the node as a tool', () => {
	it('is one for every version of the agent, and none in a workflow', () => {
		expect([true, false].map((calledByAgent) => isTool(context(calledByAgent)))).toEqual([
			true,
			true,
		]);
		expect(isTool(context(false, 'encord'))).toBe(false);
		// Before 1.85, n8n had no such method.
		const old = {
			...context(false, 'encord'),
			isToolExecution: undefined,
		} as unknown as IExecuteFunctions;
		expect(isTool(old)).toBe(false);
	});

	it('tells older agents what was refused, because they would hear nothing of an error', async () => {
		expect(await forTheModel(context(true), fails)).toEqual([[{ json: { error: sentence } }]]);
	});

	it('fails for newer agents, with the advice in the message that n8n passes on', async () => {
		await expect(forTheModel(context(false), fails)).rejects.toThrow(sentence);
	});

	it('adds the advice to the errors of a node that continues', async () => {
		const error = new NodeOperationError(context(true).getNode(), 'No', { description: 'Try 1' });
		const run = async () => [[{ json: { error: 'No' }, error }]];
		const [items] = await forTheModel(context(true), run);
		expect(items?.[0]).toMatchObject({ json: { error: 'No. Try 1' } });
		expect(error.message).toBe('No. Try 1');
	});

	it('says that it found nothing where n8n would give the model an empty text', async () => {
		expect(await forTheModel(context(true), async () => [[]])).toEqual([[]]);
		expect(await forTheModel(context(false), async () => [[]])).toEqual([
			[{ json: { results: [] } }],
		]);
	});
});
