/** Changes that are undone together, in reverse order. */
import { describe, expect, it } from '@jest/globals';

import { UndoableChanges } from '../../../../src/labels/row/undoableChanges';

const started = () => {
	const changes = new UndoableChanges();
	const holder: { [key: string]: unknown } = { a: 1, b: 2 };
	const list = [1, 2, 3];
	const edit = (): void => {
		changes.set(holder, 'a', 5);
		changes.set(holder, 'b', undefined);
		changes.set(holder, 'c', 7);
		changes.set(holder, 'a', 6);
		changes.splice(list, 1, 1, 8, 9);
		changes.splice(list, 0, 2);
	};
	return { changes, holder, list, edit };
};
const edited = [{ a: 6, c: 7 }, [9, 3]];

describe('an attempt', () => {
	it('that is kept leaves its changes', () => {
		const { changes, holder, list, edit } = started();
		changes.attempt(() => {
			expect(changes.isAttempt).toBe(true);
			edit();
			return true;
		});
		expect([holder, list]).toEqual(edited);
		expect(changes.isAttempt).toBe(false);
	});

	it('that is given up leaves none of them', () => {
		const { changes, holder, list, edit } = started();
		changes.attempt(() => {
			edit();
			expect([holder, list]).toEqual(edited);
			return false;
		});
		expect([holder, list]).toEqual([{ a: 1, b: 2 }, [1, 2, 3]]);
		expect(holder).not.toHaveProperty('c');
	});

	it('that throws leaves none of them, and throws on', () => {
		const { changes, holder, list, edit } = started();
		const broken = new Error('broken');
		expect(() =>
			changes.attempt(() => {
				edit();
				throw broken;
			}),
		).toThrow(broken);
		expect([holder, list]).toEqual([{ a: 1, b: 2 }, [1, 2, 3]]);
		expect(changes.isAttempt).toBe(false);
	});

	it('does not undo what was changed before it', () => {
		const { changes, holder, list, edit } = started();
		edit();
		changes.attempt(() => {
			changes.set(holder, 'a', 1);
			return false;
		});
		expect([holder, list]).toEqual(edited);
	});
});

it('outside of an attempt nothing is noted to be undone', () => {
	const changes = new UndoableChanges();
	const undone: string[] = [];
	changes.whenUndone(() => undone.push('before'));
	changes.attempt(() => {
		changes.whenUndone(() => undone.push('first'));
		changes.whenUndone(() => undone.push('second'));
		return false;
	});
	expect(undone).toEqual(['second', 'first']);
});
