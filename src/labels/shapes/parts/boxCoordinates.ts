/** Coordinates that are a box `{x, y, w, h}` in fractions (protocol §8.2). */
import type { EncordJson } from '../../../encord/wire/json';
import { clipBox, type Box } from '../../../geometry/box';
import { isInside, type Size } from '../../../geometry/plane';
import type { CoordinateCheck } from './coordinateCheck';
import { numberFrom } from '../../../encord/wire/numberFrom';
import { numberAt } from './unreadableCoordinates';

/** Checks the box of an edit and its further numbers `keys`. @throws Refusal */
export function readBox<Key extends string>(
	value: unknown,
	check: CoordinateCheck,
	keys: readonly Key[],
): Box & Record<Key, number> {
	const names = ['h', 'w', 'x', 'y', ...keys];
	const numbers = names.map((key) => [key, check.number(value, key)] as const);
	const box = Object.fromEntries(numbers) as Box & Record<Key, number>;
	if (box.w < 0 || box.h < 0)
		check.refuse(`Width and height of "${check.title}" must not be negative.`);
	return box;
}

/** The box to write: clipped, or unchanged where the rule says so. @throws Refusal when it is outside */
export function boxOnImage<B extends Box>(box: B, check: CoordinateCheck): B {
	const end = { x: box.x + box.w - 1e-9, y: box.y + box.h - 1e-9 };
	if (check.outside === 'keep' || (isInside(box) && isInside(end))) return box;
	if (check.outside === 'refuse') return check.outsideImage();
	return clipBox(box) ?? check.outsideImage();
}

/** The box of a label in a label row. @throws UnreadableCoordinates */
export function boxOf(json: unknown, where: string): Box {
	return {
		x: numberAt(json, 'x', where),
		y: numberAt(json, 'y', where),
		w: numberAt(json, 'w', where),
		h: numberAt(json, 'h', where),
	};
}

/** The box multiplied by these factors, NaN where there is no number; other fields are kept. */
export function scaledBox(json: EncordJson, { width, height }: Size): EncordJson {
	return {
		...json,
		x: numberFrom(json.x) * width,
		y: numberFrom(json.y) * height,
		w: numberFrom(json.w) * width,
		h: numberFrom(json.h) * height,
	};
}
