/**
 * The table of protocol §8.2 says which keys carry the coordinates of each shape. The package's registry and the sandbox's
 * checks each have a list of their own; both are held to the table.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import { SHAPES } from '../../../src/labels/shapes/registry';
import type { ShapeSpec } from '../../../src/labels/shapes/shape';
import { checkLabels, type CheckedRow } from '../../../sandbox/labels/checks';

/** Shape and keys of each row of the table; no keys where it says `none`. */
function tableOfProtocol(): Array<[shape: string, keys: string[]]> {
	const protocol = readFileSync(join(__dirname, '../../../docs/protocol.md'), 'utf8');
	const section = /^### 8\.2 [^]*?(?=^### )/m.exec(protocol)?.[0] ?? '';
	const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
	return section
		.split('\n')
		.filter((line) => line.startsWith('| `'))
		.flatMap((line) => {
			const [, shapes = '', keys = ''] = line.split('|');
			return quoted(shapes).map((shape): [string, string[]] => [shape, quoted(keys)]);
		});
}

/** What the sandbox says to a frame object of this shape with this content; undefined when it takes it. */
function sandboxSays(shape: string, coordinates: object): string | undefined {
	const object = { objectHash: 'object01', featureHash: 'feature1', shape, ...coordinates };
	const row = {
		unit: { dataHash: 'unit', dataType: 'image', numberOfFrames: 1, images: [] },
		ontology: {
			objects: [{ featureNodeHash: 'feature1', shape }],
			classifications: [],
		} as unknown as OntologyJson,
		content: {
			data_units: { unit: { labels: { objects: [object], classifications: [] } } },
			object_answers: { object01: { objectHash: 'object01', classifications: [] } },
			classification_answers: {},
			object_actions: {},
		},
		sizeOf: () => ({ width: 2, height: 2 }),
	} as unknown as CheckedRow;
	try {
		checkLabels(row);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

describe('the coordinate keys of protocol §8.2', () => {
	const table = tableOfProtocol();

	it('are those of the registry of shapes, shape by shape', () => {
		const registry = Object.entries<ShapeSpec>(SHAPES).map(([shape, spec]) => [
			shape,
			spec.placedOn === 'frames' ? [spec.key, spec.fullKey].filter(Boolean) : [],
		]);
		expect(Object.fromEntries(registry)).toEqual(Object.fromEntries(table));
	});

	it.each(table)('of the shape %s are asked for by the sandbox: %j', (shape, keys) => {
		const missing = keys.length > 0 ? `Object object01 has no ${keys.join(' or ')}` : undefined;
		expect(sandboxSays(shape, {})).toBe(missing);
		for (const key of keys) {
			const value = { height: 2, width: 2, rleString: '04' };
			expect([key, sandboxSays(shape, { [key]: value })]).toEqual([key, undefined]);
		}
	});
});
