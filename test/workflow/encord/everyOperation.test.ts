/** What holds for every operation, made from the list of operations: a new one is tested here by itself. */
import { describe, expect, it } from '@jest/globals';
import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import { operations } from '../../../nodes/Encord/operations';
import keys from '../../../test/unit/encord/auth/keys.json';
import { byId, encord, useSandbox } from './encordRun';
import { runWorkflow, workflow } from '../engine/harness';

const sandbox = useSandbox();
const every = operations.map(({ resource, name }) => [`${resource}: ${name}`, resource, name]);
const someId = '00000000-0000-4000-8000-000000000001';

/** Items that name what operations look for, so that nothing fails for want of an ID. */
const items = [0, 1, 2].map((number) => ({
	json: {
		projectHash: someId,
		dataHash: someId,
		stageUuid: someId,
		taskUuid: `00000000-0000-4000-8000-00000000001${number}`,
		objectHash: 'Ab3dE6gH',
		frame: 0,
		output: { Animal: 'Cat' },
		detections: [{ class: 'Car', box: [1, 2, 3, 4] }],
	},
}));

/** Values for fields that the items do not fill. */
const filled: INodeParameters = {
	pathway: byId('Cat'),
	object: byId('Car'),
	ontology: byId(someId),
	storageItem: byId(someId),
	answerMode: 'json',
	attributeMode: 'json',
	clientMetadata: '{ "a": 1 }',
};

/** The node with its defaults, as the editor saves it. */
function nodeFor(resource: string, operation: string, onError: INode['onError']): INode {
	const fields = operations.find(
		(one) => one.resource === resource && one.name === operation,
	)!.fields;
	const names = new Set(fields.map(({ name }) => name));
	const given = Object.fromEntries(Object.entries(filled).filter(([name]) => names.has(name)));
	const project = ['project', 'stage'].filter((name) => names.has(name));
	const chosen = Object.fromEntries(
		project.map((name) => [name, byId(name === 'project' ? someId : 'Agent 1')]),
	);
	const node = encord(resource, operation, { ...chosen, ...given }, { onError });
	const { properties } = new Encord().description;
	const parameters = NodeHelpers.getNodeParameters(
		properties,
		node.parameters,
		true,
		false,
		node,
		new Encord().description,
	)!;
	return { ...node, parameters };
}

/** Replying to a call needs no Encord. */
const reachEncord = every.filter(([title]) => title !== 'agent: reply');

describe.each(reachEncord)('%s', (_title, resource, name) => {
	it.each([
		['a credential that cannot be used', 'not a key'],
		['a key that Encord does not know', keys.plain.privateKey],
	])('fails every item by the error output with %s', async (_what, privateKey) => {
		const credentials = { encordApi: { ...sandbox.credentials.encordApi, privateKey } };
		const { run } = await runWorkflow(
			workflow([nodeFor(resource!, name!, 'continueErrorOutput')]),
			{ credentials, items },
		);
		const outputs = run.data.resultData.runData.Encord!.at(-1)!.data!.main!;
		const failed = outputs.at(-1)!;
		expect(outputs.slice(0, -1).flatMap((output) => output ?? [])).toEqual([]);
		expect(failed).toHaveLength(items.length);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(failed.every(({ json }) => typeof json.error === 'string')).toBe(true);
	});
});
