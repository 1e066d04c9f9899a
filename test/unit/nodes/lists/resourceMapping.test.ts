/** The fields of the resource mappers, and what a form without fields says instead. */
import { describe, expect, it } from '@jest/globals';
import {
	getAttributeFields,
	getClassificationFields,
} from '../../../../nodes/shared/lists/resourceMapping';
import type { OntologyJson } from '../../../../src/encord/wire/ontologyJson';
import { ontologyJson } from '../../labels/fixtures';
import { fakeEditor } from '../fakeEditor';
import { id } from '../fakeN8n';
import { petsProject } from '../fixtures';

const whole = (editorOntology: OntologyJson) => ({
	[`GET projects/${id(1)}`]: petsProject({ editorOntology }),
});
const editorOf = (parameters: object, editorOntology: OntologyJson = ontologyJson) =>
	fakeEditor({ parameters: { project: id(1), ...parameters }, answers: whole(editorOntology) })
		.editor;

describe('the fields of classifications', () => {
	it('are those of all that are not archived, in their order', async () => {
		const [weather, ...others] = ontologyJson.classifications!;
		const archived = { ...others[0]!, archived: true };
		const { fields, emptyFieldsNotice } = await getClassificationFields.call(
			editorOf({}, { ...ontologyJson, classifications: [weather!, archived, others[2]!] }),
		);
		expect(fields.map(({ displayName, type }) => [displayName, type])).toEqual([
			['Weather', 'options'],
			['Weather › Strength (when Rain)', 'options'],
			['Weather › Strength › Note (when Heavy)', 'string'],
			['Weather › Effects (when Rain) (list of Puddles, Spray)', 'array'],
			['People', 'number'],
		]);
		expect(emptyFieldsNotice).toBe('The ontology of this project has no classifications.');
	});

	it('are none, with the reason, while no project is chosen', async () =>
		expect(await getClassificationFields.call(editorOf({ project: '' }))).toEqual({
			fields: [],
			emptyFieldsNotice:
				'Choose the project first. To have the project of the item, run the nodes before this one and open this node again.',
		}));

	it.each([[null], [{ schema: [] }], [{ schema: 'x' }]])(
		'are none for a form that holds %j',
		async (answers) =>
			expect(
				(await getClassificationFields.call(editorOf({ project: '', answers }))).fields,
			).toEqual([]),
	);

	it('stay as they are in a form that has some: then it is an error', async () => {
		const answers = { schema: [{ id: 'atWeather' }] };
		await expect(
			getClassificationFields.call(editorOf({ project: '', answers })),
		).rejects.toMatchObject({ message: 'Choose the project first' });
	});
});

describe('the fields of attributes', () => {
	it('are those of the class that is chosen', async () => {
		const { fields, emptyFieldsNotice } = await getAttributeFields.call(
			editorOf({ object: 'Thing' }),
		);
		expect(fields.map(({ id: hash, displayName }) => [hash, displayName])).toEqual([
			['atThingPlate', 'Plate'],
		]);
		expect(emptyFieldsNotice).toBe('The class "Thing" has no attributes.');
	});

	it('are none for a class without attributes, whose name is no HTML', async () => {
		const objects = [{ ...ontologyJson.objects![2]!, name: '<b>Lane & more</b>' }];
		expect(
			await getAttributeFields.call(editorOf({ object: 'obLane' }, { ...ontologyJson, objects })),
		).toEqual({
			fields: [],
			emptyFieldsNotice: 'The class "&lt;b>Lane &amp; more&lt;/b>" has no attributes.',
		});
	});

	it.each([
		['', /^Choose the class first\. Attributes belong to a class of objects\. .* name\.$/],
		['<Truck>', /"&lt;Truck>"/],
	])('are none, with the reason, for the class %j', async (object, notice) => {
		const { fields, emptyFieldsNotice } = await getAttributeFields.call(editorOf({ object }));
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(notice);
	});

	it('stay as they are in a form that has some: then it is an error', async () => {
		const attributes = { schema: [{ id: 'atPlate' }] };
		await expect(
			getAttributeFields.call(editorOf({ object: '', attributes })),
		).rejects.toMatchObject({ message: 'Choose the class first' });
	});
});
