import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { withProgress, type Progress } from '../../../../scripts/programs/progress';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** What is written while a step runs for so many seconds. */
async function written(
	{ isTTY, columns }: { isTTY: boolean; columns?: number },
	seconds: number,
	end: (progress: Progress) => Promise<void> = async () => undefined,
): Promise<string> {
	let text = '';
	const output = { isTTY, columns, write: (part: string) => (text += part) };
	const step = withProgress(
		'Installing',
		async (progress) => {
			for (let second = 1; second <= seconds; second++) {
				progress.say(`${second} of ${seconds} MB`);
				await new Promise((resolve) => setTimeout(resolve, 1000));
			}
			await end(progress);
		},
		output,
	).catch(() => undefined);
	await jest.advanceTimersByTimeAsync(seconds * 1000 + 1);
	await step;
	return text;
}

describe('the progress of a step', () => {
	it('is one line of a terminal, rewritten each second', async () => {
		const text = await written({ isTTY: true, columns: 80 }, 200);
		expect(text.split('\n')).toHaveLength(2);
		const states = text.split('\r').filter((state) => state !== '');
		expect(states.length).toBeGreaterThan(190);
		expect(states.at(50)).toMatch(/^Installing … \d+ of 200 MB, \d+ s.\[K$/);
		expect(states.at(-1)).toBe('Installing … done in 3 min 20 s\u001b[K\n');
	});

	it('fits a narrow terminal, where a longer line could not be rewritten', async () => {
		const text = await written({ isTTY: true, columns: 30 }, 20);
		const states = text.split('\r').map((state) => state.replace('\u001b[K', ''));
		expect(Math.max(...states.slice(0, -1).map(({ length }) => length))).toBeLessThan(30);
	});

	it('is a few lines of a log', async () => {
		const text = await written({ isTTY: false }, 600);
		const lines = text.trim().split('\n');
		expect(lines).toHaveLength(13);
		expect(lines[0]).toMatch(/^Installing … 1\d of 600 MB, 10 s$/);
		expect(lines.at(-1)).toBe('Installing … done in 10 min 0 s');
		expect(text).not.toContain('\u001b');
	});

	it('says when the step failed', async () => {
		const text = await written({ isTTY: false }, 5, async () => {
			throw new Error('no');
		});
		expect(text).toBe('Installing … failed after 5 s\n');
	});
});
