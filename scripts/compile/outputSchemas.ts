/** Writes the output that n8n shows for a node before its first run. It is made from the operations, so it always fits them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inClone } from '../clone';

interface Built {
	operations: unknown[];
	Encord: new () => { description: { version: number[] } };
	outputSchemas: (node: {
		operations: unknown[];
		version: number[];
	}) => Array<{ path: string; schema: object }>;
}

/** From the compiled nodes in `dist`, into `dist`: `nodes/Encord/__schema__/v1.0.0/<resource>/<operation>.json` (n8n §5). */
export async function writeOutputSchemas(dist = inClone('dist')): Promise<void> {
	const requireBuilt = createRequire(join(dist, 'nodes', 'Encord', 'Encord.node.js'));
	const { Encord } = requireBuilt('./Encord.node') as Pick<Built, 'Encord'>;
	const { version } = new Encord().description;
	const { operations } = requireBuilt('./operations') as Pick<Built, 'operations'>;
	const { outputSchemas } = requireBuilt('../shared/runtime/assemble') as Pick<
		Built,
		'outputSchemas'
	>;
	for (const { path, schema } of outputSchemas({ operations, version })) {
		const file = join(dist, 'nodes', 'Encord', path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, `${JSON.stringify(schema, null, '\t')}\n`);
	}
}
