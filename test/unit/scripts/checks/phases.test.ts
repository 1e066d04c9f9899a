import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { runPhases, type Phase } from '../../../../scripts/checks/phases';

let printed = '';
const exitCode = process.exitCode;
beforeEach(() => {
	printed = '';
	jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
		printed += String(text);
		return true;
	});
});
afterEach(() => {
	jest.restoreAllMocks();
	process.exitCode = exitCode;
});

const phase = (title: string, passed: number, failed: number, skipped = 0): Phase => ({
	title,
	run: async () => ({ passed, failed, skipped, report: `report of ${title}` }),
});
const broken: Phase = {
	title: 'broken',
	run: async () => await Promise.reject(new Error('no such file')),
};

it('says a line for each phase, shows what failed in full, and ends with the total', async () => {
	await runPhases([phase('good', 12, 0), phase('bad', 3, 2, 1), broken], 'inTurn');
	expect(printed).toMatch(
		/^ok {3}good \(12 passed\), [\d.]+ s\nFAIL bad \(3 passed\), [\d.]+ s\nreport of bad\n\nFAIL broken, [\d.]+ s\nno such file\n\n15 passed, 3 failed, 1 skipped\n$/,
	);
	expect(process.exitCode).toBe(1);
});

it('names the tests that were skipped', async () => {
	const skipping: Phase = {
		title: 'pages',
		run: async () => ({ passed: 2, failed: 0, skipped: 1, skippedTests: ['a page opens'] }),
	};
	await runPhases([skipping], 'inTurn');
	expect(printed).toMatch(
		/^ok {3}pages \(2 passed\), [\d.]+ s\n {5}skipped: a page opens\n2 passed, 0 failed, 1 skipped\n$/,
	);
});

it('all at once: says one line when all is well', async () => {
	await runPhases([phase('good', 12, 0), phase('better', 1, 0)], 'atOnce');
	expect(printed).toMatch(/^13 passed, 0 failed, [\d.]+ s\n$/);
	expect(process.exitCode).toBe(0);
});

it('all at once: shows what failed, and no more', async () => {
	await runPhases([phase('good', 12, 0), phase('bad', 0, 1)], 'atOnce');
	expect(printed).toMatch(/^FAIL bad, [\d.]+ s\nreport of bad\n\n12 passed, 1 failed, [\d.]+ s\n$/);
	expect(process.exitCode).toBe(1);
});
