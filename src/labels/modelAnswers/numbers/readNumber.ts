/** Reads the one number of a text: with a unit, a currency, or a word like "about". Ranges, bounds and multiples are refused. */
import { quoted } from '../../../reply/value';
import { taken, type Reading } from '../reading';
import { plain, singulars } from '../spelling';
import { numberOf, WRITTEN } from './numberMarks';
import { isNumberWord, numberOfWords } from './numberWords';
import { converted, unitNamed, unitOfTitle, unitsSpelledOut } from './units';
import { mayStandBefore, mayStandBehind } from './wordsBeside';

/** The number that a text gives to the question of this title. */
export function readNumber(title: string, text: string): Reading<number> {
	const cleaned = clean(title, text);
	const strict = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text.trim())
		? text.trim()
		: undefined;
	const parts = strict === undefined ? split(cleaned) : undefined;
	if (strict !== undefined && !/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(strict))
		return finished(title, text, Number(strict), '', strict === text);
	if (parts === undefined) return refusedNumber(title, text);
	const { before, digits, after } = parts;
	if (/[\p{L}\p{N}]-$|\p{L}$/u.test(before) && typeof digits === 'string')
		return refusedNumber(title, text);
	const sign = /-$|(?:^|\s)(?:minus|negative)\s*$/.exec(before);
	const minus = sign !== null;
	const head = before.slice(0, sign?.index).trim();
	const titleWords = wordsOfTitle(title);
	if (!allowedBefore(head, titleWords) || (minus && /[+-]$/.test(head)))
		return refusedNumber(title, text);
	const number = typeof digits === 'number' ? digits : numberOf(digits);
	if (number === undefined) return refusedNumber(title, text);
	const unit = unitText(head, after, title, titleWords);
	if (unit === undefined) return refusedNumber(title, text);
	return finished(title, text, minus ? -number : number, unit, false);
}

function finished(
	title: string,
	text: string,
	number: number,
	unitText: string,
	literal: boolean,
): Reading<number> {
	const refused = refusedNumber(title, text);
	if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number)))
		return refused;
	const wanted = unitOfTitle(title);
	// "10 min" may be ten minutes or ten at least.
	if (/^min\.?$/i.test(unitText) && wanted?.measures !== 'time') return refused;
	if (unitText.startsWith('‰') && wanted === undefined) return refused;
	const given =
		unitText === '' ? undefined : (unitNamed(unitText) ?? unitNamed(unitText.split(' ')[0]!));
	if (wanted !== undefined && unitText !== '') {
		const number2 = given === undefined ? undefined : converted(number, given, wanted);
		if (number2 === undefined)
			return { ...refused, reason: `The unit of "${quoted(text)}" is not that of "${title}".` };
		return number2 === number
			? taken(number, 'unit beside the number', text)
			: taken(number2, 'unit converted', text);
	}
	return literal ? taken(number) : taken(number, 'number in a text', text);
}

