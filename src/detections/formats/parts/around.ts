/** What stands around a detection and holds for it. A detection that says something else itself contradicts it. */
import { NotTaken, type Detection, type Seen } from '../../found';
import { textOf, type JsonMap } from './json';
import { shown } from './numbers';
import { isSameSize } from './said';

/** What stands around an entry and holds for it. */
export interface Around {
	frame?: unknown;
	time?: unknown;
	seen?: Seen;
	file?: string;
	pictureId?: string;
	/** Class and track that a map around says for all in it. */
	label?: string;
	track?: unknown;
	/** Class number → name, where the data has a table of its own. */
	table?: { readonly [number: string]: unknown };
	/** The maps around, which may say what the numbers count. */
	maps?: readonly JsonMap[];
}

/**
 * Gives a detection the frame, time, size and picture that stand around it.
 * @throws NotTaken when it says another frame or size itself
 */
export function holdAround(
	detection: Detection,
	{ frame, time, seen, file, pictureId }: Around,
): void {
	if (frame !== undefined) {
		refuseOtherFrame(detection.frame, frame);
		detection.frame = frame;
	}
	detection.time ??= time;
	if (seen !== undefined) {
		if (detection.seen !== undefined && !isSameSize(detection.seen, seen))
			throw new NotTaken(
				`The detection says that its picture has the size ${shown(detection.seen)}, but ${shown(seen)} stands around it.`,
			);
		detection.seen = seen;
	}
	if (file !== undefined) detection.file ??= file;
	if (pictureId !== undefined) detection.pictureId ??= pictureId;
}

/** @throws NotTaken when something says a frame and stands under another */
export function refuseOtherFrame(own: unknown, around: unknown): void {
	if (own === undefined || around === undefined || textOf(own) === textOf(around)) return;
	throw new NotTaken(
		`The detection names frame ${shown(own)} but stands under frame ${shown(around)}.`,
	);
}
