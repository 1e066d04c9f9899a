import { describe, expect, it } from '@jest/globals';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { NotFoundError } from '../../../src/encord/wire/errors';
import { groupBy } from '../../../nodes/shared/runtime/batch';
import { locator } from '../../../nodes/shared/fields/form/locator';
import { InputError } from '../../../nodes/shared/fields/form/inputError';
import { operationOf, runOperation } from './fakeN8n';

const projectField = locator({ displayName: 'Project', name: 'project', description: '' });
const threeItems = [{ n: 0 }, { n: 1 }, { n: 2 }];

describe('Batch', () => {
	it('returns results in item order with paired items, in whatever order they were set', async () => {
		const { outputs } = await runOperation(
			operationOf(async (batch) => {
				batch.ok(2, { n: 2 });
				batch.ok(0, [{ json: { n: 0 } }, { json: { n: 0.5 } }]);
				batch.ok(1, []);
			}),
			{ items: threeItems, parameters: {} },
		);
		expect(outputs).toEqual([
			[
				{ json: { n: 0 }, pairedItem: { item: 0 } },
				{ json: { n: 0.5 }, pairedItem: { item: 0 } },
				{ json: { n: 2 }, pairedItem: { item: 2 } },
			],
		]);
	});

	it('sends results to the output they name', async () => {
		const { outputs } = await runOperation(
			operationOf(async (batch) => {
				for (const index of [0, 1, 2]) batch.ok(index, [{ json: { index }, output: index % 2 }]);
			}),
			{ items: threeItems, parameters: {}, outputs: 2 },
		);
		expect(outputs.map((items) => items.map(({ json }) => json.index))).toEqual([[0, 2], [1]]);
	});

	it('throws when an item has no result', async () => {
		const run = runOperation(
			operationOf(async (batch) => batch.ok(0, {})),
			{ items: threeItems, parameters: {} },
		);
		await expect(run).rejects.toThrow('gave no result');
	});

	it('refuses a result that n8n would treat as an error', async () => {
		const run = runOperation(
			operationOf(async (batch) => batch.ok(0, { error: 'fine', message: 'really' })),
			{ parameters: {} },
		);
		await expect(run).rejects.toThrow('error keys only');
	});

	it('throws the first failure with its item and advice when the node stops on errors', async () => {
		const run = runOperation(
			operationOf(async (batch) => {
				await batch.each(await batch.read((index) => ({ index })), async ({ index }) => {
					if (index === 1) throw new InputError('No such thing', 'Choose another one.');
					batch.ok(index, {});
				});
			}),
			{ items: threeItems, parameters: {} },
		);
		await expect(run).rejects.toMatchObject({
			constructor: NodeOperationError,
			message: 'No such thing',
			description: 'Choose another one.',
			context: { itemIndex: 1 },
		});
	});

	it('turns failures into error items when the node continues on errors', async () => {
		const { outputs } = await runOperation(
			operationOf(async (batch) => {
				await batch.each(await batch.read((index) => ({ index })), async ({ index }) => {
					if (index === 1)
						throw new NotFoundError('Encord does not know this project.', { status: 404 });
					batch.ok(index, { index });
				});
			}),
			{ items: threeItems, parameters: {}, continueOnFail: true },
		);
		expect(outputs[0]![1]).toMatchObject({
			json: { error: 'Encord does not know this project.' },
			pairedItem: { item: 1 },
		});
		expect(outputs[0]![1]!.error).toBeInstanceOf(NodeApiError);
		expect(outputs[0]![1]!.error).toMatchObject({
			httpCode: '404',
			description: expect.stringContaining('Check the ID'),
		});
		expect(outputs[0]!.map(({ json }) => json.index)).toEqual([0, undefined, 2]);
	});

	it('does not pass on the cause of an error, which may contain secrets', async () => {
		const error = new NotFoundError('Gone.', {
			status: 404,
			cause: { url: 'https://storage/?X-Goog-Signature=secret' },
		});
		const { outputs } = await runOperation(
			operationOf(async (batch) => batch.fail(0, error)),
			{ parameters: {}, continueOnFail: true },
		);
		expect(JSON.stringify(outputs[0]![0]!.error)).not.toContain('secret');
	});

	it('fails the items of a group that have no result yet, and only those', async () => {
		const { json } = await runOperation(
			operationOf(async (batch) => {
				const asks = await batch.read((_form, index) => ({ group: index < 2 ? 'a' : 'b' }));
				for (const group of groupBy(asks, ({ group: name }) => name)) {
					await batch.together(group.members, async () => {
						batch.ok(group.members[0]!.index, { done: group.key });
						if (group.key === 'a') throw new Error('The rest of a failed');
					});
				}
			}),
			{ items: threeItems, parameters: {}, continueOnFail: true },
		);
		expect(json).toEqual([{ done: 'a' }, { error: 'The rest of a failed' }, { done: 'b' }]);
	});

	it.each([true, false])(
		'keeps all results when something fails afterwards, unless the node stops on errors: %s',
		async (continueOnFail) => {
			const run = runOperation(
				operationOf(async (batch) => {
					const asks = await batch.read((_form, index) => ({ n: index }));
					await batch.together(asks, async () => {
						for (const { index, n } of asks) batch.ok(index, { n });
						throw new Error('The file could not be closed');
					});
				}),
				{ items: threeItems, parameters: {}, continueOnFail },
			);
			if (continueOnFail) expect((await run).json).toEqual(threeItems);
			else await expect(run).rejects.toThrow('could not be closed');
		},
	);

	it('fails an item whose form cannot be read without stopping the others', async () => {
		const { json } = await runOperation(
			operationOf(async (batch) => {
				for (const { index, project } of await batch.read((form) => ({
					project: projectField.read(form),
				}))) {
					batch.ok(index, { project });
				}
			}),
			{
				items: threeItems,
				continueOnFail: true,
				parameters: (index) => ({ project: [' p0 ', '', new Error('Expression failed')][index] }),
			},
		);
		expect(json).toEqual([
			{ project: 'p0' },
			{ error: 'Project is empty' },
			{ error: 'Expression failed' },
		]);
	});

	it('stops at once when the execution was cancelled', async () => {
		const stop = new AbortController();
		const run = runOperation(
			operationOf(async (batch) => {
				await batch.each(await batch.read((index) => ({ index })), async () => {
					stop.abort(new Error('Stopped'));
					throw new Error('Something that follows from stopping');
				});
			}),
			{ items: threeItems, parameters: {}, continueOnFail: true, signal: stop.signal },
		);
		await expect(run).rejects.toThrow('Stopped');
	});
});
