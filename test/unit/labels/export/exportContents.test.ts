/** Tables and files in Encord's own form: what is in them, whole. */
import { describe, expect, it } from '@jest/globals';
import type { EncordJson } from '../../../../src/encord/wire/json';
import type { ExportFormat } from '../../../../src/labels/export/exportFile';
import { NotSayable } from '../../../../src/labels/export/losses';
import { htmlRow, textRow } from '../fixtures';
import {
	add,
	answered,
	exported,
	film,
	group,
	labeled,
	picture,
	sound,
	textOf,
	type Labeled,
	type Options,
} from './exportedRows';

describe('a table', () => {
	/** The cells that are not empty, without those that are the same everywhere. */
	const lines = (rows: Labeled[], options?: Options) => {
		const [head, ...all] = textOf(exported('csv', rows, options))
			.trimEnd()
			.split('\r\n');
		const names = head!.split(',');
		return all.map((line) => {
			// JSON has quotes, which are doubled in quotes; a comma outside of quotes ends a cell.
			const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
				([, inQuotes, plain]) => inQuotes?.replaceAll('""', '"') ?? plain!,
			);
			expect(cells).toHaveLength(names.length);
			const entries = names.map((name, at) => [name, cells[at]!] as const);
			const common = ['data_title', 'data_hash', 'dataset', 'created_at', 'last_edited_at'];
			return Object.fromEntries(
				entries.filter(([name, cell]) => cell !== '' && !common.includes(name)),
			);
		});
	};
	const car = { class: 'Car', shape: 'bounding_box', unit: 'frames' };
	const json = (x: number) => `{"boundingBox":{"h":0.4,"w":0.3,"x":${x},"y":0.2}}`;

	it('begins with its columns, and says whose file a line is about', () => {
		const { fileName, mimeType, written, parts, losses } = exported('csv', [picture]);
		expect({ fileName, mimeType, written, losses }).toEqual({
			...{ fileName: 'labels.csv', mimeType: 'text/csv', losses: [] },
			written: { rows: 1, pictures: 0, objects: 1, classifications: 0 },
		});
		expect(parts[0]).toBe(
			'data_title,data_hash,dataset,space,type,class,shape,label_hash,first_frame,last_frame,unit,x,y,width,height,confidence,answers,coordinates,created_by,created_at,last_edited_by,last_edited_at\r\n',
		);
		expect(String(parts[1])).toMatch(
			/^asset,data-1,Set,,object,.*,2024-03-05T10:20:30.000Z,,2024-03-05T10:20:30.000Z\r\n$/,
		);
	});

	it('has a line for each place of an object, and each time of an attribute that changes', () => {
		expect(lines([picture, film])).toEqual([
			{
				...{ type: 'object', ...car, label_hash: 'AAAAAAAA', first_frame: '0', last_frame: '0' },
				...{ x: '4', y: '6', width: '12', height: '12', confidence: '0.5' },
				...{ answers: '{"Plate":"a, b"}', coordinates: json(0.1) },
			},
			{
				...{ type: 'object', ...car, label_hash: 'BBBBBBBB', first_frame: '1', last_frame: '2' },
				...{ x: '64', y: '96', width: '192', height: '192', confidence: '1' },
				...{ answers: '{}', coordinates: json(0.1) },
			},
			{
				...{ type: 'object', ...car, label_hash: 'BBBBBBBB', first_frame: '4', last_frame: '4' },
				...{ x: '320', y: '96', width: '192', height: '192', confidence: '1' },
				...{ answers: '{}', coordinates: json(0.5) },
			},
			{
				...{ type: 'dynamic attribute', ...car, label_hash: 'BBBBBBBB' },
				...{ first_frame: '1', last_frame: '2', answers: '{"Lights":"On"}' },
			},
		]);
	});

	it('has a line for each range of a classification, and one without frames for the whole file', () => {
		const one = { type: 'classification', unit: 'frames', label_hash: expect.any(String) };
		const weather = { ...one, class: 'Weather', confidence: '1', answers: '{"Weather":"Sunny"}' };
		expect(lines([answered])).toEqual([
			{ ...weather, first_frame: '0', last_frame: '1' },
			{ ...weather, first_frame: '3', last_frame: '3' },
			{ ...one, class: 'Quality', answers: '{"Quality":"Good"}' },
		]);
		expect(exported('csv', [answered]).written).toEqual({
			...{ rows: 1, pictures: 0, objects: 0, classifications: 3 },
		});
	});

	it('has ranges of sound and text in their own unit, and those of HTML whole', () => {
		const page = { data_title: 't', data_type: 'PLAIN_TEXT', number_of_frames: 1000 };
		const characters = { ranges: [[0, 9]] };
		const ends = { start: { xpath: '/p', offset: 0 }, end: { xpath: '/p', offset: 4 } };
		const whole = { frames: undefined };
		const speech = { type: 'object', class: 'Speech', shape: 'audio', label_hash: 'CCCCCCCC' };
		const span = { type: 'object', class: 'Span', shape: 'text', unit: 'characters' };
		const rows = [
			sound,
			labeled(textRow, page, add('Span', 'EEEEEEEE', characters, whole)),
			labeled(
				htmlRow,
				{ ...page, file_type: 'text/html' },
				add('Span', 'FFFFFFFF', { rangeHtml: [ends] }, whole),
			),
		];
		const inSound = { unit: 'milliseconds', answers: '{"Words":"hi"}' };
		expect(lines(rows)).toEqual([
			{ ...speech, ...inSound, first_frame: '0', last_frame: '99' },
			{ ...speech, ...inSound, first_frame: '200', last_frame: '299' },
			{
				...{ type: 'classification', class: 'Caption', label_hash: expect.any(String) },
				...{ first_frame: '0', last_frame: '9', unit: 'milliseconds' },
				answers: '{"Caption":"Loud"}',
			},
			{ ...span, label_hash: 'EEEEEEEE', first_frame: '0', last_frame: '9', answers: '{}' },
			{
				...{ ...span, label_hash: 'FFFFFFFF', answers: '{}' },
				coordinates: JSON.stringify({ htmlRanges: [ends] }),
			},
		]);
	});

	it('names the member of a data group, and who made and edited a label', () => {
		const labels = structuredClone(group.labels);
		const { film: member } = labels.spaces as Record<string, { labels: EncordJson }>;
		const { objects } = member!.labels['0'] as { objects: EncordJson[] };
		Object.assign(objects[0]!, { createdBy: 'ann@x.yz', lastEditedBy: 'bob@x.yz' });
		expect(lines([{ ...group, labels }])).toEqual([
			{
				...{ space: 'film', type: 'object', ...car, label_hash: 'DDDDDDDD' },
				...{ first_frame: '0', last_frame: '0', x: '10', y: '10', width: '30', height: '20' },
				...{ confidence: '1', answers: '{}', coordinates: json(0.1) },
				...{ created_by: 'ann@x.yz', last_edited_by: 'bob@x.yz' },
			},
		]);
	});

	it('quotes what has quotes, commas or ends of lines, and nothing else', () => {
		const titled = (data_title: string) =>
			String(exported('csv', [{ ...picture, labels: { ...picture.labels, data_title } }]).parts[1]);
		for (const title of ['a"b', 'a,b', 'a\nb', 'a\rb'])
			expect(titled(title).startsWith(`"${title.replace('"', '""')}",data-1,`)).toBe(true);
		expect(titled("a;b 'c'").startsWith("a;b 'c',data-1,")).toBe(true);
	});

	it('has the objects of the classes that are asked for, and all classifications', () => {
		const of = (...classes: string[]) =>
			lines([film, answered], { classes }).map(({ type, class: title }) => `${type} ${title}`);
		const others = ['classification Weather', 'classification Weather', 'classification Quality'];
		expect(of('Lane')).toEqual(others);
		expect(of('obCar')).toEqual([
			...['object Car', 'object Car', 'dynamic attribute Car', ...others],
		]);
	});
});

