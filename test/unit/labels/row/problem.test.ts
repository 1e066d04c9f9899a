/** Which labels of others were kept, as the problems of edits tell. */
import { expect, it } from '@jest/globals';

import { keptLabels, Refusal, type Problem } from '../../../../src/labels/row/problem';

const problem = (extra: Partial<Problem>): Problem => ({
	severity: 'warning',
	code: 'keptForeignLabel',
	message: 'It was left as it is.',
	...extra,
});

it('labels of others that were kept are counted once, by the one hash of a problem or by its several', () => {
	const problems = [
		problem({ hash: 'a' }),
		problem({ hashes: ['b', 'c'] }),
		problem({ hash: 'a' }),
		problem({ hash: 'd', code: 'badAnswer' }),
		problem({}),
	];
	expect([...keptLabels(problems)]).toEqual(['a', 'b', 'c']);
	expect([...keptLabels([])]).toEqual([]);
});

it('a refusal says what its first problem says, and has all of them', () => {
	const [first, second] = [problem({ message: 'First.' }), problem({ message: 'Second.' })];
	const refusal = new Refusal(first, second);
	expect(refusal.message).toBe('First.');
	expect(refusal.problems).toEqual([first, second]);
});
