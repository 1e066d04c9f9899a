import { describe, expect, it } from '@jest/globals';
import { isTestCall } from '../../../src/agents/callHeaders';

describe('headers of a call', () => {
	it.each([
		[{ 'x-encord-editor-agent': '1' }, true],
		[{ 'X-Encord-Editor-Agent': 'test' }, true],
		[{ 'x-encord-agent': 'anything' }, true],
		[{ 'x-encord-agent': ['', 'x'] }, false],
		[{ 'x-encord-editor-agent': '' }, false],
		[{ 'X-Encord-Task-Agent': '1' }, true],
		[{ 'x-encord-other-agent': '1' }, false],
		[{}, false],
	])('%j make a test call: %s', (headers, expected) => {
		expect(isTestCall(headers)).toBe(expected);
	});
});
