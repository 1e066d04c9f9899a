/** Whether a save without an answer has arrived, by the labels that it was to add. */
import { expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { LabelChange } from '../../../../src/labels/edits/labelChange';
import { hasArrived } from '../../../../src/labels/saving/arrived';

const change = (
	hash: string,
	kind: LabelChange['change'] = 'added',
	type: LabelChange['type'] = 'object',
) => ({ change: kind, type, hash }) as LabelChange;
const row = { object_answers: { a: {}, b: {} }, classification_answers: { x: {} } } as never;

it.each<[boolean, string, LabelChange[], LabelRowJson]>([
	[true, 'all labels are there', [change('a'), change('x', 'added', 'classification')], row],
	[false, 'one label is not there', [change('a'), change('c')], row],
	[false, 'the label is of another type', [change('x')], row],
	[false, 'one label was changed', [change('a'), change('b', 'changed')], row],
	[false, 'a label was removed', [change('c', 'removed')], row],
	[false, 'nothing was to change', [], row],
	[false, 'the row has no answers', [change('a')], {} as never],
])('%s where %s', (expected, _, changes, given) =>
	expect(hasArrived(changes, given)).toBe(expected),
);
