/** The sentences around detections. */
import { doubtIn } from '../../../reply/text/prose';
import { NotTaken } from '../../found';

/** @throws NotTaken when a sentence denies, doubts or corrects the detections it stands beside */
export function refuseDoubt(around: string): void {
	const doubt = doubtIn(around);
	if (doubt !== undefined)
		throw new NotTaken(
			`A sentence beside the detections denies, doubts or corrects them: "${doubt.slice(0, 80)}"`,
		);
}
