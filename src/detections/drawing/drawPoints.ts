/** Detections as lines, points and skeletons. */
import { pointsOfRing } from '../../geometry/ring';
import type { Coordinates } from '../../labels/shapes/registry';
import { NotTaken } from '../found';
import { ASK, GIVE, onlyOf, refuse, type Drawing } from './drawing';
import { checkInside, pointsInside } from './inside';
import type { Settled } from './settle';
import { skeletonPoints } from './skeleton';

export function drawLine(places: readonly Settled[], drawing: Drawing): Coordinates {
	const line = onlyOf(places, 'line') ?? onlyOf(places, 'points');
	if (line === undefined) return refuse(places, drawing, GIVE);
	if (line.ring.length < 4) throw new NotTaken('A line has at least two points.');
	if (line.ring.every((value, at) => value === line.ring[at % 2]))
		throw new NotTaken('All points of the line are the same.');
	return { polyline: pointsOfRing(pointsInside(line.ring, 'line')).map((point) => ({ ...point })) };
}

export function drawPoint(places: readonly Settled[], drawing: Drawing): Coordinates {
	const points = onlyOf(places, 'points');
	if (points !== undefined) {
		if (points.ring.length !== 2)
			throw new NotTaken(
				`The detection has ${points.ring.length / 2} points; "${drawing.item.title}" is one.`,
			);
		const [x = 0, y = 0] = pointsInside(points.ring, 'detection');
		return { point: { x, y } };
	}
	const box = onlyOf(places, 'box');
	if (box === undefined) return refuse(places, drawing, GIVE);
	if (!drawing.mayLose) return refuse(places, drawing, ASK);
	checkInside(box.box, 'box');
	drawing.repairs.push({ rule: 'middle of the box', from: 'box', to: 'point' });
	const [x = 0, y = 0] = pointsInside(
		[box.box.x + box.box.w / 2, box.box.y + box.box.h / 2],
		'box',
	);
	return { point: { x, y } };
}

export function drawSkeleton(places: readonly Settled[], drawing: Drawing): Coordinates {
	const keypoints = onlyOf(places, 'keypoints');
	if (keypoints === undefined) return refuse(places, drawing, GIVE);
	return { skeleton: skeletonPoints(keypoints.points, drawing.item, drawing.ontology) };
}
