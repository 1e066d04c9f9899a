/** IDs in all their spellings, locks of rows, bodies, and the hash that is noted beside a file. */
import { describe, expect, it } from '@jest/globals';
import { notedHash } from '../../../../src/encord/wire/contentHash';
import {
	invalidId,
	parseUuid,
	segment,
	shortened,
	uuid,
} from '../../../../src/encord/wire/identifiers';
import { withLocks } from '../../../../src/encord/wire/locks';
import { readBody } from '../../../../src/encord/wire/send';

const ID = '1a2b3c4d-1a2b-4a2b-8a2b-1a2b3c4d5e6f';

describe('an ID', () => {
	it.each([
		ID,
		ID.toUpperCase(),
		ID.replaceAll('-', ''),
		`{${ID}}`,
		`urn:uuid:${ID}`,
		`urn:uuid:${ID.toUpperCase()}`,
	])('is read from %s', (text) => expect(parseUuid(text)).toBe(ID));

	it.each([
		...['', 'x', ` ${ID}`, `${ID} `, `${ID}0`, `0${ID}`, ID.slice(1), `{${ID}`, `${ID}}`],
		...[`URN:UUID:${ID}`, `urn:uuid:${ID.replaceAll('-', '')}xxxx`, ID.replace('a', 'g')],
		...[`{${ID.replaceAll('-', '')}}`, `x{${ID}}`, `{${ID}}x`, ID.replace('-', '')],
	])('is not read from %j', (text) => expect(parseUuid(text)).toBeUndefined());

	it('may have spaces around it where a person gave it', () => {
		expect(uuid(` ${ID.toUpperCase()}\n`, 'Project ID')).toBe(ID);
		expect(() => uuid(' nothing ', 'Project ID')).toThrow(
			'Project ID "nothing" is not a valid ID; it looks like 1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f.',
		);
		expect(() => uuid(undefined as never, 'Task ID')).toThrow('Task ID "undefined" is not');
	});

	it('that is wrong is quoted with at most 80 characters', () => {
		expect(shortened('x'.repeat(80))).toBe('x'.repeat(80));
		expect(shortened('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
		expect(invalidId('ID', 'x'.repeat(81)).message).toContain(`"${'x'.repeat(79)}…"`);
	});

	it('in a path is encoded, and never one that leads elsewhere', () => {
		expect(segment('a/b ?c', 'Label row ID')).toBe('a%2Fb%20%3Fc');
		expect(segment('...', 'Label row ID')).toBe('...');
		for (const value of ['', '.', '..'])
			expect(() => segment(value, 'Label row ID')).toThrow('Label row ID is empty or not an ID.');
	});
});

describe('locks', () => {
	it('let one after the other in, in the order in which they ask', async () => {
		const order: string[] = [];
		let release = () => {};
		const first = withLocks(['a'], async () => {
			order.push('first begins');
			await new Promise<void>((resolve) => (release = resolve));
			order.push('first ends');
		});
		const second = withLocks(['a', 'b'], async () => void order.push('second'));
		const third = withLocks(['b', 'a', 'a'], async () => void order.push('third'));
		await withLocks(['c'], async () => void order.push('other'));
		await new Promise((resolve) => setImmediate(resolve));
		release();
		await Promise.all([first, second, third]);
		expect(order).toEqual(['first begins', 'other', 'first ends', 'second', 'third']);
	});

	it('are given back when the work fails, and give its result otherwise', async () => {
		await expect(
			withLocks(['x'], async () => await Promise.reject(new Error('no'))),
		).rejects.toThrow('no');
		expect(await withLocks(['x'], async () => 5)).toBe(5);
	});
});

describe('a body', () => {
	async function* chunks(...sizes: number[]) {
		for (const size of sizes) yield new Uint8Array(size).fill(size);
	}
	it('is read whole, up to its limit', async () => {
		expect([...(await readBody(chunks(1, 2)))]).toEqual([1, 2, 2]);
		expect(await readBody(chunks(3, 2), 5)).toHaveLength(5);
		await expect(readBody(chunks(3, 3), 5)).rejects.toThrow(
			new RangeError('The response is larger than 5 bytes'),
		);
	});
});

it.each<[unknown, string | undefined]>([
	[{ fileSha256: 'A1'.repeat(32) }, 'a1'.repeat(32)],
	[{ fileSha256: 'a1'.repeat(31) }, undefined],
	[{ fileSha256: `${'a1'.repeat(32)}0` }, undefined],
	[{ fileSha256: 'g1'.repeat(32) }, undefined],
	[{ fileSha256: 7 }, undefined],
	[{}, undefined],
	[null, undefined],
	['a1'.repeat(32), undefined],
])('the hash noted in %j is %j', (metadata, hash) => expect(notedHash(metadata)).toBe(hash));
