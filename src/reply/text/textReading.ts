/** What the reading of a text gives, and the reasons that several readers share. */
import { quoted, type Repair, type ReplyValue } from '../value';

/** `around`: the sentences around the value. */
export type TextReading =
	| { value: ReplyValue; repairs: Repair[]; around: string }
	| { text: string; repairs: Repair[]; around: string }
	| { refused: string };

export const CUT = 'The reply was cut off: brackets or quotes are open.';

export function disagreeing(): { refused: string } {
	return { refused: 'The reply has several answers that do not agree.' };
}

export function doubtful(sentence: string): { refused: string } {
	return {
		refused: `A sentence beside the answer denies, doubts or corrects it: "${quoted(sentence)}"`,
	};
}
