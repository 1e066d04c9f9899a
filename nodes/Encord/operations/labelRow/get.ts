import type { IDataObject } from 'n8n-workflow';
import { compactAnswers, tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { simplifyField } from '../../../shared/fields/limits';
import { unitFields } from '../../../shared/fields/places';
import { withLabels } from '../../../shared/labels/reading';
import { exampleClassification, exampleObject } from '../../../shared/output/examples';
import { labelRowExample, labelRowSummary } from '../../../shared/output/labelRow';
import { defineOperation } from '../../../shared/runtime/operation';

export const getLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'get',
	displayName: 'Get',
	action: 'Get a label row',
	description:
		'Get the labels of a file: objects and classifications by title, frames as ranges, coordinates as fractions and in pixels',
	inputs: {
		unit: unitFields,
		simple: simplifyField,
	},
	readOnly: true,
	example: {
		...labelRowExample,
		answers: { Animal: 'Cat' },
		objects: [{ hash: 'Ab3dE6gH', ...exampleObject }],
		classifications: [{ hash: 'Ij5kL8mN', ...exampleClassification }],
	},
	async run(batch, items) {
		await withLabels(batch, items, ({ index, simple }, { projectHash, row, labels, ontology }) => {
			if (!simple)
				return batch.ok(index, {
					...labelRowSummary(projectHash, row),
					labelRow: labels as unknown as IDataObject,
				});
			const tidy = tidyLabelRow(labels, ontology, row);
			const { objects, classifications } = tidy as unknown as IDataObject;
			return batch.ok(index, {
				...labelRowSummary(projectHash, row),
				answers: compactAnswers(tidy) as IDataObject,
				objects,
				classifications,
			});
		});
	},
});
