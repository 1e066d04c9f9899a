/** Whether the media of a label row has frames that can be answered one by one. */
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import type { AnsweredMedia } from '../labels/modelAnswers/statements';

export function mediaOfRow({
	data_type: type,
	number_of_frames: frames,
}: Pick<LabelRowMetadata, 'data_type' | 'number_of_frames'>): AnsweredMedia {
	const kind = type.toUpperCase();
	if (kind === 'AUDIO' || kind === 'PLAIN_TEXT') return { kind: 'whole' };
	if (kind === 'IMAGE') return { kind: 'single' };
	return typeof frames === 'number' && frames > 0 ? { kind: 'frames', frames } : { kind: 'frames' };
}
