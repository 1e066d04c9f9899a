/** The judge of the other tests sees each fault that it is there for. */
import { describe, expect, it } from '@jest/globals';
import type { ProjectState } from '../../scripts/sandbox/state';
import { faultsOfLabels, faultsOfMoves } from './judge';

const cat = { classifications: [{ name: 'Animal', answers: [{ name: 'Cat' }] }] };
const dog = { classifications: [{ name: 'Animal', answers: [{ name: 'Dog' }] }] };

/** The first picture of the album, a cat, with these answers, and with so many labels on the picture. */
function labeled(answers: Record<string, typeof cat>, drawn = Object.keys(answers).length) {
	const unit = { labels: { classifications: Array.from({ length: drawn }, () => ({})) } };
	const labels = { data_units: { d: unit }, classification_answers: answers, object_answers: {} };
	const row = { dataHash: 'd', title: 'pet-01.jpg', priority: 1, version: 1, saves: [], labels };
	return {
		projectHash: 'p',
		title: 'pets',
		tasks: [],
		stages: [],
		issues: [],
		labelRows: [row],
	} as ProjectState;
}

function moved(...stages: string[]) {
	const moves = stages.slice(1).map((to, index) => ({ from: stages[index], to, by: '', at: '' }));
	const task = { uuid: 't', dataHash: 'd', title: 'pet-01.jpg', stage: '', status: '', moves };
	return {
		projectHash: 'p',
		title: 'pets',
		tasks: [task],
		issues: [],
		labelRows: [],
	} as unknown as ProjectState;
}

describe('the judge', () => {
	it.each([
		['the right label', labeled({ a: cat }), 0],
		['no label', labeled({}), 1],
		['a wrong label', labeled({ a: dog }), 1],
		['the label twice', labeled({ a: cat, b: cat }), 1],
		['one answer and two labels on the picture', labeled({ a: cat }, 2), 1],
		['one answer and no label on the picture', labeled({ a: cat }, 0), 1],
	])('labels: %s', (_what, state, faults) => {
		expect(faultsOfLabels(state, () => true)).toHaveLength(faults);
	});

	it('labels: none is no fault where none is due', () => {
		expect(faultsOfLabels(labeled({}), () => false)).toEqual([]);
	});

	it.each([
		['once, to the right stage', moved('Agent 1', 'Annotate cats'), 0],
		['not moved', moved('Agent 1'), 1],
		['to another stage', moved('Agent 1', 'Annotate dogs'), 1],
		['twice', moved('Agent 1', 'Annotate cats', 'Review 1'), 1],
	])('moves: %s', (_what, state, faults) => {
		expect(faultsOfMoves(state)).toHaveLength(faults);
	});
});
