import type { IDataObject } from 'n8n-workflow';
import { tidyLabelRow } from '../../../../src/labels/tidy';
import { defineOperation } from '../../../shared/operation';
import { asRanges } from '../../fields/frames';
import { limitField, limitOf, returnAllField } from '../../fields/lists';
import { objectChoiceFields, objectFilterOf } from '../../fields/objects';
import { dataUnitField, projectOfItemField } from '../../fields/places';
import { withLabels } from '../../labelReading';
import { readUnit, unitIdentity } from '../../lookup';
import { selectObjects } from '../../objectSelection';

export const getManyObjects = defineOperation({
	resource: 'object',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many objects',
	description: 'Get objects of a file, one item per object: class, frames, coordinates as fractions and in pixels, attributes, author',
	fields: [projectOfItemField, dataUnitField, ...objectChoiceFields('filter'), returnAllField, limitField],
	readOnly: true,
	example: {
		projectHash: '00000000-1111-2222-3333-444444444444', dataHash: '00000000-1111-2222-3333-444444444444', dataTitle: 'drive.mp4',
		labelHash: '00000000-1111-2222-3333-444444444444', stageUuid: '00000000-1111-2222-3333-444444444444',
		taskUuid: '00000000-1111-2222-3333-444444444444', objectHash: 'Ab3dE6gH', frame: 3, class: 'Car', featureHash: '5a1b2c3d',
		shape: 'bounding_box', frames: [[3, 4]],
		places: [{
			frames: [3, 4], confidence: 0.5, coordinates: { boundingBox: { x: 0.1, y: 0.2, w: 0.25, h: 0.5 } },
			pixels: { boundingBox: { x: 64, y: 96, w: 160, h: 240 } },
		}],
		attributes: { Color: 'Red' }, dynamicAttributes: [{ attribute: 'Brake lights', answer: 'On', frames: [[3, 3]] }],
		author: { createdBy: 'ann@example.com', createdAt: '2026-01-31T09:00:00.000Z', lastEditedBy: 'ann@example.com', lastEditedAt: '2026-01-31T09:00:00.000Z', manual: true },
	},
	async run(batch) {
		const asks = batch.read((index) => ({ ...readUnit(batch, index), filter: objectFilterOf(batch, index), limit: limitOf(batch, index) }));
		await withLabels(batch, asks, ({ index, filter, limit }, { projectHash, row, labels, ontology }) => {
			const frames = filter.frames ? { frames: asRanges(filter.frames) } : {};
			const hashes = selectObjects(labels, row, ontology, filter).slice(0, limit).map(({ objectHash }) => objectHash);
			const objects = hashes.length === 0 ? [] : tidyLabelRow(labels, ontology, row, { hashes, ...frames }).objects;
			batch.ok(index, objects.map(({ hash, ...object }) => ({
				json: {
					...unitIdentity(projectHash, row), objectHash: hash, ...(object.frames[0] ? { frame: object.frames[0][0] } : {}),
					...(object as unknown as IDataObject),
				},
			})));
		});
	},
});
