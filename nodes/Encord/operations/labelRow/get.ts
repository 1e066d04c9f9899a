import type { IDataObject } from 'n8n-workflow';
import { compactAnswers, tidyLabelRow } from '../../../../src/labels/tidy';
import { defineOperation } from '../../../shared/operation';
import { simplifyField, wantsSimple } from '../../fields/lists';
import { dataUnitField, projectOfItemField } from '../../fields/places';
import { withLabels } from '../../labelReading';
import { readUnit } from '../../lookup';
import { labelRowExample, labelRowSummary } from './summary';

export const getLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'get',
	displayName: 'Get',
	action: 'Get a label row',
	description: 'Get the labels of a file: objects and classifications by title, frames as ranges, coordinates as fractions and in pixels',
	fields: [projectOfItemField, dataUnitField, simplifyField],
	readOnly: true,
	example: {
		...labelRowExample,
		answers: { Animal: 'Cat' },
		objects: [{
			hash: 'Ab3dE6gH', class: 'Car', featureHash: '5a1b2c3d', shape: 'bounding_box', frames: [[3, 4]],
			places: [{
				frames: [3, 4], confidence: 0.5, coordinates: { boundingBox: { x: 0.1, y: 0.2, w: 0.25, h: 0.5 } },
				pixels: { boundingBox: { x: 64, y: 96, w: 160, h: 240 } },
			}],
			attributes: { Color: 'Red' }, dynamicAttributes: [{ attribute: 'Brake lights', answer: 'On', frames: [[3, 3]] }],
			author: { createdBy: 'ann@example.com', createdAt: '2026-01-31T09:00:00.000Z', lastEditedBy: 'ann@example.com', lastEditedAt: '2026-01-31T09:00:00.000Z', manual: true },
		}],
		classifications: [{
			hash: 'Ij5kL8mN', classification: 'Animal', featureHash: '6e7f8a9b', frames: [[0, 0]], global: false, answers: { Animal: 'Cat' }, confidence: 0.5,
			author: { createdBy: 'ann@example.com', createdAt: '2026-01-31T09:00:00.000Z', lastEditedBy: 'ann@example.com', lastEditedAt: '2026-01-31T09:00:00.000Z', manual: true },
		}],
	},
	async run(batch) {
		const asks = batch.read((index) => ({ ...readUnit(batch, index), simple: wantsSimple(batch, index) }));
		await withLabels(batch, asks, ({ index, simple }, { projectHash, row, labels, ontology }) => {
			if (!simple) return batch.ok(index, { ...labelRowSummary(projectHash, row), labelRow: labels as unknown as IDataObject });
			const tidy = tidyLabelRow(labels, ontology, row);
			const { objects, classifications } = tidy as unknown as IDataObject;
			return batch.ok(index, {
				...labelRowSummary(projectHash, row), answers: compactAnswers(tidy) as IDataObject, objects, classifications,
			});
		});
	},
});
