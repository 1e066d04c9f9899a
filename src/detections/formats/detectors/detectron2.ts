/**
 * Detectron2: the fields of Instances side by side (pred_boxes, pred_classes, scores), or dictionaries of a data set with
 * `bbox_mode`. Its COCO results are read as COCO. Sources: detectron2, structures/instances.py and structures/boxes.py.
 */
import type { BoxOrder } from '../../../labels/detections/formats/boxNumbers';
import { NotTaken } from '../../found';
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isMap, textOf } from '../parts/json';
import { hasKey } from '../parts/marks';

/** BoxMode of Detectron2 → order of the numbers; the modes that are missing here are turned or relative boxes. */
const MODES: { [mode: string]: BoxOrder } = {
	'0': 'xyxy',
	'1': 'xywh',
	XYXY_ABS: 'xyxy',
	XYWH_ABS: 'xywh',
};

export const detectron2: Format = {
	name: 'detectron2',
	title: 'Detectron2',
	description: 'Pred_boxes, pred_classes and scores, or bbox with bbox_mode, in pixels',
	isChoice: true,
	recognizes: (data) => hasKey(data, 'bbox_mode') || hasKey(data, 'pred_boxes'),
	read(data, context) {
		const modes = new Set<string>();
		collectModes(data, modes);
		const [mode] = modes;
		if (modes.size > 1) throw new NotTaken('The detections have different values of "bbox_mode".');
		const order = mode === undefined ? 'xyxy' : MODES[mode];
		if (order === undefined)
			throw new NotTaken(
				`"bbox_mode" is ${mode}; expected 0 (two corners) or 1 (corner and size).`,
			);
		return readEntries(data, { order, unit: 'pixels', by: 'Detectron2' }, context);
	},
};

function collectModes(data: unknown, modes: Set<string>): void {
	if (Array.isArray(data)) for (const each of data as unknown[]) collectModes(each, modes);
	if (!isMap(data)) return;
	if (data.bbox_mode !== undefined) modes.add(textOf(data.bbox_mode).replace(/^.*\./, ''));
	for (const key of ['annotations', 'instances', 'detections']) collectModes(data[key], modes);
}
