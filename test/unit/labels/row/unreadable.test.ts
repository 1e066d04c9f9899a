/** JSON of another form than Encord's is an error that quotes nothing of it. */
import { describe, expect, it } from '@jest/globals';

import { labelsOf, readable } from '../../../../src/labels/row/unreadable';

const errorOf = (thrown: unknown): unknown => {
	try {
		return readable('The labels of "cat.jpg" are', () => {
			throw thrown;
		});
	} catch (error) {
		return error;
	}
};

describe('an error while labels are read', () => {
	it.each([new TypeError('secret is not iterable'), new RangeError('secret')])(
		'of JavaScript does not quote them: %s',
		(thrown) =>
			expect(errorOf(thrown)).toMatchObject({
				name: 'ProtocolError',
				message: 'The labels of "cat.jpg" are not in the form of Encord.',
				code: 'UNREADABLE_JSON',
				advice:
					'Open the file in the Label Editor and save it once. If this stays, a newer version of this package may be needed for the current Encord.',
			}),
	);

	it.each([new Error('other'), 'text'])('of another kind stays as it is: %s', (thrown) =>
		expect(errorOf(thrown)).toBe(thrown),
	);
});

it('what can be read is returned', () => expect(readable('It is', () => 5)).toBe(5));

it('labels are named by the title of their file, where it is a text', () => {
	expect(labelsOf({ data_title: 'cat.jpg' })).toBe('The labels of "cat.jpg" are');
	expect(labelsOf({ data_title: 5 })).toBe('The labels of "" are');
	expect(labelsOf({})).toBe('The labels of "" are');
});
