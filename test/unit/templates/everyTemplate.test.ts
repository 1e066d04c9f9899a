/** No template goes untested. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(__dirname, '../../..');

it('every template is run by a test in test/e2e, which says its name', () => {
	const tests = readdirSync(join(root, 'test/e2e'))
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => readFileSync(join(root, 'test/e2e', file), 'utf8'))
		.join('\n');
	const templates = readdirSync(join(root, 'templates')).map((file) => file.replace('.json', ''));
	expect(templates.length).toBeGreaterThan(5);
	expect(templates.filter((name) => !tests.includes(`'${name}'`))).toEqual([]);
});
