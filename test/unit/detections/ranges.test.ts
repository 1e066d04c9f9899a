/** Ranges of audio and text, such as the segments of a transcript. */
import { describe, expect, it } from '@jest/globals';
import { detectionEdits, type DetectionOptions } from '../../../src/detections/detections';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import { applyEdits } from '../../../src/labels/edits/apply';
import { indexOntology } from '../../../src/labels/ontology/ontology';

const text = (name: string, hash: string) => ({ name, type: 'text', featureNodeHash: hash });
const ontology = indexOntology({
	objects: [
		{
			name: 'Speech',
			shape: 'audio',
			color: '#112233',
			featureNodeHash: 'obSpeech',
			attributes: [
				text('Transcript', 'atWords'),
				{
					name: 'Speaker',
					type: 'radio',
					featureNodeHash: 'atSpeaker',
					options: ['Anna', 'Ben'].map((label) => ({ label, featureNodeHash: `op${label}` })),
				},
			],
		},
		{
			name: 'Note',
			shape: 'audio',
			color: '#112233',
			featureNodeHash: 'obNote',
			attributes: [text('Words', 'atA'), text('Remark', 'atB')],
		},
		{ name: 'Bark', shape: 'audio', color: '#112233', featureNodeHash: 'obBark' },
		{ name: 'Name', shape: 'text', color: '#112233', featureNodeHash: 'obName' },
		{ name: 'Box', shape: 'bounding_box', color: '#112233', featureNodeHash: 'obBox' },
	],
	classifications: [],
} as never);

const row = (type: string): LabelRowJson =>
	({
		data_title: 'call.wav',
		data_type: type,
		data_units: { d: { data_hash: 'd', data_type: type, labels: {} } },
		object_answers: {},
		classification_answers: {},
		object_actions: {},
		label_status: 'NOT_LABELLED',
	}) as unknown as LabelRowJson;

const metadata = (type: string) => ({ data_type: type.toUpperCase(), number_of_frames: 10_000 });

function place(
	input: unknown,
	options: Partial<DetectionOptions> = {},
	labels = row('audio'),
	type = 'audio',
) {
	const report = detectionEdits(
		input,
		{ labels, row: metadata(type), ontology, agent: 'listener' },
		{ format: 'seconds', defaultClass: 'Speech', ...options },
	);
	const { labelRow, problems } = applyEdits(labels, ontology, report.edits, {
		now: new Date('2026-05-04T10:00:00Z'),
		agent: { name: 'listener' },
		metadata: metadata(type),
	});
	return { report, labelRow, problems, objects: Object.values(labelRow.object_answers) };
}

const reasons = (...given: Parameters<typeof place>) =>
	place(...given).report.fields.flatMap(({ reason }) => reason ?? []);
const said = (start: unknown, end: unknown, more: object = { text: 'Hello.' }) => ({
	start,
	end,
	...more,
});

describe('segments of a transcript', () => {
	it('become objects with their range in milliseconds and what is said', () => {
		const { objects, problems, report } = place({
			text: 'Hello. Good day.',
			segments: [said(0, 1.25, { id: 0, text: ' Hello.' }), said(1.25, 3, { text: 'Good day.' })],
		});
		expect(problems).toEqual([]);
		// A problem with an edit is told of the segment that it came from.
		expect(report.sources).toEqual([[0], [1]]);
		expect(objects).toMatchObject([
			{
				featureHash: 'obSpeech',
				shape: 'audio',
				range: [[0, 1249]],
				classifications: [{ name: 'Transcript', answers: 'Hello.' }],
			},
			{ range: [[1250, 2999]], classifications: [{ answers: 'Good day.' }] },
		]);
	});

	it('are read out of text, in milliseconds, with a class and answers of their own', () => {
		const { objects, report } = place(
			`Here they are:\n\`\`\`json\n${JSON.stringify([
				said(500, 900, { text: 'Yes', speaker: 'ben' }),
				said(1000, 2000, { class: 'Bark' }),
			])}\n\`\`\``,
			{ format: 'milliseconds' },
		);
		expect(report.fields.map(({ outcome }) => outcome)).toEqual(['repaired', 'taken', 'taken']);
		expect(objects).toMatchObject([
			{ range: [[500, 899]] },
			{ featureHash: 'obBark', range: [[1000, 1999]], classifications: [] },
		]);
		expect(
			(objects[0]!.classifications as Array<{ name: string }>).map(({ name }) => name).sort(),
		).toEqual(['Speaker', 'Transcript']);
	});

	it('say it once, where the other word for it is empty', () => {
		const segments = [said(0, 1, { text: null, transcript: 'Hello.' })];
		expect(place(segments).objects).toMatchObject([{ classifications: [{ answers: 'Hello.' }] }]);
	});

	it('keep what was said as it stands, an apology too', () => {
		const text = "I'm sorry, I can't help you with that.";
		expect(place([said(0, 1, { text })]).objects).toMatchObject([
			{ classifications: [{ answers: text }] },
		]);
	});

	it('are the same objects the second time, and those not heard again are told', () => {
		const first = place([said(0, 1), said(2, 3)]);
		const again = place([said(0, 1), said(4, 5)], {}, first.labelRow);
		const hashes = Object.keys(first.labelRow.object_answers);
		expect(Object.keys(again.labelRow.object_answers).slice(0, 2)).toEqual(hashes);
		expect(again.objects).toHaveLength(3);
		expect(again.report.left).toEqual([{ hash: hashes[1], frames: [] }]);
		const added = place([said(0, 1)], { mode: 'add' }, first.labelRow);
		expect(added.objects).toHaveLength(3);
	});

	it('are cut where they reach a little beyond the end of the file', () => {
		const { objects, report } = place([said(9, 10.4)]);
		expect(objects).toMatchObject([{ range: [[9000, 9999]] }]);
		expect(report.fields).toMatchObject([
			{ outcome: 'repaired', repairs: [{ rule: 'cut at the end' }] },
		]);
	});

	it('are places in text, counted in characters', () => {
		const { objects } = place(
			[{ class: 'Name', start: 4, end: 9 }],
			{ format: 'characters' },
			row('plain_text'),
			'plain_text',
		);
		expect(objects).toMatchObject([{ featureHash: 'obName', range: [[4, 8]] }]);
	});

	it('leave out what is not sure enough, and count what the ontology does not have', () => {
		const { report } = place(
			[said(0, 1, { confidence: 0.2, text: 'a' }), said(1, 2, { class: 'Meow', text: 'b' })],
			{ minConfidence: 0.5, unmatched: 'count' },
		);
		expect(report).toMatchObject({ detections: 2, belowConfidence: 1, unmatched: { Meow: 1 } });
		expect(report.edits).toEqual([]);
	});
});

