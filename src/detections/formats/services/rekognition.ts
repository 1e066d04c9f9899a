/**
 * AWS Rekognition: Labels[].Instances[].BoundingBox {Left, Top, Width, Height} as fractions, and CustomLabels[].Geometry; confidences
 * count hundredths. A label without instances has no place. Source: AWS, API reference of DetectLabels and DetectCustomLabels.
 */
import { NotTaken, type Detection, type Place } from '../../found';
import type { Format } from '../format';
import { namedBox } from '../parts/boxes';
import { isMap, mapsIn, type JsonMap } from '../parts/json';
import { hasKey } from '../parts/marks';

export const rekognition: Format = {
	name: 'rekognition',
	title: 'AWS Rekognition',
	description: 'Labels with instances: corner and size as fractions, confidence in percent',
	isChoice: true,
	recognizes: (data) => hasKey(data, 'BoundingBox') || (isMap(data) && Array.isArray(data.Labels)),
	read(data) {
		if (
			isMap(data) &&
			typeof data.OrientationCorrection === 'string' &&
			data.OrientationCorrection !== 'ROTATE_0'
		)
			throw new NotTaken(`Rekognition saw the picture turned (${data.OrientationCorrection}).`);
		const detections: Detection[] = [];
		const add = (names: unknown[], confidence: unknown, box: unknown): void => {
			const place = isMap(box)
				? namedBox(box, { order: 'xywh', unit: 'fractions', by: 'Rekognition' }, '"BoundingBox"')
				: undefined;
			if (place === undefined)
				throw new NotTaken('A "BoundingBox" lacks Left, Top, Width or Height.');
			const places: Place[] = [place];
			detections.push({
				index: detections.length,
				names,
				confidence,
				confidenceInPercent: true,
				places,
			});
		};
		for (const label of labels(data)) {
			if (label.Timestamp !== undefined)
				throw new NotTaken('The labels are of a video: they have times instead of frames.');
			const { Geometry: geometry } = label;
			if (isMap(geometry)) add([label.Name], label.Confidence, geometry.BoundingBox);
			else if (isMap(label.BoundingBox))
				add([label.Name ?? label.Label], label.Confidence, label.BoundingBox);
			for (const instance of mapsIn(label.Instances ?? []))
				add([label.Name], instance.Confidence ?? label.Confidence, instance.BoundingBox);
		}
		return { detections, refused: [] };
	},
};

function labels(data: unknown): JsonMap[] {
	if (!isMap(data)) {
		const answers = mapsIn(data).filter((each) => 'Labels' in each || 'CustomLabels' in each);
		if (answers.length > 1)
			throw new NotTaken(
				`There are ${answers.length} answers, one for each picture. Give the one of this picture.`,
			);
		return answers.length === 1 ? labels(answers[0]) : mapsIn(data);
	}
	if (data.Labels !== undefined && data.CustomLabels !== undefined)
		throw new NotTaken('There are Labels and CustomLabels; give one of them.');
	return mapsIn(data.Labels ?? data.CustomLabels ?? data);
}
