/** Converts the objects of a frame to labels for drawing and cropping. */
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

/** The objects on a frame of the row's own media, in order of creation; only those in `hashes`, if given. */
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