describe('ranges are refused', () => {
	it.each<[string, unknown, Partial<DetectionOptions>, RegExp]>([
		['when nothing says what they count', [said(0, 1)], { format: 'auto' }, /Choose the Format/],
		['as characters of audio', [said(0, 1)], { format: 'characters' }, /Choose the Format/],
		['as boxes', [said(0, 1)], { format: 'xyxy' }, /Choose the Format/],
		[
			'of seconds where milliseconds count',
			[said(0.5, 200.5)],
			{ format: 'milliseconds' },
			/Are these seconds/,
		],
		['of whole seconds', [said(1, 2), said(2, 5)], { format: 'milliseconds' }, /are these seconds/],
		[
			'of whole seconds beside a broken one',
			[said(1, 2), { ...said(2, 5), end: 'x' }],
			{ format: 'milliseconds' },
			/are these seconds/,
		],
		['of milliseconds where seconds count', [said(0, 1200)], {}, /beyond the end/],
		['beyond the end', [said(10.2, 10.5)], {}, /beyond the end/],
		['that end before they begin', [said(2, 1)], {}, /ends before/],
		['without an end', [{ start: 1, text: 'Hello' }], {}, /"end" is/],
		['before the beginning', [said(-1, 1)], {}, /from 0/],
		['without words', [said(0, 1, { text: ' ' })], {}, /what is said/],
		['with two texts', [said(0, 1, { text: 'a', transcript: 'b' })], {}, /differ/],
		[
			'with text for one of two questions',
			[said(0, 1, { class: 'Note', text: 'a' })],
			{},
			/is a guess/,
		],
		['with text for none', [said(0, 1, { class: 'Bark', text: 'a' })], {}, /no text attribute/],
		[
			'of a class for pictures',
			[said(0, 1, { class: 'Box', text: 'a' })],
			{},
			/not a class for audio/,
		],
		['with a box', [said(0, 1, { box: [0, 0, 1, 1] })], {}, /place on a picture/],
		['without a class', [said(0, 1)], { defaultClass: '' }, /names no class/],
		['that are numbers', [3], {}, /is no range/],
		['from an error', { error: 'overloaded', segments: [] }, {}, /overloaded/],
		['from two lists', { segments: [], objects: [] }, {}, /several lists/],
		['from a text that is cut off', '[{"start":0,"end":1,"text":"He', {}, /cut off|ends|whole/],
		['from prose', 'Nobody speaks.', {}, /no list of ranges/],
	])('%s', (_, input, options, reason) => {
		const [first] = reasons(input, options);
		expect(first).toMatch(reason);
		expect(place(input, options).objects).toEqual([]);
	});

	it('on pictures', () => {
		const report = detectionEdits(
			[said(0, 1)],
			{ labels: row('image'), row: metadata('image'), ontology },
			{ format: 'seconds', defaultClass: 'Box' },
		);
		expect(report.fields).toMatchObject([{ reason: expect.stringMatching(/audio or text/) }]);
		expect(report.edits).toEqual([]);
	});
});
