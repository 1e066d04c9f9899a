/** Detections as text: which text is data, a label file or neither, and which format is chosen or told. */
import { describe, expect, it } from '@jest/globals';
import { chooseFormat } from '../../../../src/detections/reading/choose';
import { dataIn } from '../../../../src/detections/reading/data';
import { holdsXml, xmlIn } from '../../../../src/detections/reading/xml';
import { outcome } from '../readings';

describe('XML', () => {
	const xml =
		'<annotation><object><name>Otter</name></object><object id="2"> <name> Raft </name></object></annotation>';
	const data = { annotation: { object: [{ name: 'Otter' }, { id: '2', name: 'Raft' }] } };

	it.each<[string, boolean]>([
		['<?xml version="1.0"?><a/>', true],
		['text <annotation>', true],
		['<annotations version="1.1">', true],
		['<annotated>', false],
		['<image/>', false],
		['annotation', false],
	])('%s holds a label file: %p', (text, expected) => {
		expect(holdsXml(text)).toBe(expected);
	});

	it('is JSON with text as it stands, without what is around it', () => {
		expect(xmlIn(xml)).toEqual(data);
		expect(xmlIn(`<?xml version="1.0"?>\n${xml}`)).toEqual(data);
		expect(xmlIn(`Here it is:\n${xml}\nAnything else?`)).toEqual(data);
		expect(xmlIn('<annotation><a>007</a><b c="1.50">true</b></annotation>')).toEqual({
			annotation: { a: '007', b: { c: '1.50', '#text': 'true' } },
		});
	});

	it.each<[string, string | RegExp]>([
		[
			'<annotation><object></annotation>',
			/^The XML is not whole: .* \(line 1\)\. The text may be cut off\.$/,
		],
		[
			'<annotation>\n<object>\n<na',
			/^The XML is not whole: .* \(line \d\)\. The text may be cut off\.$/,
		],
		['<annotation><!ENTITY a "b"></annotation>', 'Label files have no document type.'],
		['<?xml version="1.0"?><!doctype a><annotation/>', 'Label files have no document type.'],
		[
			`This is wrong: ${xml}`,
			/^A sentence beside the detections denies, doubts or corrects them: "This is wrong/,
		],
		[
			`${xml} That is not correct.`,
			/^A sentence beside the detections denies, doubts or corrects them: "That is not correct/,
		],
	])('%s is refused', (text, reason) => {
		expect(outcome(() => xmlIn(text))).toEqual(
			reason instanceof RegExp ? expect.stringMatching(reason) : reason,
		);
	});
});

