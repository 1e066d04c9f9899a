/** Brings the statements about one question together: one answer, an answer for each of its frames, or the reason why there is none. */
import type { Repair } from '../../reply/value';
import type { AnswerValue } from '../answers/answers';
import type { AttributeItem } from '../ontology/ontology';
import { countFrames, intersectRanges, mergeRanges, type FrameRange } from '../row/frames';
import type { Reading } from './reading';
import type { AnsweredMedia } from './statements';
import { sameAnswer } from './values/sameAnswer';

/** What one statement says about a question. */
export interface Said {
	reading: Reading<AnswerValue>;
	frames?: FrameRange[];
	objection: boolean;
}

/** An answer, or a refusal, on frames; without frames it is for all. */
export type Settled =
	| { value: AnswerValue; repairs: Repair[]; frames?: FrameRange[] }
	| { reason: string; accepted?: unknown; frames?: FrameRange[] };

export function settle(attribute: AttributeItem, said: Said[], media: AnsweredMedia): Settled[] {
	const placed = said.map((each) => onMedia(attribute, each, media));
	const answers = placed.filter(({ reading, objection }) => !objection && !('blank' in reading));
	if (answers.length === 0) return [];
	const values = placed.filter(({ reading }) => 'value' in reading);
	const refused = answers.filter(({ reading }) => 'reason' in reading);
	const whole = refused.find(({ frames }) => frames === undefined);
	if (whole !== undefined) return [refusal(whole)];
	if (values.some((a, at) => values.slice(at + 1).some((b) => overlap(a, b) && !agree(a, b))))
		return [{ reason: `"${attribute.title}" has several answers that do not agree.` }];
	if (refused.some((a) => values.some((b) => overlap(a, b))))
		return [refusal({ ...refused[0]!, frames: undefined })];
	const own = answers.filter(({ reading }) => 'value' in reading);
	if (own.length > 0 && !takesFrames(attribute, media)) return onceForAll(attribute, own, refused);
	const plain = own.find(({ frames }) => frames === undefined);
	if (plain !== undefined) return [answer(plain)];
	return [...merged(own), ...refused.map(refusal)];
}

type Placed = Omit<Said, 'frames'> & { frames?: FrameRange[] | undefined };

/** A statement on frames that the media has. */
function onMedia(attribute: AttributeItem, said: Said, media: AnsweredMedia): Placed {
	const { frames } = said;
	if (frames === undefined || 'blank' in said.reading) return said;
	const refused = (reason: string): Placed => ({ ...said, reading: { reason } });
	if (media.kind === 'whole')
		return refused(`"${attribute.title}" has one answer here, and none for single frames.`);
	if (frames.some(([from, to]) => from > to))
		return refused(`The frames of "${attribute.title}" end before they begin.`);
	const length = media.kind === 'single' ? 1 : media.frames;
	if (length !== undefined && frames.some(([, to]) => to >= length))
		return refused(`The media has frames 0 to ${length - 1}.`);
	return media.kind === 'single'
		? { ...said, frames: undefined }
		: { ...said, frames: mergeRanges(frames) };
}

function overlap(a: Placed, b: Placed): boolean {
	if (a.frames === undefined || b.frames === undefined) return true;
	return countFrames(intersectRanges(a.frames, b.frames)) > 0;
}

function agree(a: Placed, b: Placed): boolean {
	return (
		'value' in a.reading && 'value' in b.reading && sameAnswer(a.reading.value, b.reading.value)
	);
}

/** Whether a question can have different answers on different frames. */
function takesFrames(attribute: AttributeItem, media: AnsweredMedia): boolean {
	if (media.kind !== 'frames') return false;
	const { item } = attribute;
	if (item.kind === 'classification') return !item.global;
	let root = attribute;
	while (root.parent !== undefined) root = root.parent.attribute;
	return root.dynamic;
}

function onceForAll(attribute: AttributeItem, own: Placed[], refused: Placed[]): Settled[] {
	const [first, ...others] = own;
	if (refused.length > 0) return [refusal({ ...refused[0]!, frames: undefined })];
	if (others.some((other) => !agree(first!, other)))
		return [
			{ reason: `"${attribute.title}" has one answer for all frames, and is given several.` },
		];
	return [answer({ ...first!, frames: undefined })];
}

/** Equal answers on several frames are one. */
function merged(own: Placed[]): Settled[] {
	const groups: Placed[] = [];
	for (const each of own) {
		const at = groups.findIndex((group) => agree(group, each));
		const group = groups[at];
		if (group === undefined) groups.push(each);
		else groups[at] = { ...group, frames: mergeRanges([...group.frames!, ...each.frames!]) };
	}
	return groups.map(answer);
}

function answer({ reading, frames }: Placed): Settled {
	if (!('value' in reading)) throw new Error('An answer has a value');
	const { value, repairs } = reading;
	return frames === undefined ? { value, repairs } : { value, repairs, frames };
}

function refusal({ reading, frames }: Placed): Settled {
	if (!('reason' in reading)) throw new Error('A refusal has a reason');
	return frames === undefined ? reading : { ...reading, frames };
}
