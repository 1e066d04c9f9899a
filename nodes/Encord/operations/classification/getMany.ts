import type { IDataObject } from 'n8n-workflow';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { findClassification } from '../../../../src/labels/ontology/lookup';
import { defineOperation } from '../../../shared/runtime/operation';
import { exampleClassification, exampleUnit } from '../../../shared/output/examples';
import { asRanges, frameList } from '../../../shared/fields/frames';
import { limitField, limitOf, returnAllField } from '../../../shared/fields/limits';
import { textList } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { withLabels } from '../../../shared/labels/reading';
import { readUnit, unitIdentity } from '../../../shared/labels/lookup';

export const getManyClassifications = defineOperation({
	resource: 'classification',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many classifications',
	description:
		'Get the answers of a file, one item per answer, with its frames, author and confidence',
	fields: [
		projectOfItemField,
		dataUnitField,
		returnAllField,
		limitField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Agent Name',
					name: 'agent',
					type: 'string',
					default: DEFAULT_AGENT,
					description: 'Only answers written under this agent name',
				},
				{
					displayName: 'Classifications',
					name: 'classifications',
					type: 'string',
					default: '',
					placeholder: 'e.g. Animal, Weather',
					description:
						'Only answers of these classifications: titles, separated by commas, or a list',
				},
				{
					displayName: 'Frames',
					name: 'frames',
					type: 'string',
					default: '',
					placeholder: 'e.g. 0, 5, 10-20',
					description: 'Only answers on these frames: numbers and ranges, counted from 0',
				},
			],
		},
	],
	readOnly: true,
	example: { ...exampleUnit, classificationHash: 'Ij5kL8mN', frame: 0, ...exampleClassification },
	async run(batch) {
		const asks = batch.read((index) => {
			const { agent, classifications, frames } = batch.param<IDataObject>('filters', index, {});
			return {
				...readUnit(batch, index),
				limit: limitOf(batch, index),
				titles: textList(classifications),
				filter: {
					...(agent ? { agent: String(agent) } : {}),
					...(frames ? { frames: asRanges(frameList(frames)) } : {}),
				},
			};
		});
		await withLabels(
			batch,
			asks,
			({ index, limit, titles, filter }, { projectHash, row, labels, ontology }) => {
				const classes = titles.map((title) => findClassification(ontology, title).featureHash);
				const { classifications } = tidyLabelRow(labels, ontology, row, {
					...filter,
					...(classes.length > 0 ? { classes } : {}),
				});
				batch.ok(
					index,
					classifications.slice(0, limit).map(({ hash, ...answer }) => ({
						json: {
							...unitIdentity(projectHash, row),
							classificationHash: hash,
							...(answer.frames[0] ? { frame: answer.frames[0][0] } : {}),
							...(answer as unknown as IDataObject),
						},
					})),
				);
			},
		);
	},
});
