/** Object: Change Class and Set Attributes with what a model answered. */
import { describe, expect, it } from '@jest/globals';
import { addManyObjects } from '../../../../nodes/Encord/operations/object/addMany';
import { changeObjectClass } from '../../../../nodes/Encord/operations/object/changeClass';
import { setObjectAttributes } from '../../../../nodes/Encord/operations/object/setAttributes';
import {
	repliedAttributes,
	setAttributesOf,
} from '../../../../nodes/shared/writing/repliedAttributes';
import { ontology } from '../../labels/fixtures';
import { labelRow } from '../fixtures';
import { detections, things, world } from './world';

/** A world with a car and a thing. */
async function withObjects() {
	const given = world();
	await given.run(addManyObjects, detections);
	return given;
}

describe('attributes that a model answered', () => {
	it('are set on the objects that are selected', async () => {
		const { run, saved } = await withObjects();
		const { json } = await run(setObjectAttributes, {
			...things,
			...{ object: 'Thing', attributeMode: 'model', modelAnswer: { Plate: 'X 1' } },
		});
		expect(json).toMatchObject([{ changed: 1, saved: true }]);
		expect(saved().objects.map(({ class: title, attributes }) => [title, attributes])).toEqual([
			['Car', {}],
			['Thing', { Plate: 'X 1' }],
		]);
	});

	it('stand beside the new class', async () => {
		const { run, saved } = await withObjects();
		await run(changeObjectClass, {
			...things,
			...{ object: 'Car', attributeMode: 'json', attributesJson: { Plate: 'X 2' } },
		});
		expect(saved().objects.map(({ class: title, attributes }) => [title, attributes])).toEqual([
			['Car', {}],
			['Car', { Plate: 'X 2' }],
		]);
	});

	it('may come with the new class in one answer, of which nothing is unknown', async () => {
		const { run, saved } = await withObjects();
		const answer = { class: 'car', Plate: 'X 3' };
		const { json } = await run(changeObjectClass, {
			...things,
			...{ newClassFrom: 'model', classAnswer: answer },
			...{ attributeMode: 'model', modelAnswer: answer },
		});
		expect(json).toMatchObject([{ changed: 1, saved: true }]);
		expect(JSON.stringify(json)).not.toContain('refused');
		expect(saved().objects.map(({ class: title, attributes }) => [title, attributes])).toEqual([
			['Car', {}],
			['Car', { Plate: 'X 3' }],
		]);
	});
});

describe('the edits of a reply', () => {
	const car = ontology.objectByHash.get('obCar')!;

	it('are of the attributes of the class, and of no other question', () => {
		const thing = ontology.objectByHash.get('obThing')!;
		const other = { attribute: thing.attributes[0]!, value: 'X' };
		const reports = [{ field: 'Plate', outcome: 'taken' }] as never;
		const read = repliedAttributes(() => ({ answers: [other] as never, reports }), car, {
			row: labelRow(),
		});
		expect(read).toEqual({ answers: [], reports });
	});

	it('name the object, and its space where it is in one', () => {
		const answers = { attributes: { Plate: '1' } } as never;
		expect(setAttributesOf({ objectHash: 'h' }, answers)).toEqual({
			kind: 'setAttributes',
			objectHash: 'h',
			attributes: { Plate: '1' },
		});
		expect(
			setAttributesOf({ objectHash: 'h', space: 's' }, {
				...(answers as object),
				frames: 3,
			} as never),
		).toEqual({
			kind: 'setAttributes',
			objectHash: 'h',
			space: 's',
			attributes: { Plate: '1' },
			frames: 3,
		});
	});
});
