/**
 * Text that the conversation gives to the toy between triple quotes, and what the toy can do with it: find words, say the first
 * sentence, summarize lines about frames, say the same in other words, and compare it with a picture.
 */
import { things } from '../media/drawings';
import { backgroundColors, shapeColors } from '../media/palette';
import { messageText, type ChatRequest } from './chatRequest';
import { namesOf, wordsOf, type Fact } from './facts';
import type { Perception } from './perception';

/** The last text between triple quotes; undefined when there is none. */
export function toldText({ messages }: ChatRequest): string | undefined {
	const quoted = messages
		.filter(({ role }) => role !== 'assistant')
		.flatMap((message) => [...messageText(message).matchAll(/"""([\s\S]*?)"""/g)]);
	return quoted.at(-1)?.[1]?.trim() || undefined;
}

const moods: Array<[words: string[], found: RegExp]> = [
	[['positive', 'happy', 'satisfied'], /\b(thanks?|thank you|great|perfect|happy|good|works)\b/i],
	[['negative', 'unhappy', 'angry'], /\b(broken|late|angry|wrong|complain|terrible|missing)\b/i],
];

/** What a text says, for options and yes-no questions. */
export function factsToldBy(text: string): Fact[] {
	const mood = moods.filter(([, found]) => found.test(text));
	const [first] = mood;
	const words = first && mood.length === 1 ? first[0] : ['neutral', 'mixed'];
	return [
		{ words: new Set(wordsOf(text).flatMap(namesOf)), weight: 2 },
		{ words: new Set(words), weight: 1 },
	];
}

const sentences = (text: string): string[] =>
	text
		.split(/(?<=[.!?])\s+|\n+/)
		.map((each) => each.trim())
		.filter((each) => each !== '');

/** The first sentence. */
export function firstSentence(text: string): string {
	return sentences(text)[0] ?? text;
}

const colors = Object.keys(shapeColors).join('|');
const drawn = new RegExp(
	`\\b(?:${colors}) (?:rectangle|circle)|\\b(?:${things.join('|')})\\b`,
	'gi',
);
const grounds = new RegExp(`\\b(${Object.keys(backgroundColors).join('|')}) background`, 'gi');

const namedIn = (text: string, pattern: RegExp): string[] => [
	...new Set([...text.matchAll(pattern)].map(([found]) => found.toLowerCase())),
];
const listed = (parts: string[]): string =>
	parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');

/** One text about many lines: what all of them name, then what only some name, with how many do. */
export function summarize(text: string): string {
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	const counts = new Map<string, number>();
	for (const line of lines)
		for (const name of namedIn(line, drawn)) counts.set(name, (counts.get(name) ?? 0) + 1);
	const always = [...counts].filter(([, count]) => count === lines.length).map(([name]) => name);
	const sometimes = [...counts].filter(([, count]) => count < lines.length);
	const [ground] = namedIn(text, grounds);
	const parts = [
		...(always.length > 0
			? [`${listed(always.map((name) => `a ${name}`))} ${ground ? `on a ${ground}` : 'throughout'}`]
			: []),
		...sometimes.map(([name, count]) => `a ${name} in ${count} of ${lines.length} frames`),
	];
	if (parts.length === 0) return firstSentence(text);
	return `The video shows ${parts.join(', and ')}.`;
}

const openings = ['Here one can see', 'This picture shows', 'What is to be seen is'];

/** The first sentence in other words; each number gives other ones. */
export function rephrase(text: string, number: number): string {
	const sentence = firstSentence(text).replace(/[.!?]+$/, '');
	const opening = openings[(number - 1 + openings.length) % openings.length];
	return `${opening} ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}.`;
}

export interface Judgment {
	right: boolean;
	reason: string;
}

/** Compares a text with a picture; undefined when the text names nothing that the toy knows. */
export function judge(text: string, seen: Perception): Judgment | undefined {
	const [named, ground] = [namedIn(text, drawn), namedIn(text, grounds)];
	if (named.length + ground.length === 0) return undefined;
	const there = new Set([
		...(seen.subject ? [seen.subject.thing] : []),
		...seen.shapes.map(({ color, shape }) => `${color} ${shape}`),
		`${seen.background} background`,
	]);
	const wrong = [...named, ...ground].filter((name) => !there.has(name));
	return {
		right: wrong.length === 0,
		reason:
			wrong.length === 0
				? `The picture shows ${listed([...named, ...ground].map((name) => `a ${name}`))}.`
				: `The picture shows no ${wrong.join(' and no ')}, but ${listed([...there].map((name) => `a ${name}`))}.`,
	};
}

/** The words for a verdict, so that options such as Right and Wrong can be chosen. */
export function factsOfJudgment({ right }: Judgment): Fact[] {
	return [
		{
			words: new Set(
				right
					? ['right', 'correct', 'true', 'good', 'accurate', 'agree', 'yes']
					: ['wrong', 'incorrect', 'false', 'bad', 'inaccurate', 'disagree', 'no'],
			),
			weight: 9,
		},
	];
}

/** A picture of nothing, for questions about a text alone. */
export const unseen: Perception = {
	width: 0,
	height: 0,
	subject: null,
	shapes: [],
	texts: [],
	background: '',
	night: false,
	frameNumber: null,
};
