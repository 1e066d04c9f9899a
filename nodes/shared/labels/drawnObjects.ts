/** Objects of one frame as labels that can be drawn or cut out. */
import { RowDraft } from '../../../src/labels/row/draft';
import { spaceOf } from '../../../src/labels/row/space';
import { geometryOf } from '../../../src/labels/shapes/geometryOf';
import type { DrawnLabel } from '../../../src/media/picture/drawnLabel';
import type { LabeledUnit } from './reading';

export interface DrawnObject {
	objectHash: string;
	class: string;
	label: DrawnLabel;
}

/** Objects of the row's own media on a frame, in the order they were made; `hashes` restricts them. */
export function drawnObjects(
	{ labels, row, ontology }: Omit<LabeledUnit, 'projectHash'>,
	frame: number,
	hashes?: ReadonlySet<string>,
): DrawnObject[] {
	const space = spaceOf(labels, row);
	if (space?.kind !== 'frames') return [];
	const draft = new RowDraft(labels, row);
	return draft
		.index(space, 'object')
		.present()
		.flatMap(({ hash, featureHash, frames }) => {
			if (!frames.includes(frame) || (hashes && !hashes.has(hash))) return [];
			const label = draft.label(space, 'object', frame, hash);
			const item = ontology.objectByHash.get(featureHash);
			if (label === undefined) return [];
			const name = item?.title ?? String(label.name ?? featureHash);
			return [
				{
					objectHash: hash,
					class: name,
					label: {
						geometry: geometryOf(label),
						name,
						...(item ? { color: item.color } : {}),
						...(typeof label.confidence === 'number' ? { confidence: label.confidence } : {}),
					},
				},
			];
		});
}
