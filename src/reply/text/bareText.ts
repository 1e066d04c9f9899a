/** Reads a text that holds no JSON: lines of titles and values, one line among introductions, or the text as it is. */
import type { Expected } from '../expected';
import { parseStrict } from '../json/strictJson';
import { quoted } from '../value';
import type { Candidates } from './candidates';
import { fencedIn } from './fences';
import { doubtIn, notAnAnswer } from './prose';
import { CUT, disagreeing, doubtful, type TextReading } from './textReading';
import { titledLines } from './titledLines';

export function bareText(text: string, candidates: Candidates, expected: Expected): TextReading {
	const reason = notAnAnswer(text);
	if (reason !== undefined) return { refused: reason };
	if (expected.bareText === true) return exactText(text, candidates, expected);
	if (candidates.cut) return { refused: CUT };
	const fenced = fencedIn(text);
	if (fenced !== undefined && fenced.count > 1) return disagreeing();
	if (fenced !== undefined && fenced.content.trim() !== '') {
		const doubt = doubtIn(fenced.around);
		if (doubt !== undefined) return doubtful(doubt);
		if (titledLines(fenced.around, expected) !== undefined) return disagreeing();
		const content = linesOrText(fenced.content.trim(), expected);
		return 'refused' in content
			? content
			: {
					...content,
					around: `${fenced.around}\n${content.around}`.trim(),
					repairs: [
						...content.repairs,
						{ rule: 'code fence', from: quoted(text), to: quoted(fenced.content) },
					],
				};
	}
	return introduced(text, expected) ?? linesOrText(text, expected);
}

const INTRODUCTION =
	/[:：]\s*$|^\W*(?:sure|certainly|of course|okay|ok|here|based on|looking at|after|the answer|my answer|i hope|hope|let me know|thank)\b/i;

/** The one line that is an answer literally, when the other lines only introduce or close it. */
function introduced(text: string, expected: Expected): TextReading | undefined {
	const lines = text
		.split(/\n+/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (lines.length < 2 || lines.length > 8) return undefined;
	const plain = (line: string): string => line.replace(/^[*_`"'\s]+|[*_`"'.\s]+$/g, '');
	const answers = lines.filter((line) => expected.isAnswer?.(plain(line)) === true);
	const others = lines.filter((line) => !answers.includes(line));
	const around = others.join('\n');
	if (
		answers.length !== 1 ||
		!others.every((line) => INTRODUCTION.test(line)) ||
		doubtIn(around) !== undefined
	)
		return undefined;
	return {
		text: plain(answers[0]!),
		around,
		repairs: [{ rule: 'sentences around the answer', from: quoted(around), to: '' }],
	};
}

/** Answers as lines of titles and values; otherwise the text. */
function linesOrText(text: string, expected: Expected): TextReading {
	const lines = expected.isAnswer?.(text) === true ? undefined : titledLines(text, expected);
	if (lines === undefined) return { text, repairs: [], around: '' };
	if ('refused' in lines) return lines;
	const doubt = doubtIn(lines.around);
	if (doubt !== undefined) return doubtful(doubt);
	return {
		value: lines.value,
		around: lines.around,
		repairs: [{ rule: 'lines of title and value', from: quoted(text), to: '' }],
	};
}

/** A text is kept exactly; white space and a fence around it are no part of it. */
function exactText(text: string, candidates: Candidates, expected: Expected): TextReading {
	if (candidates.cut && /^[`~\s]*(?:json\s*)?[{[]/i.test(text)) return { refused: CUT };
	// What is left behind a tag that closes thinking in the middle of JSON.
	if (/^\s*["'`]?\s*[}\]]/.test(text))
		return { refused: 'The reply begins in the middle of JSON.' };
	const fenced = fencedIn(text);
	const whole = fenced?.around === '';
	if (fenced !== undefined && !whole)
		return {
			refused: 'It is not clear whether the fence and the sentences around it belong to the text.',
		};
	if (fenced !== undefined && !fenced.closed)
		return { refused: 'The reply was cut off: its code fence is open.' };
	const content = fenced?.content ?? text;
	const title = /^[\s*_-]*([^:：\n]{1,120})[:：]/.exec(content)?.[1]?.replace(/[*_\s]+$/, '');
	if (title !== undefined && expected.isName(title))
		return {
			refused: `It is not clear whether "${title}:" belongs to the text. JSON with the title as key would be accepted.`,
		};
	if (/^\s*"[^]*"\s*$/.test(content) && parseStrict(content) !== undefined)
		return {
			refused:
				'It is not clear whether the quotes around the text belong to it. JSON with the title as key would be accepted.',
		};
	if (/^\s*$/.test(content)) return { text: '', repairs: [], around: '' };
	return {
		text: content,
		around: '',
		repairs:
			fenced === undefined ? [] : [{ rule: 'code fence', from: quoted(text), to: quoted(content) }],
	};
}
