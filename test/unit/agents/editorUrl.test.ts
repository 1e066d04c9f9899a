import { describe, expect, it } from '@jest/globals';
import { editorUrl, parseEditorUrl } from '../../../src/agents/editorUrl';

const PROJECT = '00000000-1111-2222-3333-444444444444';
const DATA = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const page = (rest = '', app = 'https://app.encord.com') =>
	`${app}/label_editor/${PROJECT}/${DATA}${rest}`;

describe('a Label Editor address', () => {
	it.each([
		['', 0, null],
		['/', 0, null],
		['/0', 0, null],
		['/5', 5, null],
		['/5/annotation', 5, null],
		['/5#frag', 5, null],
		['/5\n', 5, null],
		['/-1', 0, null],
		['/1.5', 1, null],
		['/annotation', 0, null],
		['garbage', 0, null],
		['?objectHash=x', 0, ['x']],
		['/5?objectHash=a&objectHash=b', 5, ['a', 'b']],
		['/5/annotation?objectHash=a', 5, ['a']],
		['/5?objectHash=a+b', 5, ['a b']],
		['/5?objectHash=%2Fa%2B', 5, ['/a+']],
		['?objectHash=', 0, null],
		['?other=1', 0, null],
		['/5?objectHash=a#objectHash=b', 5, ['a']],
	])('ending in %j is frame %j, objects %j', (rest, frame, objectHashes) => {
		expect(parseEditorUrl(page(rest))).toEqual({
			appUrl: 'https://app.encord.com',
			call: { projectHash: PROJECT, dataHash: DATA, frame, objectHashes },
		});
	});

	it('may be of the US app or an app named by the caller', () => {
		expect(parseEditorUrl(page('', 'https://app.us.encord.com'))?.appUrl).toBe(
			'https://app.us.encord.com',
		);
		expect(parseEditorUrl(page('', 'http://127.0.0.1:4000'))).toBeUndefined();
		expect(
			parseEditorUrl(page('/2', 'http://127.0.0.1:4000'), ['http://127.0.0.1:4000'])?.call.frame,
		).toBe(2);
	});

	it.each([
		` ${page()}`,
		page('', 'https://dev.encord.com'),
		page('', 'https://app.encord.com.evil.com'),
		page('', 'https://appXencord.com'),
		page('', 'https://app.encord.com:443'),
		page('', 'HTTPS://app.encord.com'),
		page().replace('label_editor', 'projects'),
		`https://app.encord.com/label_editor/${PROJECT}`,
		page().replace('0000-1111', '0000/1111'),
		page().replaceAll('-', ''),
		page('/٣'),
		'',
		`https://app.encord.com/label_editor/${'a'.repeat(36)}/${DATA}`,
	])('is not %j', (url) => {
		expect(parseEditorUrl(url)).toBeUndefined();
	});
});

describe('the address of a data unit', () => {
	const place = { projectHash: 'p', dataHash: 'd' };
	it.each([
		['https://app.encord.com', place, 'https://app.encord.com/label_editor/p/d'],
		['https://app.encord.com', { ...place, frame: 0 }, 'https://app.encord.com/label_editor/p/d/0'],
		['', place, null],
	])('in the app %j of %j is %j', (app, of, expected) => expect(editorUrl(app, of)).toBe(expected));
});
