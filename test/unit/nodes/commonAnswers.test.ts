/** The answers that hold for all frames of a file, for the nodes after the Encord AI Labeler. */
import { expect, it } from '@jest/globals';
import { commonAnswers } from '../../../nodes/EncordAiLabeler/commonAnswers';
import type { ReadPart } from '../../../src/llm/labeling/reading';

const answer = (title: string, value: unknown, hash = title): ReadPart => ({
	name: title,
	title,
	value,
	edits: [{ kind: 'setClassification', classification: hash, answers: {} }],
});
const rain = answer('Weather', { Weather: 'Rain', 'Weather/Wind': 3 });

it('gives answers by title, nested ones by path', () => {
	expect(commonAnswers([[rain, answer('Road', { Road: 'Wet' })]])).toEqual({
		Weather: 'Rain',
		'Weather/Wind': 3,
		Road: 'Wet',
	});
});

it('leaves out what another frame answers in another way, or not at all', () => {
	const frames = [
		[rain, answer('Road', { Road: 'Wet' }), answer('Light', { Light: 'Day' })],
		[rain, answer('Road', { Road: 'Dry' })],
		[rain, answer('Road', { Road: 'Wet' }), answer('Light', { Light: 'Day' })],
	];
	expect(commonAnswers(frames)).toEqual({ Weather: 'Rain', 'Weather/Wind': 3 });
	expect(commonAnswers([frames[0]!, []])).toEqual({});
});

it('leaves out a title that two classifications have', () => {
	expect(
		commonAnswers([[answer('Kind', { Kind: 'A' }, 'one'), answer('Kind', { Kind: 'A' }, 'two')]]),
	).toEqual({});
});

it('leaves out objects, and gives nothing where nothing was answered', () => {
	const object: ReadPart = {
		name: 'Car 1',
		title: 'Car',
		value: { Color: 'Red' },
		edits: [],
		object: { class: 'car', coordinates: { point: { 0: { x: 0.5, y: 0.5 } } } },
	};
	expect(commonAnswers([[object]])).toEqual({});
	expect(commonAnswers([])).toEqual({});
});
