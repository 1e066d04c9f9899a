import { describe, expect, it } from '@jest/globals';

import { type Edit } from '../../../../src/labels/edits/edit';
import { applyEdits } from '../../../../src/labels/edits/apply';
import { compactAnswers, tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { missingAnswers } from '../../../../src/labels/reading/missingAnswers';
import { whyUnreadable } from '../../../oracle/clientForm/form';
import {
	audioRow,
	box,
	context,
	groupRow,
	ontology,
	videoMetadata,
	videoRow,
	type FreeJson,
} from '../fixtures';

const edits: Edit[] = [
	{
		kind: 'addObject',
		object: 'Car',
		frames: [[2, 4]],
		coordinates: box(),
		confidence: 0.75,
		attributes: { Plate: 'AB', Lights: 'On' },
		hash: 'car00001',
	},
	{
		kind: 'addObject',
		object: 'Lane',
		frames: 4,
		coordinates: {
			polygon: [
				{ x: 0, y: 0 },
				{ x: 1, y: 0 },
				{ x: 1, y: 1 },
			],
		},
		stamp: { createdBy: 'ann@example.com', manualAnnotation: true },
	},
	{
		kind: 'setClassification',
		classification: 'Weather',
		answers: { Weather: 'Rain', Strength: 'Light' },
		frames: [[0, 3]],
	},
	{ kind: 'setClassification', classification: 'Tags', answers: ['Night'], frames: 9 },
	{ kind: 'setClassification', classification: 'Quality', answers: 'Good' },
];
const row = applyEdits(videoRow, ontology, edits, context()).labelRow;

describe('a tidy row', () => {
	const tidy = tidyLabelRow(row, ontology, videoMetadata);

	it('names classes, ranges, answers, fractions and pixels', () => {
		expect(tidy).toMatchObject({
			labelHash: 'label-1',
			dataType: 'video',
			length: 100,
			width: 640,
			height: 480,
			lastEditedAt: '2023-02-10T01:02:03.000Z',
		});
		expect(tidy.objects[0]).toEqual({
			hash: 'car00001',
			class: 'Car',
			featureHash: 'obCar',
			shape: 'bounding_box',
			frames: [[2, 4]],
			attributes: { Plate: 'AB' },
			dynamicAttributes: [{ attribute: 'Lights', answer: 'On', frames: [[2, 4]] }],
			places: [
				{
					frames: [2, 4],
					confidence: 0.75,
					coordinates: box(),
					pixels: { boundingBox: { x: 64, y: 96, w: 192, h: 192 } },
				},
			],
			author: {
				createdBy: null,
				createdAt: '2024-03-05T10:20:30.000Z',
				lastEditedBy: null,
				lastEditedAt: '2024-03-05T10:20:30.000Z',
				manual: false,
			},
		});
		expect(tidy.objects[1]).toMatchObject({
			places: [
				{
					coordinates: { polygons: [[[0, 0, 1, 0, 1, 1]]] },
					pixels: { polygons: [[[0, 0, 640, 0, 640, 480]]] },
				},
			],
			author: { manual: true },
		});
		expect(tidy.classifications).toMatchObject([
			{
				classification: 'Weather',
				frames: [[0, 3]],
				global: false,
				answers: { Weather: 'Rain', Strength: 'Light' },
				confidence: 1,
			},
			{ classification: 'Tags', frames: [[9, 9]], answers: { Tags: ['Night'] } },
			{
				classification: 'Quality',
				frames: [],
				global: true,
				answers: { Quality: 'Good' },
				confidence: null,
			},
		]);
	});

	it('has a compact form of its answers', () => {
		expect(compactAnswers(tidy, 0)).toEqual({
			Weather: { Weather: 'Rain', Strength: 'Light' },
			Quality: 'Good',
		});
		expect(compactAnswers(tidy)).toMatchObject({ Tags: ['Night'] });
	});

	it('gives back answers that edits accept', () => {
		const answers = tidy.classifications[0]?.answers as never;
		expect(
			applyEdits(
				row,
				ontology,
				[{ kind: 'setClassification', classification: 'Weather', answers, frames: [[0, 3]] }],
				context(),
			).diff,
		).toEqual([]);
	});

	it.each([
		['classes', { classes: ['Car', 'clTags'] }, ['Car'], ['Tags']],
		['frames', { frames: [[4, 4]] as Array<[number, number]> }, ['Car', 'Lane'], ['Quality']],
		['authors', { authors: ['ann@example.com'] }, ['Lane'], []],
		['hashes', { hashes: ['car00001'] }, ['Car'], []],
		['agent', { agent: 'detector' }, ['Lane'], ['Weather', 'Tags', 'Quality']],
	])('can be restricted by %s', (_, filter, objects, classifications) => {
		const part = tidyLabelRow(row, ontology, videoMetadata, filter);
		expect([
			part.objects.map((each) => each.class),
			part.classifications.map((each) => each.classification),
		]).toEqual([objects, classifications]);
	});

	it('shows audio, spaces and what the ontology does not know', () => {
		const speech: Edit = { kind: 'addObject', object: 'Speech', coordinates: { ranges: [[5, 9]] } };
		expect(
			tidyLabelRow(
				applyEdits(audioRow, ontology, [speech], context({ metadata: {} })).labelRow,
				ontology,
			).objects,
		).toMatchObject([{ class: 'Speech', frames: [[5, 9]], places: [] }]);
		const group = applyEdits(
			groupRow,
			ontology,
			[{ ...speech, space: 'sound' }, { ...(edits[2] as Edit), space: 'film' }, edits[4] as Edit],
			context({ metadata: {} }),
		).labelRow;
		const tidyGroup = tidyLabelRow(group, ontology);
		expect(tidyGroup.objects).toMatchObject([{ space: 'sound', frames: [[5, 9]] }]);
		expect(tidyGroup.classifications).toMatchObject([
			{ space: 'film', frames: [[0, 3]] },
			{ classification: 'Quality', global: true },
		]);
		const strange = structuredClone(row);
		(strange.data_units['data-1'] as FreeJson).labels['2'].objects[0].featureHash = 'gone';
		expect(tidyLabelRow(strange, ontology).objects[0]).toMatchObject({
			class: 'Car',
			featureHash: 'gone',
		});
	});
});

describe('a whole row', () => {
	it('is checked for required answers and for being readable', () => {
		const caption: Edit = { kind: 'setClassification', classification: 'Caption', frames: 3 };
		const unanswered = applyEdits(row, ontology, [caption], context()).labelRow;
		expect(whyUnreadable(row, ontology, videoMetadata)).toBeUndefined();
		expect(missingAnswers(row, ontology, videoMetadata)).toEqual([]);
		expect(missingAnswers(unanswered, ontology, videoMetadata)).toMatchObject([
			{
				severity: 'warning',
				code: 'missingAnswer',
				item: 'Caption',
				field: 'Caption',
				accepted: 'text',
			},
		]);
		const broken = structuredClone(row);
		for (const entry of Object.values(broken.classification_answers)) delete entry.spaces;
		expect(whyUnreadable(broken, ontology, videoMetadata)?.place.field).toBe('spaces');
	});
});
