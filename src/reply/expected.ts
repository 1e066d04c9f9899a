/** What the reader of a reply is told about the question. */
import type { ReplyValue } from './value';

export interface Expected {
	/** Whether a key is a name that is looked for. An object with such a key is the answer, whatever else the key could mean. */
	isName(key: string): boolean;
	/** Whether a value that names nothing is an answer in itself, such as the title of an option. */
	isAnswer?(value: ReplyValue): boolean;
	/** Whether the question of this name is answered with text that is kept exactly. */
	isText?(key: string): boolean;
	/** True: the answer is one text, which is kept as it stands. */
	bareText?: boolean;
}
