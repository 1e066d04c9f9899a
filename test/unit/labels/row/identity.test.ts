/** Hashes tell which agent wrote a label; authorship tells whether it is still that agent's. */
import { describe, expect, it } from '@jest/globals';

import {
	agentName,
	isHashOfAgent,
	isOwn,
	labelHash,
	trackHash,
} from '../../../../src/labels/row/identity';

const hash = labelHash('detector', 'obCar', undefined, ['key', 't1']);

describe('the hash of a label', () => {
	it('is eight characters, and the same for the same label in every process', () =>
		// Another value would make every agent lose the labels it has written so far.
		expect([hash, labelHash('detector', 'obCar', 'film', [1, [2]], 3)]).toEqual([
			'4TQQGsVD',
			'D+CQMCCW',
		]));

	it('differs by agent, item, space, parts and salt', () => {
		const others = [
			labelHash('other', 'obCar', undefined, ['key', 't1']),
			labelHash('detector', 'obBus', undefined, ['key', 't1']),
			labelHash('detector', 'obCar', 'film', ['key', 't1']),
			labelHash('detector', 'obCar', undefined, ['key', 't2']),
			labelHash('detector', 'obCar', undefined, ['key', 't1'], 1),
		];
		expect(new Set([hash, ...others]).size).toBe(6);
		expect(labelHash('detector', 'obCar', undefined, ['key', 't1'], 0)).toBe(hash);
		expect(labelHash('detector', 'obCar', '', ['key', 't1'])).toBe(hash);
	});

	it('is known to be of its agent, and of no other', () => {
		expect(isHashOfAgent('detector', hash)).toBe(true);
		expect(isHashOfAgent('other', hash)).toBe(false);
		expect(isHashOfAgent('detector', `${hash}x`)).toBe(false);
		expect(isHashOfAgent('detector', '')).toBe(false);
	});
});

it('the hash of a dynamic answer is the same for the same object, attribute and answer', () => {
	expect(trackHash('object', 'atLights', 'On')).toBe('45InL2oK');
	const others = [
		trackHash('other', 'atLights', 'On'),
		trackHash('object', 'atSpeed', 'On'),
		trackHash('object', 'atLights', 'Off'),
	];
	expect(new Set([trackHash('object', 'atLights', 'On'), ...others]).size).toBe(4);
});

it('the agent of a context without one is "n8n"', () => {
	expect(agentName({})).toBe('n8n');
	expect(agentName({ agent: { name: 'detector' } })).toBe('detector');
});

describe("a label is the agent's own", () => {
	const [ann, key] = ['ann@example.com', 'key@example.com'];
	it.each<[boolean, string, object | undefined]>([
		[true, 'without authorship', undefined],
		[true, 'that nobody has signed', { manualAnnotation: false }],
		[true, 'that one has made', { createdBy: key, manualAnnotation: false }],
		[true, 'that one has edited', { createdBy: null, lastEditedBy: ann, manualAnnotation: false }],
		[true, 'of one editor', { createdBy: key, lastEditedBy: null, manualAnnotation: false }],
		[
			true,
			'made and edited by one',
			{ createdBy: key, lastEditedBy: key, manualAnnotation: false },
		],
		[false, 'edited by another', { createdBy: key, lastEditedBy: ann, manualAnnotation: false }],
		[false, 'that a person made', { createdBy: key, lastEditedBy: key, manualAnnotation: true }],
		[false, 'that does not say so', { createdBy: key, lastEditedBy: key }],
	])('%s: %s', (expected, _, authorship) => {
		expect(isOwn('detector', hash, authorship as never)).toBe(expected);
		expect(isOwn('other', hash, authorship as never)).toBe(false);
	});
});
