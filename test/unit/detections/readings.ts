/** What one format reads out of data, before anything is placed. */
import { expect } from '@jest/globals';
import {
	NotTaken,
	type Detection,
	type Place,
	type Reading,
	type ReadingContext,
} from '../../../src/detections/found';
import { formatNamed } from '../../../src/detections/formats/registry';

/** Reads data of a still picture in one format. */
export function read(
	format: string,
	data: unknown,
	context: Partial<ReadingContext> = {},
): Reading {
	return formatNamed(format)!.read(data, { hasFrames: false, chosen: format, ...context });
}

/** The places of the only detection, or why there is none. */
export function placesIn(format: string, data: unknown): readonly Place[] | string {
	const { detections, refused } = read(format, data);
	return detections[0]?.places ?? refused[0]!.reason;
}

/** A map without some of its keys. */
export function without<T extends object, K extends keyof T & string>(
	map: T,
	...keys: K[]
): Omit<T, K> {
	const kept = Object.entries(map).filter(([key]) => !(keys as string[]).includes(key));
	return Object.fromEntries(kept) as Omit<T, K>;
}

/** A detection without anything but what is given. */
export const detection = (more: Partial<Detection> = {}): Detection => ({
	index: 0,
	names: [],
	places: [],
	...more,
});
/** The outcome, or the reason why it was not taken. */
export function outcome(act: () => unknown): unknown {
	try {
		return act();
	} catch (error) {
		expect(error).toBeInstanceOf(NotTaken);
		return (error as Error).message;
	}
}
