/** A draft after an attempt that was given up is as if the attempt had never been. */
import { describe, expect, it } from '@jest/globals';
import fc from '../fastCheck';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import { RowDraft } from '../../../src/labels/row/draft';
import type { LabelType } from '../../../src/labels/row/labelType';
import { spaceOf, type Space } from '../../../src/labels/row/space';
import { deepFreeze } from './arbitraries';
import { imageGroupRow, videoMetadata, videoRow } from './fixtures';

const hashes = ['one', 'two', 'three'];
const features = ['first', 'second'];
const types: LabelType[] = ['object', 'classification'];

interface Step {
	what: 'put' | 'remove' | 'answer' | 'forget' | 'look';
	type: LabelType;
	hash: string;
	featureHash: string;
	frame: number;
	value: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.record({
		what: fc.constantFrom('put', 'put', 'remove', 'answer', 'forget', 'look'),
		type: fc.constantFrom(...types),
		hash: fc.constantFrom(...hashes),
		featureHash: fc.constantFrom(...features),
		frame: fc.integer({ min: 0, max: 1 }),
		value: fc.integer(),
	}),
	{ maxLength: 8 },
);

function take(draft: RowDraft, space: Space, { what, type, frame, ...label }: Step): void {
	const { hash, featureHash, value } = label;
	const map = type === 'object' ? 'object_answers' : 'classification_answers';
	const json = { [`${type}Hash`]: hash, featureHash, value };
	if (what === 'put') draft.putLabel(space, type, frame, json);
	else if (what === 'remove') draft.removeLabel(space, type, frame, hash);
	else if (what === 'answer')
		draft.putAnswer(map, hash, { ...json, range: [[frame, frame]], createdBy: null });
	else if (what === 'forget') draft.putAnswer(map, hash, undefined);
	else draft.index(space, type);
}

/** Everything that can be seen of a draft, but the order of keys. */
const seen = (draft: RowDraft, space: Space) => ({
	row: draft.row,
	isGivenRow: draft.row === draft.base,
	touched: draft.touched,
	indexes: types.map((type) => {
		const index = draft.index(space, type);
		return {
			present: index.present(),
			known: hashes.map((hash) => [index.featureOf(hash), index.rankOf(hash)]),
			onFrames: features.map((feature) => index.onFrames([[0, 1]], feature)),
		};
	}),
});

describe.each([
	['a video', videoRow],
	['an image group', imageGroupRow],
])('an attempt on %s', (_name, given: LabelRowJson) => {
	const row = deepFreeze(structuredClone(given));
	const space = spaceOf(row, videoMetadata, undefined)!;

	it.each([
		['returns false', () => false],
		[
			'throws',
			() => {
				throw new RangeError('given up');
			},
		],
	])('that %s leaves no trace', (_how, end: () => boolean) => {
		fc.assert(
			fc.property(steps, steps, steps, fc.boolean(), (before, during, after, isIndexed) => {
				const [draft, twin] = [new RowDraft(row, videoMetadata), new RowDraft(row, videoMetadata)];
				const both = (list: Step[]) =>
					[draft, twin].forEach((each) => list.forEach((one) => take(each, space, one)));
				both(before);
				if (isIndexed)
					[draft, twin].forEach((each) => types.forEach((type) => each.index(space, type)));
				if (before.length % 2) [draft, twin].forEach((each) => each.checkpoint());
				// An index that is built later goes by the order of the entries, which removed ones do not get back.
				const tried = during.filter(({ what }) => isIndexed || what !== 'forget');
				try {
					draft.changes.attempt(() => {
						tried.forEach((one) => take(draft, space, one));
						return end();
					});
				} catch (error) {
					expect(error).toBeInstanceOf(RangeError);
				}
				both(after);
				expect(seen(draft, space)).toEqual(seen(twin, space));
			}),
			{ numRuns: 500 },
		);
	});
});
