/** Sets aside what a model thought before it answered: tags of thinking, channels, and the tokens of chat templates. */
import { structureFinder, structuresIn } from '../json/scan';
import type { Repair } from '../value';

/** The answer without thoughts, or the reason why the answer cannot be told from them. */
export type Unthought = { text: string; repairs: Repair[] } | { refused: string };

const NAMES =
	'think|thinking|thought|thoughts|reasoning|reason|reflection|analysis|scratchpad|seed:think|ant-?thinking|antml:thinking';
const OPEN = new RegExp(
	`^(?:<(${NAMES})(?:\\s[^<>]*)?>|\\[(THINK)\\]|<\\|(?:begin_of_)?(thought|think|thinking)\\|>|(◁)think▷)`,
	'i',
);
const CLOSE = new RegExp(
	`^(?:</(${NAMES})\\s*>|\\[/THINK\\]|<\\|(?:/|end_of_)(?:thought|think|thinking)\\|>|◁/think▷)`,
	'i',
);
const CHANNEL = /<\|channel\|>\s*([\w-]+)[^<]*?(?:<\|constrain\|>[^<]*)?<\|message\|>/gi;
const TURN =
	/<\|(?:im_start|start_header_id|start|header_start)\|>\s*(\w+)\s*(?:<\|(?:end_header_id|header_end)\|>)?|<start_of_turn>\s*(\w+)|<\|(user|system|assistant|model)\|>|\[\/?(INST)\]/gi;
const TOKENS = /<\|\/?[a-z][\w▁ -]*\|>|<｜[^｜<>]{1,40}｜>|<\/?s>|<(?:end_of_turn|eos|bos|pad)>/gi;

/** The text without its thinking. A tag inside of the brackets of JSON is content. */
export function withoutThinking(text: string): Unthought {
	const channels = finalChannel(text);
	if ('refused' in channels) return channels;
	const turn = ownTurn(channels.text);
	if ('refused' in turn) return turn;
	const answer = withoutTags(turn.text);
	if ('refused' in answer) return answer;
	const plain = without(answer.text, TOKENS);
	const changed = plain.trim() !== text.trim();
	if (changed && plain.trim() === '')
		return { refused: 'The reply holds thinking only, and no answer.' };
	return {
		text: plain.trim(),
		repairs: changed ? [{ rule: 'thinking and chat tokens set aside', from: '', to: '' }] : [],
	};
}

function finalChannel(text: string): { text: string } | { refused: string } {
	const lost = /^(?:analysis|commentary)(?=[\p{L}{"[<])/u.test(text.trim());
	if (lost) {
		const at = text.lastIndexOf('assistantfinal');
		return at < 0
			? { refused: 'The reply holds thinking only (a channel "analysis"), and no final answer.' }
			: { text: text.slice(at + 'assistantfinal'.length) };
	}
	const marks = marksIn(text, CHANNEL);
	if (marks.length === 0) return { text };
	const finals = marks.filter(([, name]) => name!.toLowerCase() === 'final');
	if (finals.length === 0)
		return { refused: 'The reply holds thinking only, and no final channel.' };
	if (finals.length > 1) return { refused: 'The reply has several final channels.' };
	const from = finals[0]!.index + finals[0]![0].length;
	const rest = text.slice(from);
	const end = rest.search(/<\|(?:end|return|start|channel|call)\|>/i);
	const before = text.slice(0, marks[0]!.index).replace(/<\|start\|>\s*assistant\s*$/i, '');
	const behind = end < 0 || finals[0] !== marks.at(-1) ? '' : rest.slice(end);
	if (without(before, TOKENS).trim() !== '' || without(behind, TOKENS).trim() !== '')
		return { refused: 'The reply has more than its channels, before or behind them.' };
	return { text: end < 0 ? rest : rest.slice(0, end) };
}

/** The model's own turn. A reply with turns of others has answers that nobody gave. */
function ownTurn(text: string): { text: string } | { refused: string } {
	const turns = marksIn(text, TURN);
	const roles = turns.map((turn) => (turn[1] ?? turn[2] ?? turn[3] ?? turn[4] ?? '').toLowerCase());
	if (roles.some((role) => !['assistant', 'model', 'ai'].includes(role)) || roles.length > 1)
		return { refused: 'The reply goes on with turns of the conversation that are not the answer.' };
	const [turn] = turns;
	if (turn === undefined) return { text };
	const before = text.slice(0, turn.index).replace(TOKENS, '').trim();
	const after = text.slice(turn.index + turn[0].length);
	return before === '' ? { text: after } : { refused: 'The reply has two turns of the model.' };
}

function withoutTags(text: string): { text: string } | { refused: string } {
	const structureAt = structureFinder(text);
	let kept = '';
	for (let at = 0; at < text.length; ) {
		const character = text[at]!;
		if (character === '{' || character === '[') {
			const end = structureAt(at)?.end;
			if (end !== undefined && !(character === '[' && OPEN.test(text.slice(at, at + 40)))) {
				kept += text.slice(at, end);
				at = end;
				continue;
			}
		}
		if ('<[◁'.includes(character)) {
			const rest = text.slice(at);
			const open = OPEN.exec(rest.slice(0, 200));
			if (open !== null) {
				const end = closeAfter(rest, open[0].length);
				if (end === undefined)
					return {
						refused: 'The thinking is not closed, so the answer may be missing or part of it.',
					};
				at += end;
				continue;
			}
			const close = CLOSE.exec(rest.slice(0, 60));
			if (close !== null) {
				kept = '';
				at += close[0].length;
				continue;
			}
		}
		kept += character;
		at++;
	}
	return { text: kept };
}

/**
 * Position after the tag that closes the thinking. Thinking that opens again within needs a tag of its own; where the tag is only
 * doubled, as when the prompt ends with it, one closes both.
 */
function closeAfter(text: string, from: number): number | undefined {
	let depth = 1;
	let thought = false;
	for (let at = from; at < text.length; at++) {
		const character = text[at]!;
		if ('<[◁'.includes(character)) {
			const close = CLOSE.exec(text.slice(at, at + 60));
			if (close !== null && --depth === 0) return at + close[0].length;
			const open = close ?? OPEN.exec(text.slice(at, at + 200));
			if (open !== null) {
				if (close === null && thought) depth++;
				at += open[0].length - 1;
				continue;
			}
		}
		thought ||= /\S/.test(character);
	}
	return undefined;
}

/** The marks of a text that stand outside of JSON. */
function marksIn(text: string, marks: RegExp): RegExpExecArray[] {
	const found = [...text.matchAll(marks)];
	if (found.length === 0) return [];
	const structures = structuresIn(text);
	return found.filter(
		({ index }) => !structures.some(({ start, end }) => start < index && index < end),
	);
}

function without(text: string, marks: RegExp): string {
	let kept = '';
	let from = 0;
	for (const { 0: mark, index } of marksIn(text, marks)) {
		kept += text.slice(from, index);
		from = index + mark.length;
	}
	return kept + text.slice(from);
}
