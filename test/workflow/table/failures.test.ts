/** The table: every operation × what can be wrong with its items × what the node does on errors. Made from the operations. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Operation } from '../../../nodes/shared/runtime/operation';
import { useSeed } from '../encord/encordRun';
import { node, runWorkflow, workflow, type WorkflowRun } from '../engine/harness';
import { every, nodeOf, spoiledItems, type Spoiled } from './operationCases';
import { stored, tableItems, tableSeed, writeRequests, type Title } from './tableSandbox';

const sandbox = useSeed<Title>('table', tableSeed);
const start = node('Start', 'n8n-nodes-base.manualTrigger');

async function run(encord: INode, items: IDataObject[]): Promise<WorkflowRun> {
	return await runWorkflow(workflow([start, encord]), {
		credentials: sandbox.credentials,
		items: items.map((json) => ({ json })),
	});
}

/** Every item that left the node: output, index of the input item, and whether it is an error. */
function left({ run: { data } }: WorkflowRun) {
	const outputs = data.resultData.runData.Encord!.at(-1)!.data!.main!;
	return outputs.flatMap((items, output) =>
		(items ?? []).map(({ json, pairedItem, error }) => ({
			output,
			item: (pairedItem as { item: number }).item,
			failed: error !== undefined && typeof json.error === 'string',
			last: output === outputs.length - 1,
		})),
	);
}

const sentence = (text: string | undefined) => {
	expect(text).toMatch(/\w+ \w+/);
	expect(text).not.toMatch(/is not a function|Cannot read|is not iterable|\[object|undefined/);
};

const combinations = (operation: Operation) =>
	spoiledItems(operation).flatMap((spoiled) => [
		[spoiled.what, 'one of three', [1], spoiled] as const,
		[spoiled.what, 'all three', [0, 1, 2], spoiled] as const,
	]);

describe.each(every)('%s', (_title, operation) => {
	it('gives nothing and asks nothing for no items', async () => {
		await sandbox.requests();
		const result = await runWorkflow(workflow([nodeOf(operation)]), {
			credentials: sandbox.credentials,
			items: [],
		});
		expect(result.error()).toBeUndefined();
		expect(result.items('Encord')).toEqual([]);
		expect(await sandbox.requests()).toEqual({});
	});

	it('works for all items of the table', async () => {
		const result = await run(nodeOf(operation), await tableItems(sandbox, 'North'));
		expect(result.error()).toBeUndefined();
		expect(new Set(left(result).map(({ item }) => item))).toEqual(new Set([0, 1, 2]));
		expect(left(result).some(({ failed }) => failed)).toBe(false);
	});

	describe.each(combinations(operation))('%s, %s', (_what, _count, bad, spoiled: Spoiled) => {
		const spoiledItemsOf = async () =>
			(await tableItems(sandbox, 'North')).map((item, index) =>
				(bad as readonly number[]).includes(index) ? spoiled.spoil(item) : item,
			);

		it('stops the run with a sentence', async () => {
			const items = await spoiledItemsOf();
			await sandbox.requests();
			const result = await run(nodeOf(operation, spoiled.parameters), items);
			const error = result.error();
			sentence(error?.message);
			expect(error!.message).toMatch(spoiled.says);
			expect(error!.context).toMatchObject({ itemIndex: bad[0] });
			if (spoiled.refused) expect(await writeRequests(sandbox)).toEqual([]);
		});

		it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'with %s each item leaves once, the bad ones as errors',
			async (onError) => {
				const good = await tableItems(sandbox, 'North');
				const items = await spoiledItemsOf();
				const before = await Promise.all(good.map(({ dataHash }) => stored(sandbox, dataHash)));
				await sandbox.requests();
				const result = await run(nodeOf(operation, spoiled.parameters, { onError }), items);
				expect(result.error()).toBeUndefined();
				const all = left(result);
				const failed = all.filter((one) => one.failed);
				expect(failed.map(({ item }) => item)).toEqual(bad);
				expect(new Set(all.filter((one) => !one.failed).map(({ item }) => item))).toEqual(
					new Set([0, 1, 2].filter((index) => !(bad as readonly number[]).includes(index))),
				);
				// The last output is the error output; without one, it is the one that says "not as it should be".
				expect(failed.every(({ last }) => last)).toBe(true);
				if (onError === 'continueErrorOutput')
					expect(all.filter(({ last }) => last).every((one) => one.failed)).toBe(true);
				const errors = result.run.data.resultData.runData.Encord!.at(-1)!.data!.main!.at(-1)!;
				errors
					.filter(({ error }) => error)
					.forEach(({ json }) => {
						sentence(String(json.error));
						expect(json.error).toMatch(spoiled.says);
					});
				if (bad.length === items.length && spoiled.refused)
					expect(await writeRequests(sandbox)).toEqual([]);
				for (const index of bad)
					expect(await stored(sandbox, good[index]!.dataHash)).toEqual(before[index]);
			},
		);
	});
});
