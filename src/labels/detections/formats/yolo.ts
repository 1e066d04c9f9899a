/**
 * YOLO label files: one line per object, `class cx cy w h [confidence]` or `class x0 y0 x1 y1 …`, fractions of the image
 * size.
 */
import type { EncordJson } from '../../../encord/wire/json';

/**
 * Reads the detections of a label file. `names` are the class names by number; without them the number is the class.
 * @throws RangeError naming the line that is not valid
 */
export function readYolo(text: string, names: readonly string[] = []): EncordJson[] {
	const lines = text.split(/\r?\n/).map((line) => line.trim());
	return lines.flatMap((line, index): EncordJson[] => {
		if (line === '') return [];
		const [first = '', ...rest] = line.split(/\s+/);
		const numbers = rest.map(Number);
		if (!/^\d+$/.test(first) || !numbers.every(Number.isFinite) || numbers.length < 4) {
			throw new RangeError(
				`Line ${index + 1} is not YOLO: expected "class cx cy w h", a class number followed by at least four numbers.`,
			);
		}
		const name = names[Number(first)] ?? first;
		if (numbers.length <= 5)
			return [
				{
					class: name,
					box: numbers.slice(0, 4),
					...(numbers.length === 5 ? { confidence: numbers[4] } : {}),
				},
			];
		if (numbers.length % 2 !== 0)
			throw new RangeError(`Line ${index + 1} is not YOLO: a polygon has pairs of numbers.`);
		return [{ class: name, polygon: numbers }];
	});
}
