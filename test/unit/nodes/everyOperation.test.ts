/** No file of an operation is left out of the node. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { operations } from '../../../nodes/Encord/operations';

const folder = join(__dirname, '../../../nodes/Encord/operations');

it('every file below operations/ exports an operation that is in the list, under its own name', () => {
	const files = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`));
	expect(files.sort()).toEqual(
		operations.map(({ resource, name }) => `${resource}/${name}.ts`).sort(),
	);
});
