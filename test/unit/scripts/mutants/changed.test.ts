import { describe, expect, it } from '@jest/globals';
import { changed } from '../../../../scripts/mutants/otherTests';
import type { Mutant } from '../../../../scripts/mutants/stryker';

const source = 'const a = 1;\nif (a > 0) {\n\tgo();\n}\n';

function mutant(start: [number, number], end: [number, number], replacement: string): Mutant {
	const [from, to] = [start, end].map(([line, column]) => ({ line, column }));
	return {
		id: '1',
		mutatorName: '',
		status: 'Survived',
		replacement,
		location: { start: from!, end: to! },
	};
}

describe('the source of a mutant', () => {
	it('has the new text in the place of the old one', () => {
		expect(changed(source, mutant([2, 5], [2, 10], 'a >= 0'))).toBe(
			source.replace('a > 0', 'a >= 0'),
		);
	});

	it('has it over several lines', () => {
		expect(changed(source, mutant([2, 12], [4, 2], '{}'))).toBe('const a = 1;\nif (a > 0) {}\n');
	});
});
