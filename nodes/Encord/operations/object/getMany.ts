import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { defineOperation } from '../../../shared/runtime/operation';
import { exampleObject, exampleUnit } from '../../../shared/output/examples';
import { asRanges } from '../../../shared/fields/frames';
import { limitField, limitOf, returnAllField } from '../../../shared/fields/limits';
import { objectChoiceFields, objectFilterOf } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import {
	withWritten,
	writtenGeometryFields,
	writtenGeometryOf,
} from '../../../shared/fields/writtenGeometry';
import { withLabels } from '../../../shared/labels/reading';
import { readUnit, unitIdentity } from '../../../shared/labels/lookup';
import { selectObjects } from '../../../shared/labels/objectSelection';

export const getManyObjects = defineOperation({
	resource: 'object',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many objects',
	description:
		'Get objects of a file, one item per object: class, frames, coordinates as fractions and in pixels, attributes, author',
	fields: [
		projectOfItemField,
		dataUnitField,
		...objectChoiceFields('filter'),
		...writtenGeometryFields,
		returnAllField,
		limitField,
	],
	readOnly: true,
	example: { ...exampleUnit, objectHash: 'Ab3dE6gH', frame: 3, ...exampleObject },
	async run(batch) {
		const asks = batch.read((index) => ({
			...readUnit(batch, index),
			filter: objectFilterOf(batch, index),
			limit: limitOf(batch, index),
			written: writtenGeometryOf(batch, index),
		}));
		await withLabels(
			batch,
			asks,
			({ index, filter, limit, written }, { projectHash, row, labels, ontology }) => {
				const frames = filter.frames ? { frames: asRanges(filter.frames) } : {};
				const hashes = selectObjects(labels, row, ontology, filter)
					.slice(0, limit)
					.map(({ objectHash }) => objectHash);
				const objects =
					hashes.length === 0
						? []
						: tidyLabelRow(labels, ontology, row, { hashes, ...frames }).objects;
				batch.ok(
					index,
					objects.map((object) => {
						const { hash, ...rest } = withWritten(object, written, labels, row);
						const first = object.frames[0];
						return {
							json: {
								...unitIdentity(projectHash, row),
								objectHash: hash,
								...(first ? { frame: first[0] } : {}),
								...rest,
							},
						};
					}),
				);
			},
		);
	},
});
