/** Labels of one frame as shapes that can be drawn or cut out. */
import type { BitmaskJson } from '../../../src/labels/shapes/bitmask';
import { decodeMask } from '../../../src/labels/shapes/bitmask';
import { RowDraft } from '../../../src/labels/row/draft';
import { spaceOf } from '../../../src/labels/row/space';
import type { LabelShape } from '../../../src/media/picture/geometry';
import type { LabeledUnit } from './reading';

export interface ObjectShape {
	objectHash: string;
	class: string;
	shape: LabelShape;
}

/** Objects of the row's own media on a frame, in the order they were made; `hashes` restricts them. */
export function objectShapes(
	{ labels, row, ontology }: Omit<LabeledUnit, 'projectHash'>,
	frame: number,
	hashes?: ReadonlySet<string>,
): ObjectShape[] {
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
					shape: {
						coordinates: label,
						name,
						...(item ? { color: item.color } : {}),
						...(typeof label.confidence === 'number' ? { confidence: label.confidence } : {}),
						...(label.bitmask ? { mask: decodeMask(label.bitmask as BitmaskJson) } : {}),
					},
				},
			];
		});
}
