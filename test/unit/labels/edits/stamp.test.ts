/** What labels say about who made them and when, without and with a stamp of the edit. */
import { describe, expect, it } from '@jest/globals';

import type { EditState } from '../../../../src/labels/edits/rules/editState';
import {
	agentKeys,
	newFrameStamp,
	newStamp,
	restamp,
	restampEntry,
	type Stamp,
} from '../../../../src/labels/edits/rules/stamp';
import { Refusal } from '../../../../src/labels/row/problem';

const now = 'Tue, 05 Mar 2024 10:20:30 UTC';
const earlier = 'Thu, 09 Feb 2023 14:12:03 UTC';
const [ann, key] = ['ann@example.com', 'key@example.com'];
const state = (context: object = {}) => ({ now, context }) as EditState;
const byNobody = {
	createdAt: now,
	createdBy: null,
	lastEditedAt: now,
	lastEditedBy: null,
	manualAnnotation: false,
};

describe('the stamp of a new label', () => {
	it.each<[string, object, Stamp | undefined, object]>([
		['is now, by nobody', {}, undefined, byNobody],
		[
			'is by the editor',
			{ editor: key },
			undefined,
			{ ...byNobody, createdBy: key, lastEditedBy: key },
		],
		[
			'that is given names no editor of its own',
			{ editor: key },
			{},
			{ ...byNobody, createdBy: key },
		],
		['can be by nobody, on purpose', { editor: key }, { createdBy: null }, byNobody],
		[
			'is as it is given',
			{ editor: key },
			{
				createdAt: '2023-02-09 14:12:03',
				createdBy: ann,
				lastEditedAt: new Date('2023-02-09T14:12:03Z'),
				lastEditedBy: key,
				manualAnnotation: true,
			},
			{
				createdAt: earlier,
				createdBy: ann,
				lastEditedAt: earlier,
				lastEditedBy: key,
				manualAnnotation: true,
			},
		],
	])('%s', (_, context, stamp, expected) => {
		const { lastEditedBy, ...rest } = expected as typeof byNobody;
		expect(newStamp(state(context), stamp)).toEqual(expected);
		// On a frame the editor is left out, so that Encord fills it in.
		expect(newFrameStamp(state(context), stamp)).toStrictEqual(
			lastEditedBy === null ? rest : expected,
		);
	});
});

describe('the stamp of a label that was there', () => {
	const label = {
		createdAt: earlier,
		createdBy: ann,
		lastEditedAt: earlier,
		lastEditedBy: ann,
		manualAnnotation: true,
		value: 1,
	};
	const withoutEditor: Partial<typeof label> = { ...label };
	delete withoutEditor.lastEditedBy;

	it.each<[string, object, Stamp | undefined, object]>([
		['says that it was edited now', {}, undefined, { ...withoutEditor, lastEditedAt: now }],
		[
			'names the editor',
			{ editor: key },
			undefined,
			{ ...label, lastEditedAt: now, lastEditedBy: key },
		],
		['that is given names nobody', { editor: key }, {}, { ...withoutEditor, lastEditedAt: now }],
		[
			'is as it is given',
			{},
			{
				createdAt: '2020-01-01',
				createdBy: key,
				lastEditedAt: '2021-01-01',
				lastEditedBy: key,
				manualAnnotation: false,
			},
			{
				createdAt: 'Wed, 01 Jan 2020 00:00:00 UTC',
				createdBy: key,
				lastEditedAt: 'Fri, 01 Jan 2021 00:00:00 UTC',
				lastEditedBy: key,
				manualAnnotation: false,
				value: 1,
			},
		],
	])('%s', (_, context, stamp, expected) => {
		expect(restamp(state(context), label, stamp)).toStrictEqual(expected);
		expect(restampEntry(state(context), label, stamp)).toStrictEqual({
			lastEditedBy: null,
			...expected,
		});
	});
});

describe('a stamp is refused', () => {
	const refused = (stamp: Stamp) =>
		[newStamp, (...[given, each]: Parameters<typeof newStamp>) => restamp(given, {}, each)].map(
			(write) => {
				try {
					return write(state(), stamp);
				} catch (error) {
					return error instanceof Refusal ? error.problems : error;
				}
			},
		);

	it.each([
		['ann', 'ann'],
		['ann@example', 'ann@example'],
		['ann@b@example.com', 'ann@b@example.com'],
		['ann and ben@example.com', 'ann and ben@example.com'],
		['ann@example.com ', 'ann@example.com '],
		['@example.com', '@example.com'],
		['', ''],
	])('by %j', (_, person) => {
		const problem = {
			code: 'badAnswer',
			field: 'stamp',
			value: person,
			message: `"${person}" is not an e-mail address.`,
		};
		expect(refused({ createdBy: person })).toEqual([[problem], [problem]]);
		expect(refused({ lastEditedBy: person })).toEqual([[problem], [problem]]);
	});

	it.each(['createdAt', 'lastEditedAt'])('that says soon in %s', (field) => {
		const problem = {
			code: 'badAnswer',
			field: 'stamp',
			value: 'soon',
			message: '"soon" is not a date.',
		};
		expect(refused({ [field]: 'soon' })).toEqual([[problem], [problem]]);
	});
});

it('an entry names the agent, and its version when it has one', () => {
	expect(agentKeys(state())).toEqual({});
	expect(agentKeys(state({ agent: { name: 'detector' } }))).toStrictEqual({
		agent: { name: 'detector' },
	});
	expect(agentKeys(state({ agent: { name: 'detector', version: '1' } }))).toStrictEqual({
		agent: { name: 'detector', version: '1' },
	});
});