describe('a file in Encord’s own form', () => {
	it('is the list of rows as they are', () => {
		const file = exported('encord', [picture, film, answered]);
		expect(JSON.parse(textOf(file))).toEqual([picture.labels, film.labels, answered.labels]);
		expect(textOf(file).split('\n')).toHaveLength(6);
		expect(file).toMatchObject({ fileName: 'labels.json', mimeType: 'application/json' });
		expect(file.written).toEqual({ rows: 3, pictures: 0, objects: 2, classifications: 2 });
		expect(file.losses).toEqual([]);
	});

	it('of no rows is an empty list', () => {
		expect(textOf(exported('encord', []))).toBe('[\n]\n');
	});
});

it.each<[ExportFormat, string]>([
	['coco', 'COCO has no answers about a picture.'],
	['yolo', 'YOLO has no answers about a picture.'],
])('%s that must say everything refuses what it cannot say', (format, reason) => {
	const strict = () => exported(format, [answered], { isStrict: true });
	expect(strict).toThrow(
		new NotSayable({ what: 'classification', class: 'Weather', reason }).message,
	);
	expect(strict).toThrow(NotSayable);
	expect(new NotSayable({ what: 'object', class: 'Car', reason: 'Why.' })).toMatchObject({
		...{ name: 'NotSayable', message: 'The format cannot say all labels: object "Car". Why.' },
		advice: 'Choose another format or other classes, or let what it cannot say be counted.',
	});
});