/** Digits in ASCII, one kind of minus, no quotes, emphasis, title and final stop around. */
function clean(title: string, text: string): string {
	let rest = text
		.normalize('NFC')
		.replace(/\p{Nd}/gu, asciiDigit)
		.replace(/[−–—‒﹣－]/g, '-')
		.replace(/[．٫]/g, '.')
		.replace(/٬/g, ',')
		.replace(/٪/g, '%')
		.replace(/[，]/g, ',')
		.trim();
	rest = rest
		.replace(/^(\*\*|\*|__|"|'|`)([^]+)\1$/, '$2')
		.replace(/(?<=[\p{L}\d%)])[.!]$/u, '')
		.trim();
	rest = unitsSpelledOut(rest);
	const colon = rest.search(/[:：]/);
	if (colon > 0 && [plain(title), 'answer', 'final answer'].includes(plain(rest.slice(0, colon))))
		rest = rest.slice(colon + 1).trim();
	return rest;
}

interface Parts {
	before: string;
	digits: string | number;
	after: string;
}

/** The text around its only number. Undefined when it has none or several. */
function split(text: string): Parts | undefined {
	const found = [...text.matchAll(WRITTEN)];
	const words = wordNumber(text);
	if (found.length === 1 && words === undefined) {
		const [{ 0: digits, index }] = found as [RegExpExecArray];
		return {
			before: text.slice(0, index).toLowerCase(),
			digits,
			after: text.slice(index + digits.length),
		};
	}
	return found.length === 0 && words !== null ? words : undefined;
}

/** The number in words. Null when there are words for several numbers, undefined when there are none. */
function wordNumber(text: string): Parts | null | undefined {
	const tokens = text.toLowerCase().split(/\s+/);
	// "two-door" is no number.
	const compound = (token: string): boolean =>
		token.includes('-') &&
		token.split('-').some(isNumberWord) &&
		!token.split('-').every(isNumberWord);
	if (tokens.some(compound)) return null;
	const words = tokens.flatMap((token) => token.split('-'));
	const first = words.findIndex(isNumberWord);
	if (first < 0) return undefined;
	let end = first;
	while (
		end < words.length &&
		(isNumberWord(words[end]!) ||
			(words[end] === 'and' && words[end - 1] === 'hundred' && isNumberWord(words[end + 1] ?? '')))
	)
		end++;
	if (words.slice(end).some(isNumberWord)) return null;
	const number = numberOfWords(words.slice(first, end).filter((word) => word !== 'and'));
	if (number === undefined) return null;
	return {
		before: words.slice(0, first).join(' '),
		digits: number,
		after: words
			.slice(end)
			.map((word) => ` ${word}`)
			.join(''),
	};
}

/** The words of a question's title, in singular and plural. */
function wordsOfTitle(title: string): Set<string> {
	return new Set(
		plain(title)
			.split(/[^\p{L}\p{M}\p{N}]+/u)
			.filter((word) => word.length > 1)
			.flatMap((word) => [...singulars(word), `${word}s`]),
	);
}

/** Whether nothing before the number changes it: a word like "about", a currency, or plain words of a sentence. */
function allowedBefore(before: string, titleWords: ReadonlySet<string>): boolean {
	const sign = before.replace(/^\+$/, '');
	return sign
		.split(/\s+/)
		.filter(Boolean)
		.every((word) => isCurrency(word) || mayStandBefore(word, titleWords));
}

function isCurrency(word: string): boolean {
	return /^[€$£¥₹₩]$/.test(word) || (unitNamed(word)?.measures.startsWith('money') ?? false);
}

const LENGTH =
	/\b(?:length|height|width|depth|distance|diameter|radius|altitude|elevation|size|span|wingspan|thickness|perimeter|circumference|resolution|range|long|tall|wide|high|deep|far|beam|draft|draught)\b/i;

function measuresLength(title: string): boolean {
	return LENGTH.test(title) || unitOfTitle(title)?.measures === 'length';
}

/** The unit or the words behind a number. Undefined when they change it. */
function unitText(
	before: string,
	after: string,
	title: string,
	titleWords: ReadonlySet<string>,
): string | undefined {
	const currency = before.split(/\s+/).find(isCurrency) ?? '';
	const attached = after !== '' && !/^\s/.test(after);
	const rest = after.trim();
	if (rest === '') return currency;
	// A lone m is meters where a length is asked; elsewhere it may be millions.
	if (rest === 'm') return measuresLength(title) && currency === '' ? rest : undefined;
	// "4a" is a name rather than four amperes, unless the title asks for a unit.
	if (attached && /^[a-fln-rt-z]$/i.test(rest) && unitOfTitle(title) === undefined)
		return undefined;
	if (
		unitNamed(rest) !== undefined &&
		!(attached && /^[mMkKbBtTgG]$/.test(rest)) &&
		!/^[MBKTG]$/.test(rest)
	)
		return currency === '' ? rest : undefined;
	// "20 C" are degrees where the title says so.
	if (/^[CFK]$/.test(rest) && unitOfTitle(title)?.measures.startsWith('temperature') === true)
		return currency === '' ? `°${rest}` : undefined;
	const words = rest.split(/\s+/);
	const first = words[0]!;
	if (/^[mkbtg]$/i.test(first) && words.length > 1) return undefined;
	if (
		attached &&
		!/^[°%‰€$£¥₹]/.test(first) &&
		unitNamed(first) === undefined &&
		!mayStandBehind(first.toLowerCase(), titleWords)
	)
		return undefined;
	if (attached && /^(?:[mMkKbBtTgG]|mn|mio|bn|st|nd|rd|th|er|ème|x)$/i.test(first))
		return undefined;
	if (words.length > 8) return undefined;
	const fine = words.every((word, at) => {
		const bareWord = word.toLowerCase().replace(/[.!]$/, '');
		return (
			(at === 0 && unitNamed(word) !== undefined && !/^[MBKTG]$/.test(word)) ||
			mayStandBehind(bareWord, titleWords)
		);
	});
	if (!fine || (currency !== '' && unitNamed(first) !== undefined)) return undefined;
	return currency === '' ? rest : currency;
}

/** The value of a decimal digit of any script: Unicode has the ten digits of each one after another, beginning with zero. */
function asciiDigit(digit: string): string {
	const code = digit.codePointAt(0)!;
	let before = 0;
	while (/^\p{Nd}$/u.test(String.fromCodePoint(code - before - 1))) before++;
	return String(before % 10);
}

export function refusedNumber(title: string, value: unknown): { reason: string; accepted: string } {
	return { reason: `"${quoted(value)}" is not one number for "${title}".`, accepted: 'number' };
}
