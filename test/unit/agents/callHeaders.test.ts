import { describe, expect, it } from '@jest/globals';
import { isTestCall, traceIdOf } from '../../../src/agents/callHeaders';

describe('headers of a call', () => {
	it.each([
		[{ 'x-encord-editor-agent': '1' }, true],
		[{ 'X-Encord-Editor-Agent': 'test' }, true],
		[{ 'x-encord-agent': 'anything' }, true],
		[{ 'x-encord-agent': ['', 'x'] }, false],
		[{ 'x-encord-editor-agent': '' }, false],
		[{ 'x-encord-task-agent': '1' }, false],
		[{}, false],
	])('%j make a test call: %s', (headers, expected) => {
		expect(isTestCall(headers)).toBe(expected);
	});

	it.each([
		['0123456789abcdef0123456789ABCDEF/12;o=1', '0123456789abcdef0123456789abcdef'],
		['0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef'],
		['0123456789abcdef0123456789abcdef\r\nX: y', undefined],
		['short/1;o=1', undefined],
		[undefined, undefined],
	])('trace context %j has the id %j', (value, id) => {
		expect(traceIdOf({ 'x-cloud-trace-context': value })).toBe(id);
	});
});
