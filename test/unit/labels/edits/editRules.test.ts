/** The space that an edit means, and what is said about labels of others that it left. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { spaceOfEdit } from '../../../../src/labels/edits/rules/editSpace';
import type { EditState } from '../../../../src/labels/edits/rules/editState';
import { lookUpOrRefuse } from '../../../../src/labels/edits/rules/lookUpOrRefuse';
import {
	mayReplaceOthers,
	reportLabelOfOthers,
} from '../../../../src/labels/edits/rules/ownership';
import { findObject } from '../../../../src/labels/ontology/lookup';
import { RowDraft } from '../../../../src/labels/row/draft';
import { Refusal, type Problem } from '../../../../src/labels/row/problem';
import { groupRow, ontology, videoRow } from '../fixtures';

const refusal = (run: () => unknown): unknown => {
	try {
		return run();
	} catch (error) {
		return error instanceof Refusal ? error.problems : error;
	}
};

describe('the space of an edit', () => {
	const spaceIn = (row: LabelRowJson, space?: string, wholeRow?: boolean) =>
		refusal(() => {
			const state = { draft: new RowDraft(row, undefined), context: {} } as EditState;
			const { id, type } = spaceOfEdit(state, space === undefined ? {} : { space }, wholeRow);
			return [id, type];
		});
	const scene = { ...groupRow, spaces: { cloud: { space_type: 'point_cloud' } } } as LabelRowJson;

	it("is the row's own media, or the one it names", () => {
		expect(spaceIn(videoRow)).toEqual([undefined, 'video']);
		expect(spaceIn(groupRow, 'film')).toEqual(['film', 'video']);
		expect(spaceIn(groupRow, 'film', true)).toEqual(['film', 'video']);
	});

	it('is the row of a data group only for what may be about the whole row', () => {
		expect(spaceIn(groupRow, undefined, true)).toEqual([undefined, 'group']);
		expect(spaceIn(groupRow)).toEqual([
			{
				code: 'notFound',
				field: 'space',
				value: undefined,
				accepted: ['film', 'sound', 'page'],
				message: 'Labels of a "group" row are kept per space. Name the space: film, sound, page',
			},
		]);
	});

	it.each<[string, LabelRowJson, string, string[], string]>([
		['does not exist', videoRow, 'film', [], 'It has no spaces.'],
		[
			'does not exist beside others',
			groupRow,
			'films',
			['film', 'sound', 'page'],
			'There are: film, sound, page',
		],
		['holds no labels', scene, 'cloud', ['cloud'], 'There are: cloud'],
	])('that %s is refused', (_, row, space, accepted, known) => {
		for (const wholeRow of [false, true])
			expect(spaceIn(row, space, wholeRow)).toEqual([
				{
					code: 'notFound',
					field: 'space',
					value: space,
					accepted,
					message: `This label row has no space "${space}" that can hold labels. ${known}`,
				},
			]);
	});
});

it('labels of others may be replaced as the edit says, else as its context says, else not', () => {
	const may = (edit?: boolean, context?: boolean) =>
		mayReplaceOthers(
			{ context: context === undefined ? {} : { replacePersonLabels: context } } as EditState,
			edit === undefined ? {} : { replacePersonLabels: edit },
		);
	expect([may(), may(undefined, true), may(undefined, false)]).toEqual([false, true, false]);
	expect([may(true, false), may(false, true), may(true)]).toEqual([true, false, true]);
});

describe('a label of others that was left', () => {
	const reported = (frames: Array<[number, number]>, nothingDone: boolean, ...hashes: string[]) => {
		const problems: Problem[] = [];
		const state = { problems, position: 4 } as unknown as EditState;
		reportLabelOfOthers(state, 'Car', frames, nothingDone, ...hashes);
		return problems;
	};

	it('is a warning with its frames and hash', () =>
		expect(
			reported(
				[
					[5, 6],
					[0, 0],
				],
				false,
				'a',
			),
		).toEqual([
			{
				severity: 'warning',
				code: 'keptForeignLabel',
				edit: 4,
				item: 'Car',
				frames: [
					[0, 0],
					[5, 6],
				],
				hash: 'a',
				message:
					'"Car" on frames 0, 5–6 was written or changed by somebody else and was left as it is. ' +
					'Allow replacing labels of people to change it.',
			},
		]));

	it('is an error where nothing was done, and names each of several labels', () => {
		const [problem] = reported([[0, 0]], true, 'a', 'b');
		expect(problem).toMatchObject({ severity: 'error', hashes: ['a', 'b'] });
		expect(problem).not.toHaveProperty('hash');
	});

	it('is not there without frames', () => expect(reported([], true, 'a')).toEqual([]));
});

describe('a look-up', () => {
	it('that finds nothing is refused with what there is', () =>
		expect(refusal(() => lookUpOrRefuse(() => findObject(ontology, 'Truck')))).toEqual([
			{
				code: 'unknownItem',
				message:
					'There is no object "Truck" in the ontology. There are: Car, Thing, Lane, Mask, Speech, Span',
				value: 'Truck',
				accepted: ['Car', 'Thing', 'Lane', 'Mask', 'Speech', 'Span'],
			},
		]));

	it('that finds the item gives it, and lets other errors through', () => {
		expect(lookUpOrRefuse(() => 5)).toBe(5);
		const broken = new TypeError('broken');
		expect(
			refusal(() =>
				lookUpOrRefuse(() => {
					throw broken;
				}),
			),
		).toBe(broken);
	});
});
