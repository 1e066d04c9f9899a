/**
 * The object detection pipelines of Hugging Face (DETR, YOLOS, OWL-ViT, Grounding DINO): {score, label, box: {xmin, ymin, xmax, ymax}}
 * in pixels. Source: transformers, pipelines/object_detection.py and zero_shot_object_detection.py.
 */
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isMap } from '../parts/json';
import { hasMap } from '../parts/marks';

export const huggingFace: Format = {
	name: 'huggingFace',
	title: 'Hugging Face Detection Pipeline',
	description: 'Score, label and box with xmin, ymin, xmax, ymax in pixels',
	isChoice: true,
	recognizes: (data) =>
		hasMap(
			data,
			(map) =>
				'score' in map &&
				'label' in map &&
				isMap(map.box) &&
				'xmin' in map.box &&
				'ymax' in map.box,
		),
	read: (data, context) =>
		readEntries(data, { order: 'xyxy', unit: 'pixels', by: 'the Hugging Face pipeline' }, context),
};
