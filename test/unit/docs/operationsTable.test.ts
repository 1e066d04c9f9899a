import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { inClone } from '../../../scripts/clone';
import { tableOf, withOperationsTable } from '../../../scripts/compile/operationsTable';

it('the README has the operations of today', () => {
	const readme = readFileSync(inClone('README.md'), 'utf8');
	if (withOperationsTable(readme) !== readme)
		throw new Error('The table of operations in README.md is out of date. Run: npm run docs');
});

it('has a row per resource, and a mark at what changes something in Encord', () => {
	const table = tableOf([
		{ resource: 'Task', operation: 'Get Many', does: 'List tasks', writes: false },
		{ resource: 'Task', operation: 'Proceed', does: 'Send a task out | along.', writes: true },
		{ resource: 'Frame', operation: 'Get', does: 'Get a picture', writes: false },
	]);
	expect(table).toBe(
		[
			'| Resource | Operations |',
			'|---|---|',
			'| Task | **Get Many**: List tasks<br>**Proceed** ✎: Send a task out \\| along |',
			'| Frame | **Get**: Get a picture |',
		].join('\n'),
	);
});

it('says which lines a README without them lacks', () => {
	expect(() => withOperationsTable('# Nothing')).toThrow(
		/README\.md lacks the lines "<!-- operations/,
	);
});
