/** Every call of the client has a case that says what it sends and what it makes of the answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { scriptedEncord } from '../scriptedEncord';

it('every method of the client has a case in v1Calls.test.ts or v2Calls.test.ts, named after it', () => {
	const cases = ['v1Calls.test.ts', 'v2Calls.test.ts']
		.map((file) => readFileSync(join(__dirname, file), 'utf8'))
		.flatMap((text) => [...text.matchAll(/^\t\tname: '(\w+)/gm)].map(([, name]) => name));
	const methods = Object.entries(scriptedEncord([]).client)
		.filter(([, value]) => typeof value === 'function')
		.map(([name]) => name);
	expect(methods.length).toBeGreaterThan(10);
	expect(methods.filter((name) => !cases.includes(name))).toEqual([]);
});
