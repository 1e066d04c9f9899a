/** Answers beside the place of a detection: which of them are taken, and where they contradict. */
import { describe, expect, it } from '@jest/globals';
import { readAttributes } from '../../../../src/detections/reading/attributes';
import { ontology } from '../lake';

const item = ontology.objectByHash.get('obOtter')!;
const read = (attributes: unknown, beside: object = {}) => {
	const found = readAttributes(item, { attributes, beside: beside as never });
	return (
		found && {
			...found,
			reports: found.reports.map(({ field, outcome, reason }) => [field, outcome, reason]),
		}
	);
};
const twice = (field: string) => [
	field,
	'refused',
	`"${field}" is answered under "attributes" and beside it, and the answers differ.`,
];

describe('answers', () => {
	it('are none where nothing names a question', () => {
		expect(read(undefined)).toBeUndefined();
		expect(
			read(undefined, { Tag: '', Pose: null, wings: 2, class: 'Otter', name: 'x', score: 1 }),
		).toBeUndefined();
	});

	it('stand under "attributes" or beside it, and go to all frames or to theirs', () => {
		const expected = {
			fixed: { atTag: 'wet', atPose: 'opSwims' },
			dynamic: { atDiving: 'opDivingYes' },
			reports: [],
		};
		const answers = { Tag: 'wet', Pose: 'Swims', Diving: 'Yes' };
		expect(read(answers)).toEqual(expected);
		expect(read(undefined, answers)).toEqual(expected);
		expect(read({ Tag: 'wet' }, { Pose: 'Swims', Diving: 'Yes' })).toEqual(expected);
		expect(read({ Tag: 'wet', Pose: 'Swims' }, answers)).toEqual(expected);
	});

	it('that differ in both places are refused', () => {
		expect(read({ Tag: 'wet', Pose: 'Swims' }, { tag: 'dry' })).toEqual({
			fixed: { atPose: 'opSwims' },
			dynamic: {},
			reports: [twice('tag')],
		});
		expect(read('x', { Tag: 'dry', Pose: 'Swims' })!.reports).toEqual(
			expect.arrayContaining([twice('Tag'), twice('Pose')]),
		);
		expect(read('x', { Tag: 'dry' })).toMatchObject({ fixed: {}, dynamic: {} });
	});

	it('that are numbers are no text beside the place, whose spelling is lost there', () => {
		expect(read(undefined, { Tag: 5 })).toEqual({
			fixed: {},
			dynamic: {},
			reports: [
				[
					'Tag',
					'refused',
					'The number 5 is given for a text, whose spelling counts. Give it in quotes.',
				],
			],
		});
		expect(read(undefined, { Tag: '5' })).toMatchObject({ fixed: { atTag: '5' } });
	});

	it('that cannot be read are reported with their question', () => {
		expect(read({ Pose: 'Flies', Tag: 'wet' })).toEqual({
			fixed: { atTag: 'wet' },
			dynamic: {},
			reports: [['Pose', 'refused', expect.stringContaining('Flies')]],
		});
		expect(read('Swims!?')!.reports).toEqual([['attributes', 'refused', expect.any(String)]]);
	});
});
