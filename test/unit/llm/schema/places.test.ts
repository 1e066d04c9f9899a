/** The places of objects in a schema, by shape. */
import { describe, expect, it } from '@jest/globals';
import type { SchemaOptions } from '../../../../src/llm/schema/modelSchema';
import { ask } from './garden';

describe('the places of objects', () => {
	const share = { type: 'number', minimum: 0, maximum: 1 };
	const closed = (properties: { [name: string]: object }) => ({
		type: 'object',
		properties,
		required: Object.keys(properties),
		additionalProperties: false,
	});
	const point = closed({ x: share, y: share });
	const IN = 'in fractions of the width and height of the picture; the origin is its top left';
	const place = (name: string, options: Partial<SchemaOptions> = {}) => {
		const { properties, required } = ask({ objects: [name], withGeometry: true }, options).schema
			.properties!.objects!.items!;
		return { properties, required };
	};
	const count = { type: 'integer', minimum: 0 };

	it.each<[string, string, object]>([
		[
			'Path',
			'polyline',
			{ description: `The points of the line, ${IN}`, type: 'array', items: point, minItems: 2 },
		],
		[
			'Lawn',
			'polygon',
			{ description: `The outline, ${IN}`, type: 'array', items: point, minItems: 3 },
		],
		['Sprout', 'point', { description: `Where it is, ${IN}`, ...point }],
		[
			'Plank',
			'rotatableBoundingBox',
			{
				description: `Left x, top y, width w and height h before it is turned, ${IN}; theta turns it about its center, in degrees, clockwise`,
				...closed({ x: share, y: share, w: share, h: share, theta: { type: 'number' } }),
			},
		],
		[
			'Song',
			'ranges',
			{
				description: 'Where it is, in milliseconds',
				type: 'array',
				minItems: 1,
				items: closed({
					start_ms: {
						description: 'First of the milliseconds it holds for, counted from 0',
						...count,
					},
					end_ms: { description: 'Last of the milliseconds it holds for, included', ...count },
				}),
			},
		],
		[
			'Word',
			'ranges',
			{
				description: 'Where it is, in characters',
				type: 'array',
				minItems: 1,
				items: closed({
					start_character: {
						description: 'First of the characters it holds for, counted from 0',
						...count,
					},
					end_character: { description: 'Last of the characters it holds for, included', ...count },
				}),
			},
		],
	])('%s is at its %s', (name, key, schema) => {
		expect(place(name)).toEqual({
			properties: { class: { type: 'string', enum: [name] }, [key]: schema },
			required: ['class', key],
		});
	});

	it('are boxes, by the names of Encord or as Gemini writes them', () => {
		const attributes = closed({ Depth: { type: ['number', 'null'] } });
		expect(place('Bed')).toEqual({
			properties: {
				class: { type: 'string', enum: ['Bed'] },
				boundingBox: {
					description: `Left x, top y, width w and height h, ${IN}`,
					...closed({ x: share, y: share, w: share, h: share }),
				},
				attributes,
			},
			required: ['class', 'boundingBox', 'attributes'],
		});
		expect(place('Bed', { flavor: 'gemini' }).properties!.box_2d).toEqual({
			description: '[ymin, xmin, ymax, xmax], each from 0 to 1000',
			type: 'array',
			items: { type: 'integer', minimum: 0, maximum: 1000 },
			minItems: 4,
			maxItems: 4,
		});
	});

	it('have a frame and a track on videos, but audio has none', () => {
		const { properties, required } = place('Sprout', { ranges: 'frames' });
		expect(Object.keys(properties!)).toEqual(['class', 'frame', 'track', 'point']);
		expect(properties!.frame).toEqual({
			description: 'Number of the frame, counted from 0',
			...count,
		});
		expect(properties!.track).toEqual({
			description: 'The same text for one object on all its frames',
			type: ['string', 'null'],
		});
		expect(required).toEqual(['class', 'frame', 'point']);
		expect(Object.keys(place('Song', { ranges: 'frames' }).properties!)).toEqual([
			'class',
			'ranges',
		]);
		expect(Object.keys(place('Sprout', { ranges: 'milliseconds' }).properties!)).toEqual([
			'class',
			'point',
		]);
	});

	it('have a confidence', () => {
		const { properties, required } = place('Sprout', { confidence: true });
		expect(properties!.confidence).toEqual({
			description: 'From 0 (guessed) to 1 (certain)',
			...share,
		});
		expect(required).toEqual(['class', 'confidence', 'point']);
	});

	it('are read back', () => {
		const read = (name: string, place: object, options: Partial<SchemaOptions> = {}) =>
			ask({ objects: [name], withGeometry: true }, options).read({
				objects: [{ class: name, ...place }],
			}).objects[0]!.coordinates;
		const ends = { x: 0, y: 1 };
		expect(read('Path', { polyline: [ends, ends] })).toEqual({ polyline: [ends, ends] });
		expect(read('Lawn', { polygon: [ends, ends, ends] })).toEqual({ polygon: [ends, ends, ends] });
		expect(() => read('Path', { polyline: [ends] })).toThrow();
		expect(() => read('Lawn', { polygon: [ends, ends] })).toThrow();
		const plank = { x: 0.1, y: 0.2, w: 0.3, h: 0.4, theta: 500 };
		expect(read('Plank', { rotatableBoundingBox: plank })).toEqual({ rotatableBoundingBox: plank });
		expect(
			read('Song', {
				ranges: [
					{ start_ms: 5, end_ms: 5 },
					{ start_ms: 7, end_ms: 90 },
				],
			}),
		).toEqual({
			ranges: [
				[5, 5],
				[7, 90],
			],
		});
		expect(read('Word', { ranges: [{ start_character: 5, end_character: 6 }] })).toEqual({
			ranges: [[5, 6]],
		});
		expect(() => read('Song', { ranges: [] })).toThrow();
		expect(() => read('Song', { ranges: [{ start_ms: 5, end_ms: 4 }] })).toThrow(
			'The range ends at 4, before it begins at 5.',
		);
	});

	it('are none for shapes that no model can write', () => {
		expect(ask({ objects: 'all', withGeometry: true }).leftOut).toEqual([
			{
				title: 'Mist',
				featureHash: 'obMist',
				reason: 'a language model cannot write the shape bitmask; choose it without places',
			},
			{
				title: 'Cube',
				featureHash: 'obCube',
				reason: 'a language model cannot write the shape cuboid_2d; choose it without places',
			},
		]);
		expect(ask({ objects: 'all' }).leftOut).toEqual([]);
	});
});
