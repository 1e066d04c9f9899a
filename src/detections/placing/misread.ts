/** Tells from a whole list that its numbers were written in another order or scale than was chosen. */
import { NotTaken, type Detection } from '../found';
import type { Chosen } from '../reading/choose';
import { mayBeGrid } from '../reading/scale';

/** A box may reach this share of the picture over its edge before its order is in doubt. */
const ROUNDED = 0.02;

/**
 * Refuses a list of which a box reaches beyond the picture when all of its numbers fit another reading than the chosen one: parts of a
 * grid, or two corners. The boxes that seem to fit are misread then too.
 * @throws NotTaken
 */
export function refuseMisread(
	detections: readonly Detection[],
	{ order }: Chosen,
	beyond: string | undefined,
	drift: number,
): void {
	const places = detections.flatMap((detection) => detection.places);
	if (
		beyond !== undefined &&
		places.some(({ claim }) => claim.unit === 'pixels') &&
		mayBeGrid(places)
	)
		throw new NotTaken(`${beyond} All numbers fit a grid of 1000, so that they may be no pixels.`);
	if ((order !== 'xywh' && order !== 'cxcywh') || drift <= ROUNDED) return;
	const boxes = places.flatMap((place) =>
		place.kind === 'box' && place.claim.sized !== true ? [place] : [],
	);
	if (boxes.length > 0 && boxes.every(({ numbers: [a, b, c, d] }) => c > a && d > b))
		throw new NotTaken(
			`A box reaches over the edge of the picture, and all boxes fit two corners, so that the order may not be ${order}.`,
		);
}

/**
 * Refuses a list whose numbers show that they are in another order than the chosen one: then the boxes that would fit are misread too.
 * @throws NotTaken
 */
export function refuseOtherOrders(detections: readonly Detection[], { order }: Chosen): void {
	if (order !== 'xyxy' && order !== 'yxyx') return;
	for (const { places } of detections)
		for (const place of places) {
			if (place.kind !== 'box' || place.claim.named === true) continue;
			const [a, b, c, d] = place.numbers;
			if (c < a || d < b)
				throw new NotTaken(
					`The box [${place.numbers.join(', ')}] cannot be two corners (${order}): its second corner lies before its first. The numbers may be in another order.`,
				);
		}
}
