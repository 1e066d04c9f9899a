import { describe, expect, it } from '@jest/globals';
import { statusWords } from '../../../nodes/shared/output/status';
import { readable } from '../../../nodes/shared/runtime/readable';

describe('an output item', () => {
	it('has what was done first, then titles and the link, and the IDs last', () => {
		const json = {
			projectHash: 'p',
			dataHash: 'd',
			frame: 4,
			stageTitle: 'Agent 1',
			taskUuid: 't',
			saved: true,
			dataTitle: 'cat.jpg',
			summary: 'Added',
		};
		const shown = readable(json, 'https://app.encord.com');
		expect(Object.entries(shown)).toEqual([
			['summary', 'Added'],
			['stageTitle', 'Agent 1'],
			['dataTitle', 'cat.jpg'],
			['editorUrl', 'https://app.encord.com/label_editor/p/d/4'],
			['frame', 4],
			['saved', true],
			['projectHash', 'p'],
			['dataHash', 'd'],
			['taskUuid', 't'],
		]);
	});

	it('about several files has the address of each', () => {
		const json = { projectHash: 'p', dataHashes: ['d', 'e'], event: 'taskSubmitted' };
		expect(Object.entries(readable(json, 'https://app'))).toEqual([
			['editorUrls', ['https://app/label_editor/p/d', 'https://app/label_editor/p/e']],
			['event', 'taskSubmitted'],
			['projectHash', 'p'],
			['dataHashes', ['d', 'e']],
		]);
		expect(readable(json, '').editorUrls).toBeNull();
		expect(readable(json)).not.toHaveProperty('editorUrls');
	});

	it.each([
		['without a data unit has none', { projectHash: 'p' }, 'https://app', undefined],
		[
			'of a file links to the file',
			{ projectHash: 'p', dataHash: 'd' },
			'https://app',
			'https://app/label_editor/p/d',
		],
		[
			'keeps the link it has',
			{ projectHash: 'p', dataHash: 'd', editorUrl: 'x' },
			'https://app',
			'x',
		],
		['of an app that is not known', { projectHash: 'p', dataHash: 'd' }, '', null],
		['without a client', { projectHash: 'p', dataHash: 'd' }, undefined, undefined],
	])('%s', (_what, json, appUrl, expected) => {
		expect(readable(json, appUrl).editorUrl).toBe(expected);
	});
});

it.each([
	['NEW', 'New'],
	['IN_REVIEW', 'In Review'],
	['inProgress', 'In Progress'],
	['SOME_NEWER_STATE', 'Some Newer State'],
	[null, null],
	['', null],
])('%s is %s on the screen', (sent, words) => {
	expect(statusWords(sent)).toBe(words);
});
