/**
 * Roboflow: predictions {x, y, width, height, class, class_id, confidence}, where x, y is the center, in pixels of `image`. Source:
 * docs.roboflow.com, inference responses.
 */
import type { Detection, Reading } from '../../found';
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isMap, isListWith } from '../parts/json';
import { hasMap } from '../parts/marks';

export const roboflow: Format = {
	name: 'roboflow',
	title: 'Roboflow',
	description: 'X, y, width and height, where x, y is the center, in pixels',
	isChoice: true,
	recognizes: (data) =>
		hasMap(
			data,
			(map) =>
				('detection_id' in map && 'x' in map && 'width' in map) ||
				(isMap(map.image) &&
					'width' in map.image &&
					isListWith(map.predictions, 'x', 'y', 'width', 'height')),
		),
	read: (data, context) =>
		closed(readEntries(data, { order: 'cxcywh', unit: 'pixels', by: 'Roboflow' }, context)),
};

/** The points of a Roboflow prediction are its outline. */
function closed(reading: Reading): Reading {
	for (const detection of reading.detections) detection.places = detection.places.map(outline);
	return reading;
}

function outline(place: Detection['places'][number]): Detection['places'][number] {
	return place.kind === 'points' && place.ring.length > 4
		? { kind: 'outline', polygons: [[place.ring]], claim: place.claim }
		: place;
}
