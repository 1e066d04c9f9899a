/** Places of each kind, and what is drawn of one detection. */
import { pixelsOf, place } from '../lake';

export type Options = Parameters<typeof place>[1];

export const BOX = [40, 20, 140, 100];
export const TRIANGLE = [40, 20, 200, 40, 120, 180];
export const TURNED = [100, 50, 180, 90, 160, 130, 80, 90];
/** Column 40 of a mask of 400 × 200 pixels, from row 20 to row 99. */
export const MASK = { size: [200, 400], counts: [20 + 200 * 40, 80, 200 * 359 + 100] };

/** What is drawn and the rules by which it was changed, or why it is refused. */
export function drawn(detection: object, options: Options = {}): unknown {
	const { objects, refused, report } = place([detection], options);
	if (refused.length > 0) return refused[0]![1];
	const rules = (report.fields[0]!.repairs ?? []).map(({ rule, from, to }) => [rule, from, to]);
	return { pixels: objects.map((each) => pixelsOf(each))[0], rules };
}
export const convert = { lossy: 'convert' } as const;
export const give = (has: string, title: string, shape: string) =>
	`The detection has ${has}, but "${title}" is drawn as ${shape}. Give the shape itself.`;
export const ask = (has: string, title: string, shape: string) =>
	`The detection has ${has}, but "${title}" is drawn as ${shape}. Choose to convert what loses something, or give the shape itself.`;
