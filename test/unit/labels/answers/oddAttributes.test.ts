/** Answers to attributes that are archived, or of a type that a newer Encord may have. */
import { expect, it } from '@jest/globals';

import { parseAnswers, type AnswersInput } from '../../../../src/labels/answers/answerInput';
import { indexOntology, type OntologyItem } from '../../../../src/labels/ontology/ontology';
import { ontologyJson } from '../fixtures';

const parsed = (item: OntologyItem, input: AnswersInput) => {
	const { values, problems } = parseAnswers(item, input);
	return { answers: [...values].map(([{ title }, value]) => [title, value]), problems };
};

it('an answer to an attribute of a type that is not known is refused, and can be removed', () => {
	const [weather] = ontologyJson.classifications!;
	const attributes = [{ ...weather!.attributes![0]!, type: 'color' }];
	const newer = indexOntology({
		objects: [],
		classifications: [{ featureNodeHash: 'clNew', attributes }],
	} as never).classifications[0]!;
	expect(parsed(newer, 'red').problems).toMatchObject([
		{
			field: 'Weather',
			message: '"Weather" is of a type this version does not know (color)',
			value: 'red',
		},
	]);
	expect(parsed(newer, { Weather: null })).toEqual({ answers: [['Weather', null]], problems: [] });
});

it('archived attributes and options are not offered, and an archived attribute is not the only one', () => {
	const text = (name: string, archived: boolean) => ({
		name,
		type: 'text',
		featureNodeHash: `at${name}`,
		archived,
	});
	const option = (label: string, archived: boolean) => ({
		label,
		featureNodeHash: `op${label}`,
		archived,
	});
	const drawn = indexOntology({
		objects: [
			{
				name: 'Car',
				color: '#000000',
				shape: 'point',
				featureNodeHash: 'obCar',
				attributes: [text('Old', true), text('Plate', false)],
			},
		],
		classifications: [
			{
				featureNodeHash: 'clSize',
				attributes: [
					{
						name: 'Size',
						type: 'radio',
						featureNodeHash: 'atSize',
						options: [option('Tiny', true), option('Big', false)],
					},
				],
			},
		],
	} as never);
	expect(parsed(drawn.objects[0]!, 'AB').answers).toEqual([
		['Plate', { type: 'text', text: 'AB' }],
	]);
	expect(parsed(drawn.classifications[0]!, []).problems).toMatchObject([{ accepted: ['Big'] }]);
});
