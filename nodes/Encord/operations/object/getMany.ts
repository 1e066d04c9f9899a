import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { asRanges } from '../../../shared/fields/frameNumber';
import { objectChoice } from '../../../shared/fields/labels/objects';
import { withWritten, writtenGeometryFields } from '../../../shared/fields/labels/writtenGeometry';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { unitFields } from '../../../shared/fields/places';
import { unitIdentity } from '../../../shared/labels/lookup';
import { rawLabels } from '../../../shared/labels/rawLabels';
import { selectObjects } from '../../../shared/labels/objectSelection';
import { withLabels } from '../../../shared/labels/reading';
import { exampleObject, exampleUnit } from '../../../shared/output/examples';
import { defineOperation } from '../../../shared/runtime/operation';

export const getManyObjects = defineOperation({
	resource: 'object',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many objects',
	description:
		'Get objects of a file, one item per object: class, frames, coordinates as fractions and in pixels, attributes, author',
	inputs: {
		unit: unitFields,
		filter: objectChoice('filter'),
		written: writtenGeometryFields,
		limit: limitFields,
		simple: simplifyField,
	},
	readOnly: true,
	example: { ...exampleUnit, objectHash: 'Ab3dE6gH', frame: 3, ...exampleObject },
	async run(batch, items) {
		await withLabels(
			batch,
			items,
			({ index, filter, limit, simple, written }, { projectHash, row, labels, ontology }) => {
				const raw = simple
					? undefined
					: rawLabels({ labels, row }, 'object', filter.frames && asRanges(filter.frames));
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
						const { hash, ...rest } = withWritten(object, written, labels, row, ontology);
						const first = object.frames[0];
						return {
							json: {
								...unitIdentity(projectHash, row),
								objectHash: hash,
								...(first ? { frame: first[0] } : {}),
								...rest,
								...(raw ? { raw: raw.get(object.hash) } : {}),
							},
						};
					}),
				);
			},
		);
	},
});
