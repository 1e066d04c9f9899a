/** The first and the last millisecond or character of a range, both included, as Encord counts them (protocol §8.5). */
import { numberFrom } from '../../encord/wire/numberFrom';
import type { FrameRange } from '../../labels/row/frames';
import type { Repair } from '../../reply/value';
import { shown } from '../formats/parts/numbers';
import type { RangeUnit } from '../formats/ranges';
import { NotTaken } from '../found';

/** Speech models round the end of the last segment up; what is further off is another file, or another unit. */
const OVERHANG_MS = 1000;

interface Given {
	start?: unknown;
	end?: unknown;
}

/**
 * @param length of the media in milliseconds or characters, if known
 * @param repairs a range that is cut at the end of the file is noted here
 * @throws NotTaken for times that are none, and for ranges outside the media
 */
export function boundsOf(
	{ start, end }: Given,
	unit: RangeUnit,
	length: number | undefined,
	repairs: Repair[],
): FrameRange {
	const [from, to] = [counted(start, 'start', unit), counted(end, 'end', unit)];
	const range = `${shown(start)} to ${shown(end)}`;
	if (to <= from) throw new NotTaken(`The range ${range} ends before it has begun.`);
	if (length === undefined || to <= length) return [from, to - 1];
	const overhang = unit === 'characters' ? 0 : OVERHANG_MS;
	if (from >= length || to > length + overhang)
		throw new NotTaken(
			`The range ${range} is beyond the end of the file, which has ${length} ${unit === 'characters' ? 'characters' : 'milliseconds'}. Check what start and end count (Format).`,
		);
	repairs.push({ rule: 'cut at the end', from: String(to), to: String(length) });
	return [from, length - 1];
}

function counted(value: unknown, key: string, unit: RangeUnit): number {
	const number = numberFrom(value);
	if (!Number.isFinite(number) || number < 0)
		throw new NotTaken(
			`"${key}" is ${shown(value)}; expected ${unit === 'seconds' ? 'seconds' : `whole ${unit}`} from 0.`,
		);
	if (unit === 'seconds') return Math.round(number * 1000);
	if (!Number.isInteger(number))
		throw new NotTaken(
			`"${key}" is ${shown(value)}, but ${unit} are whole numbers. ${unit === 'milliseconds' ? 'Are these seconds? ' : ''}Check what start and end count (Format).`,
		);
	return number;
}
