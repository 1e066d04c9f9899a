/** Which labels a space holds on which frames, as its index says while labels come and go. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { indexLabels, LabelIndex } from '../../../../src/labels/row/labelIndex';
import { spaceOf } from '../../../../src/labels/row/space';
import { groupRow, imageGroupRow, videoRow } from '../fixtures';

const object = (hash: string, featureHash = 'obCar') => ({ objectHash: hash, featureHash });
const answer = (hash: string, featureHash = 'clWeather') => ({
	classificationHash: hash,
	featureHash,
});

describe('an index', () => {
	it('has the frames of a label in ascending order, each once', () => {
		const index = new LabelIndex('object');
		for (const frame of [5, 1, 5, 3, 1, 9]) index.add('a', 'obCar', frame);
		expect(index.framesOf('a')).toEqual([1, 3, 5, 9]);
		index.remove('a', 3);
		index.remove('a', 4);
		index.remove('b', 1);
		expect(index.framesOf('a')).toEqual([1, 5, 9]);
		expect(index.framesOf('b')).toEqual([]);
	});

	it('ranks labels by when they came; an unknown one comes after all', () => {
		const index = new LabelIndex('object');
		index.add('a', 'obCar', 9);
		index.add('b', 'obThing', 0);
		expect(['a', 'b', 'c'].map((hash) => index.rankOf(hash))).toEqual([0, 1, 2]);
		expect(['a', 'b', 'c'].map((hash) => index.featureOf(hash))).toEqual([
			'obCar',
			'obThing',
			undefined,
		]);
	});

	it('lists the labels that are on a frame, all or those of one class', () => {
		const index = new LabelIndex('object');
		index.add('a', 'obCar', 1);
		index.add('b', 'obThing', 1);
		index.add('c', 'obCar', 2);
		index.remove('a', 1);
		expect(index.present().map(({ hash }) => hash)).toEqual(['b', 'c']);
		expect(index.present('obCar')).toEqual([
			{ hash: 'c', featureHash: 'obCar', rank: 2, frames: [2] },
		]);
	});

	it('finds the labels of a classification on frames, each with these frames', () => {
		const index = new LabelIndex('classification');
		index.addRanges('a', 'clWeather', [[0, 3]]);
		index.addRanges('b', 'clWeather', [[2, 5]]);
		index.addRanges('c', 'clCaption', [[0, 9]]);
		expect([...index.onFrames([[1, 2]], 'clWeather')]).toEqual([
			['a', [1, 2]],
			['b', [2]],
		]);
		index.remove('a', 2);
		expect([...index.onFrames([[2, 2]], 'clWeather')]).toEqual([['b', [2]]]);
		expect([...index.onFrames([[10, 12]], 'clWeather')]).toEqual([]);
	});

	it('does not take in ranges of more than five million frames', () => {
		const index = new LabelIndex('object');
		index.addRanges('a', 'clWeather', [[0, 5_000_000]]);
		expect(index.framesOf('a')).toEqual([]);
	});

	it('says of a label on a frame what it said before, when that is restored', () => {
		const index = new LabelIndex('classification');
		index.add('a', 'clWeather', 2);
		const [absent, there, unknown] = [
			index.entryOf('a', 1),
			index.entryOf('a', 2),
			index.entryOf('b', 1),
		];
		expect([absent, there, unknown]).toEqual([
			{ featureHash: 'clWeather', isOnFrame: false },
			{ featureHash: 'clWeather', isOnFrame: true },
			{ featureHash: undefined, isOnFrame: false },
		]);
		index.add('a', 'clWeather', 1);
		index.remove('a', 2);
		index.setFeature('a', 'clCaption');
		index.add('b', 'clWeather', 1);
		index.setFeature('c', 'clWeather');
		index.restore('b', 1, unknown);
		index.restore('a', 2, there);
		index.restore('a', 1, absent);
		expect(index.present()).toEqual([
			{ hash: 'a', featureHash: 'clWeather', rank: 0, frames: [2] },
		]);
		expect([...index.onFrames([[0, 3]], 'clWeather')]).toEqual([['a', [2]]]);
		expect(index.featureOf('c')).toBeUndefined();
	});
});

describe('the index of a row', () => {
	const onVideo = (labels: object, classification_answers: object = {}): LabelRowJson =>
		({
			...videoRow,
			data_units: { 'data-1': { ...videoRow.data_units['data-1'], labels } },
			classification_answers,
		}) as LabelRowJson;
	const present = (row: LabelRowJson, type: 'object' | 'classification', id?: string) =>
		indexLabels(row, spaceOf(row, undefined, id)!, type)
			.present()
			.map(({ hash, featureHash, frames }) => [hash, featureHash, frames]);

	it('goes by the numbers of the frames, and takes keys that are none for nothing', () => {
		const row = onVideo({
			10: { objects: [object('late')], classifications: [] },
			2: { objects: [object('early'), object('late')], classifications: [answer('x')] },
			metadata: { objects: [object('none')] },
			'-1': { objects: [object('before')] },
			1.5: { objects: [object('between')] },
			3: { objects: 'no list' },
			4: null,
		});
		expect(present(row, 'object')).toEqual([
			['early', 'obCar', [2]],
			['late', 'obCar', [2, 10]],
		]);
		expect(present(row, 'classification')).toEqual([['x', 'clWeather', [2]]]);
	});

	it('has answers with authorship by their ranges, before those that frames alone have', () => {
		const row = onVideo(
			{ 0: { classifications: [answer('y'), answer('x')] } },
			{
				x: { ...answer('x'), range: [[0, 1]], createdBy: null },
				old: { ...answer('old'), range: [[5, 6]] },
			},
		);
		expect(present(row, 'classification')).toEqual([
			['x', 'clWeather', [0, 1]],
			['y', 'clWeather', [0]],
		]);
		expect(present(row, 'object')).toEqual([]);
	});

	it('of an image group has a frame for each unit', () => {
		const row = structuredClone(imageGroupRow);
		row.data_units['img-1']!.labels = { objects: [object('a')], classifications: [] };
		expect(present(row, 'object')).toEqual([['a', 'obCar', [1]]]);
	});

	it('of a space has its labels alone', () => {
		const row = structuredClone(groupRow) as LabelRowJson & { spaces: { film: object } };
		Object.assign(row.spaces.film, { labels: { 4: { objects: [object('a')] } } });
		expect(present(row, 'object', 'film')).toEqual([['a', 'obCar', [4]]]);
		expect(present(row, 'object', 'sound')).toEqual([]);
		expect(present(row, 'classification', 'sound')).toEqual([]);
	});
});
