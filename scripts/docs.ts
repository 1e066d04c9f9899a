/** `npm run docs`: writes the table of the Encord node's operations into the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { inClone } from './clone';
import { withOperationsTable } from './compile/operationsTable';

async function main(): Promise<void> {
	const file = inClone('README.md');
	await writeFile(file, withOperationsTable(await readFile(file, 'utf8')));
}

void main();
