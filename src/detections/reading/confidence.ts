/** The confidence of a detection as a share from 0 to 1. */
import { numberFrom } from '../../encord/wire/numberFrom';
import { NotTaken, type Detection } from '../found';
import { isAbsent } from '../formats/parts/json';
import { shown } from '../formats/parts/numbers';

/** Sums of rounded numbers may be this much beyond 0 or 1. */
const ROUNDING = 1e-4;

/** @throws NotTaken when it is no share: a number above 1 may be percent or a raw score */
export function confidenceOf({ confidence, confidenceInPercent }: Detection): number | undefined {
	if (isAbsent(confidence)) return undefined;
	const hasSign = typeof confidence === 'string' && confidence.trim().endsWith('%');
	const number = numberFrom(hasSign ? confidence.trim().slice(0, -1) : confidence);
	if (confidenceInPercent === true && number > 0 && number <= 1)
		throw new NotTaken(
			`The confidence is ${shown(confidence)}, where this format counts hundredths; it may be a share.`,
		);
	const share = hasSign || confidenceInPercent === true ? number / 100 : number;
	if (share >= -ROUNDING && share <= 1 + ROUNDING)
		return Math.round(Math.min(1, Math.max(0, share)) * 1e9) / 1e9;
	throw new NotTaken(
		`The confidence is ${shown(confidence)}; expected a share from 0 to 1, or text with a percent sign.`,
	);
}
