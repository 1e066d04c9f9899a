/** Every operation with a credential that leads nowhere: all items fail, and none leaves as if it had succeeded. */
import { describe, expect, it } from '@jest/globals';
import keys from '../../../test/unit/encord/auth/keys.json';
import { useSeed } from '../encord/encordRun';
import { runWorkflow, workflow } from '../engine/harness';
import { every, nodeOf } from './operationCases';
import { tableItems, tableSeed, type Title } from './tableSandbox';

const sandbox = useSeed<Title>('table', tableSeed);

/** Replying to a call needs no Encord. */
const reachEncord = every.filter(([title]) => title !== 'agent: reply');

describe.each(reachEncord)('%s', (_title, operation) => {
	it.each([
		['a credential that cannot be used', 'not a key'],
		['a key that Encord does not know', keys.plain.privateKey],
	])('fails every item by the error output with %s', async (_what, privateKey) => {
		const credentials = { encordApi: { ...sandbox.credentials.encordApi, privateKey } };
		const items = (await tableItems(sandbox, 'North')).map((json) => ({ json }));
		const { run } = await runWorkflow(
			workflow([nodeOf(operation, {}, { onError: 'continueErrorOutput' })]),
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