describe('text', () => {
	const yolo = '0 0.5 0.5 0.2 0.2';
	const xml = '<annotation><object/></annotation>';

	it.each<[string, string, unknown]>([
		['a line of YOLO', yolo, yolo],
		['a fenced line of YOLO', `\`\`\`\n${yolo}\n\`\`\``, expect.stringContaining(yolo)],
		[
			'a line of YOLO behind thinking',
			`<think>1 2 3</think>${yolo}`,
			expect.stringContaining(yolo),
		],
		['XML', xml, { annotation: { object: '' } }],
		['fenced XML', `\`\`\`xml\n${xml}\n\`\`\``, { annotation: { object: '' } }],
		[
			'tokens',
			'<loc0001><loc0001><loc0009><loc0009> otter',
			'<loc0001><loc0001><loc0009><loc0009> otter',
		],
		[
			'tokens of Qwen',
			'<|object_ref_start|>a<|object_ref_end|><|box_start|>(1,2),(3,4)<|box_end|>',
			'<ref>a</ref><box>(1,2),(3,4)</box>',
		],
		[
			'JSON',
			'{"detections": [{"class": "Otter", "box": [1, 2, 3.5, 4]}]}',
			{ detections: [{ class: 'Otter', box: [1, 2, 3.5, 4] }] },
		],
		[
			'tokens in the reply of a node',
			{ output: '<loc0001><loc0001><loc0009><loc0009> otter' },
			'<loc0001><loc0001><loc0009><loc0009> otter',
		],
	] as Array<[string, string, unknown]>)('%s is data', (_, text, expected) => {
		expect(dataIn(text).data).toEqual(expected);
	});

	it('keeps the spelling of numbers in attributes', () => {
		const { data } = dataIn(
			'{"class": "Otter", "box": [1.50, 2, 3, 4], "attributes": {"Tag": 1.50}}',
		) as { data: { box: unknown; attributes: { Tag: unknown } } };
		expect(data.box).toEqual([1.5, 2, 3, 4]);
		expect(data.attributes.Tag).not.toBe(1.5);
		expect(data.attributes.Tag).toMatchObject({ text: '1.50' });
	});

	it.each<[unknown, string]>([
		['', 'There are no detections. Give [] when the model found nothing.'],
		[' \n', 'There are no detections. Give [] when the model found nothing.'],
		[
			'I see an otter.',
			'The text holds no list of detections: "I see an otter.". Give [] when the model found nothing.',
		],
		[
			`I see ${'an otter '.repeat(20)}`,
			`The text holds no list of detections: "${`I see ${'an otter '.repeat(20)}`.slice(0, 80)}". Give [] when the model found nothing.`,
		],
	])('%j is refused', (text, reason) => {
		expect(outcome(() => dataIn(text))).toBe(reason);
	});

	it('is refused whose thinking is not closed', () => {
		expect(outcome(() => dataIn(`<think>${yolo}`))).toMatch(/think/);
	});

	it('says what was repaired', () => {
		expect(dataIn([{ class: 'Otter' }])).toEqual({ data: [{ class: 'Otter' }], repairs: [] });
		expect(dataIn(yolo).repairs).toEqual([]);
		expect(dataIn(`<think>x</think>${yolo}`).repairs).toHaveLength(1);
		expect(dataIn('{"detections": [],}').repairs.map(({ rule }) => rule)).toEqual([
			'spelling of JSON',
		]);
		expect(dataIn({ output: `<think>x</think>${yolo}` }).repairs.length).toBeGreaterThanOrEqual(1);
	});

	it('data that is detections is taken as it stands, a reply is unwrapped', () => {
		const plain = [
			{ box: [1] },
			{ 7: [] },
			{ '<OD>': {} },
			[],
			[[{ box: [1] }]],
			[{ class: 'Otter' }, { category_id: 3 }],
		];
		for (const data of plain) expect(dataIn(data).data).toBe(data);
		const list = { detections: [{ class: 'Otter', box: [1, 2, 3, 4] }] };
		for (const reply of [
			{ choices: [{ message: { content: JSON.stringify(list) }, finish_reason: 'stop' }] },
			[{ choices: [{ message: { content: JSON.stringify(list) }, finish_reason: 'stop' }] }],
			{ text: JSON.stringify(list) },
			[{ output: list }],
		])
			expect(dataIn(reply).data).toEqual(list);
		const cut = {
			candidates: [
				{ content: { parts: [{ text: JSON.stringify(list) }] }, finishReason: 'MAX_TOKENS' },
			],
		};
		expect(outcome(() => dataIn(cut))).toMatch(/MAX_TOKENS|cut|length/i);
	});
});

describe('the format', () => {
	const gemini = [{ box_2d: [1, 2, 3, 4] }];
	const both = [...gemini, { bbox_2d: [1, 2, 3, 4] }];
	const plain = [{ box: [1, 2, 3, 4] }];
	const chosen = (data: unknown, name: string) =>
		outcome(() => {
			const { format, order } = chooseFormat(data, name);
			return order === undefined ? format.name : `${format.name} ${order}`;
		});

	it.each<[unknown, string, string]>([
		[gemini, 'auto', 'gemini'],
		[gemini, 'gemini', 'gemini'],
		[gemini, 'yxyx', 'gemini yxyx'],
		[gemini, 'xyxy', 'gemini xyxy'],
		[gemini, 'coco', 'The format COCO was chosen, but the data bears the mark of Gemini.'],
		[both, 'auto', 'The data bears the marks of Gemini and Qwen. Choose the format.'],
		[both, 'xyxy', 'The data bears the marks of Gemini and Qwen. Choose one of these formats.'],
		[both, 'qwen', 'qwen'],
		[both, 'gemini', 'gemini'],
		[plain, 'auto', 'xyxy'],
		[plain, 'xywh', 'xywh xywh'],
		[plain, 'cxcywh', 'cxcywh cxcywh'],
		[plain, 'coco', 'coco'],
	])('%j with %s', (data, name, expected) => {
		expect(chosen(data, name)).toBe(expected);
	});

	it('that is none is refused with the names of all', () => {
		expect(chosen(plain, 'jpeg')).toMatch(
			/^"jpeg" is no format; there are: auto, xyxy, yxyx, xywh, cxcywh, gemini, .*, characters\.$/,
		);
	});
});
