import { describe, expect, it } from '@jest/globals';
import { unclearIn } from '../../../src/agents/unclearJson';

describe('JSON text', () => {
	it.each([
		'{"a":1,"a":2}',
		'{"x":{"a":1,"b":2,"a":1}}',
		'[{"a":1,"\\u0061":2}]',
		'{"a":[{"b":1}],"a":null}',
		'{"":1,"":2}',
	])('%s has a key twice', (text) => expect(unclearIn(text)).toMatch(/key twice/));

	it.each(['1e999', '-1e400', '[9007199254740993]', '{"a":18446744073709551616}', '1e30'])(
		'%s has a number that a program would change',
		(text) => expect(unclearIn(text)).toMatch(/number/),
	);

	it.each([
		'{"a":{"a":1},"b":{"a":[{"a":2},{"a":3}]}}',
		'{"a":"a","b":"a"}',
		'["a","a"]',
		'{"a":"{\\"b\\":1,\\"b\\":2}"}',
		'{"a":"\\\\","b":1e3,"c":-0.5,"d":9007199254740991}',
		'true',
		'""',
	])('%s is clear', (text) => expect(unclearIn(text)).toBeUndefined());
});
