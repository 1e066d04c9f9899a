/** Which part of another reading answers the same, and what is left when parts are refused. */
import { describe, expect, it } from '@jest/globals';
import {
	counterpart,
	refusedFields,
	withoutParts,
	type ReadPart,
} from '../../../../src/llm/labeling/reading';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { objectPart } from '../../../../src/llm/labeling/parts';
import { agreed } from '../../../../src/llm/labeling/secondOpinion';
import type { FieldReport } from '../../../../src/reply/report';

const ontology = indexOntology({ objects: [], classifications: [] });
const part = (name: string, more: Partial<ReadPart> = {}): ReadPart => ({
	name,
	title: name,
	value: name,
	edits: [],
	...more,
});
const car = (name: string, [x, y, w, h]: [number, number, number, number], title = 'Car') =>
	part(name, { title, box: { x, y, w, h } });
const reading = (...parts: ReadPart[]) => ({ parts, fields: [] });

describe('the counterpart of an object', () => {
	const first = car('Car 1', [0.2, 0.2, 0.4, 0.4]);

	it('overlaps it by half or more', () => {
		// 0.4 × 0.2 of 0.4 × 0.4 in common: exactly half.
		const half = car('Car 9', [0.2, 0.2, 0.4, 0.2]);
		expect(counterpart(first, reading(half))).toBe(half);
		expect(counterpart(first, reading(car('Car 9', [0.2, 0.2, 0.4, 0.19])))).toBeUndefined();
		expect(counterpart(first, reading(car('Car 9', [0.2, 0.2, 0.19, 0.4])))).toBeUndefined();
	});

	it.each<[string, [number, number, number, number]]>([
		['beside it', [0.7, 0.2, 0.4, 0.4]],
		['below it', [0.2, 0.7, 0.4, 0.4]],
		['beside and below it', [0.7, 0.7, 0.4, 0.4]],
		['that touches its side', [0.6, 0.2, 0.4, 0.4]],
		['that is shifted to the side by half', [0.4, 0.2, 0.4, 0.4]],
		['that is shifted down by half', [0.2, 0.4, 0.4, 0.4]],
		['far larger', [0, 0, 1, 1]],
	])('is none %s', (_, box) =>
		expect(counterpart(first, reading(car('Car 1', box)))).toBeUndefined(),
	);

	it('is none that is small and lies diagonally behind a gap of its own size', () => {
		const small = car('Car 1', [0, 0, 0.1, 0.1]);
		expect(counterpart(small, reading(car('Car 1', [0.2, 0.2, 0.1, 0.1])))).toBeUndefined();
	});

	it('is of the same class, and the nearest of several', () => {
		const bus = car('Bus 1', [0.2, 0.2, 0.4, 0.4], 'Bus');
		const near = car('Car 3', [0.21, 0.2, 0.4, 0.4]);
		const far = car('Car 2', [0.25, 0.2, 0.4, 0.4]);
		expect(counterpart(first, reading(bus))).toBeUndefined();
		expect(counterpart(first, reading(far, bus, near))).toBe(near);
		expect(counterpart(first, reading(near, far))).toBe(near);
	});

	it('is none for a turned box on a picture of unknown size, whatever its number', () => {
		const coordinates = { rotatableBoundingBox: { x: 0.4, y: 0.45, w: 0.2, h: 0.1, theta: 90 } };
		const raft = (size?: { width: number; height: number }) =>
			({
				...objectPart(
					{ object: 'raft', answers: {}, dynamic: [], coordinates, confidence: {} },
					ontology,
					size,
				),
				name: 'Raft 1',
			}) as ReadPart;
		expect(raft().box).toBeUndefined();
		expect(counterpart(raft(), reading(raft()))).toBeUndefined();
		const [reason] = agreed(reading(raft()), [raft()], reading(raft())).fields;
		expect(reason).toMatchObject({
			outcome: 'refused',
			reason: expect.stringContaining('size of the picture is not known'),
		});
		// Turned upright, 80 × 10 of 400 × 100 pixels are 10 × 80.
		const known = raft({ width: 400, height: 100 });
		expect(known.box!.w).toBeCloseTo(0.025, 10);
		expect(known.box!.h).toBeCloseTo(0.8, 10);
		expect(counterpart(known, reading(known))).toBe(known);
	});

	it('has a place, too', () =>
		expect(counterpart(first, reading(part('Car 1', { title: 'Car' })))).toBeUndefined());
});

describe('the counterpart of an answer', () => {
	it('has its name', () => {
		const sea = part('Sea');
		expect(counterpart(part('Sea'), reading(part('Sky'), sea))).toBe(sea);
		expect(counterpart(part('Sea'), reading(part('Sky')))).toBeUndefined();
	});
});

describe('a reading without some parts', () => {
	const field = (name: string): FieldReport => ({ field: name, outcome: 'taken', value: 1 });
	const fields: FieldReport[] = [
		field('Sea'),
		field('Sea/Waves'),
		field('Sea level'),
		field('Sky'),
		{ outcome: 'refused', reason: 'The reply names no question.' },
	];

	it('reports each of them as refused, once, with the reason, in place of all that was said of it', () => {
		const left = withoutParts(
			{ parts: [part('Sea'), part('Sea level'), part('Sky')], fields },
			new Map([
				['Sea', 'The model is unsure.'],
				['Wind', 'It is not there.'],
			]),
		);
		expect(left.parts.map(({ name }) => name)).toEqual(['Sea level', 'Sky']);
		expect(left.fields).toEqual([
			field('Sea level'),
			field('Sky'),
			{ outcome: 'refused', reason: 'The reply names no question.' },
			{ field: 'Sea', outcome: 'refused', value: 'Sea', reason: 'The model is unsure.' },
		]);
		expect(refusedFields(left).map(({ field: name }) => name)).toEqual([undefined, 'Sea']);
	});

	it('has all other parts of several', () => {
		const reasons = new Map(['Sea', 'Sky'].map((name) => [name, 'No.']));
		const left = withoutParts({ parts: [part('Sea'), part('Sky')], fields }, reasons);
		expect(left.parts).toEqual([]);
		expect(left.fields.map(({ field: name }) => name)).toEqual([
			'Sea level',
			undefined,
			'Sea',
			'Sky',
		]);
	});
});
