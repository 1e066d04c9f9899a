import type { IDataObject } from 'n8n-workflow';
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { findClassification } from '../../../../src/labels/ontology/lookup';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { collection } from '../../../shared/fields/form/field';
import { text, textList } from '../../../shared/fields/form/values';
import { asRanges } from '../../../shared/fields/frameNumber';
import { frameListField } from '../../../shared/fields/frames';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { unitFields } from '../../../shared/fields/places';
import { unitIdentity } from '../../../shared/labels/lookup';
import { rawLabels } from '../../../shared/labels/rawLabels';
import { withLabels } from '../../../shared/labels/reading';
import { exampleClassification, exampleUnit } from '../../../shared/output/examples';
import { defineOperation } from '../../../shared/runtime/operation';

const filterFields = collection(
	{ displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' },
	{
		agent: text({
			displayName: 'Agent Name',
			name: 'agent',
			type: 'string',
			default: DEFAULT_AGENT,
			description: 'Only answers written under this agent name',
		}),
		titles: textList({
			displayName: 'Classifications',
			name: 'classifications',
			type: 'string',
			default: '',
			placeholder: 'e.g. Animal, Weather',
			description: 'Only answers of these classifications: titles, separated by commas, or a list',
		}),
		frames: frameListField({
			displayName: 'Frames',
			name: 'frames',
			description: 'Only answers on these frames: numbers and ranges, counted from 0',
		}),
	},
);

export const getManyClassifications = defineOperation({
	resource: 'classification',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many classifications',
	description:
		'Get the answers of a file, one item per answer, with its frames, author and confidence',
	inputs: {
		unit: unitFields,
		limit: limitFields,
		simple: simplifyField,
		filters: filterFields,
	},
	readOnly: true,
	example: { ...exampleUnit, classificationHash: 'Ij5kL8mN', frame: 0, ...exampleClassification },
	async run(batch, items) {
		await withLabels(
			batch,
			items,
			({ index, limit, simple, filters }, { projectHash, row, labels, ontology }) => {
				const raw = simple ? undefined : rawLabels({ labels, row }, 'classification');
				const { agent, titles = [], frames } = filters;
				const classes = titles.map((title) => findClassification(ontology, title).featureHash);
				const { classifications } = tidyLabelRow(labels, ontology, row, {
					...(agent ? { agent } : {}),
					...(frames ? { frames: asRanges(frames) } : {}),
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
							...(raw ? { raw: raw.get(hash) } : {}),
						},
					})),
				);
			},
		);
	},
});
