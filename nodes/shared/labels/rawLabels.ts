/** Labels as Encord stores them, for outputs that are not simplified. */
import type { IDataObject } from 'n8n-workflow';
import { collectLabels } from '../../../src/labels/reading/collectLabels';
import type { FrameRange } from '../../../src/labels/row/frames';
import type { LabelType } from '../../../src/labels/row/labelType';
import type { LabeledUnit } from './reading';

/** By hash: the label on each of its frames, and its entries in the maps of answers and of dynamic answers. */
export function rawLabels(
	{ labels, row }: Pick<LabeledUnit, 'labels' | 'row'>,
	type: LabelType,
	frames?: FrameRange[],
): Map<string, IDataObject> {
	const all = collectLabels(labels, row, frames).filter((label) => label.type === type);
	return new Map(
		all.map(({ hash, onFrames, entry }) => [
			hash,
			{
				labels: onFrames as unknown as IDataObject[],
				...(entry ? { answers: entry as IDataObject } : {}),
				...(type === 'object' && labels.object_actions?.[hash]
					? { actions: labels.object_actions[hash] as IDataObject }
					: {}),
			},
		]),
	);
}
