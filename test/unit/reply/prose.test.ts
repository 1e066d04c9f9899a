/** Sentences that deny, doubt or excuse. */
import { describe, expect, it } from '@jest/globals';
import { doubtIn, notAnAnswer } from '../../../src/reply/text/prose';

describe('a sentence', () => {
	it.each(
		"not no never cannot can’t don't isn’t without unsure unclear doubtful guessing maybe perhaps probably might could seems appears assuming draft wrong incorrectly mistaken error false invalid discard ignore wait oops actually correction rather instead however although but except unless reconsider versus example placeholder template sorry unfortunately unable failed refused fake dummy previously earlier unverified rejected expected supposedly sample initially originally speculative preliminary defaults nein vielleicht falsch nicht aber peut-être mais quizás pero nunca não talvez forse errado erreur niet misschien inte kanskje nie chyba değil belki возможно неверно 不 可能 違 かも 아니 ليس לא नहीं ❌ 🤔 ?".split(
			' ',
		),
	)('with "%s" makes an answer doubtful', (word) => {
		expect(doubtIn(`It is ripe. This ${word} so. It is red.`)).toContain(word);
	});

	it.each([
		'low confidence',
		'little certainty',
		'confidence is low',
		'hard to say',
		'difficult to tell',
		'impossible to judge',
		'old answer',
		'looks like',
		'takes back',
		'first guess',
		'made this up',
		'grain of salt',
		'too blurry',
		'strike that',
		'default values',
		'to be sure',
		'tal vez',
		'for instance',
		'such as',
		'second thought',
		'50/50',
		'50 - 50',
	])('with "%s" makes an answer doubtful', (words) => {
		expect(doubtIn(`It is red, ${words}, I think.`)).toContain(words);
	});

	it.each([
		'Format:',
		'Input:',
		'JSON schema:',
		'Expected answer format:',
		'Question :',
		'Options:',
		'You asked:',
		'Output format:',
	])('that ends in "%s" says that it is no answer', (words) => {
		expect(doubtIn(`Hello.\n${words}`)).toBeDefined();
	});

	it.each([
		'Here is the answer:',
		'Let me know if you need anything else!',
		'Please let me know whether it is wrong.',
		'Feel free to ask, but do not hesitate.',
		'If you have questions, ask me?',
		'Hope this is not too late!',
		"Don't hesitate to ask.",
		'Would you like more?',
		'Is there anything else?',
		'Anything else?',
		'No problem!',
		'Happy to help, no matter what.',
		'A nonce, a noble knot and a button.',
		'The format is JSON.',
		'Notation and wrongly spelled knots',
		'',
	])('%j does not', (text) => {
		expect(doubtIn(text)).toBeUndefined();
	});

	it('is repeated alone', () => {
		expect(doubtIn('It is red. I am not sure! It is ripe.')).toBe('I am not sure!');
		expect(doubtIn('Red\nnot sure\nripe')).toBe('not sure');
		expect(doubtIn('maybe')).toBe('maybe');
	});
});

describe('no answer', () => {
	const APOLOGY = 'The model apologized instead of answering.';
	const ERROR = 'The reply is an error instead of an answer.';

	it.each([
		"I'm sorry, but I can't see this image.",
		'Sorry, the picture cannot be opened by me, I am unable to.',
		'Unfortunately, I cannot help with this.',
		'My apologies, but this request is against policy.',
		"I'm unable to view images.",
		'I am not able to help.',
		'As an AI language model, I see nothing.',
		'Please provide an image.',
		'No image was provided.',
		'The picture has not been uploaded.',
		"I don't see any image.",
		'There is no picture attached.',
		'You forgot to attach the picture.',
		'This request violates our policy.',
		'I must decline.',
		'I have to respectfully refuse.',
		'Lo siento, no puedo.',
		'Es tut mir leid, das geht nicht.',
		'Je suis désolé, je ne peux pas.',
		'Desculpe, não posso.',
		'Mi dispiace, non posso.',
		'Извините, я не могу.',
		'很抱歉，我无法查看。',
		'申し訳ありません。',
		'죄송합니다',
	])('%s', (text) => {
		expect(notAnAnswer(text)).toBe(APOLOGY);
	});

	it.each([
		'Error: x',
		'TypeError: x',
		'ValueError',
		'JSONDecodeError (line 1)',
		'Exception: x',
		'exception',
		'Traceback (most recent call last)',
		'error 500',
		'[object Object]',
		'undefined',
		'content filtered',
		'[blocked]',
		'Request timed out',
		'Connection refused',
		'Rate limit reached',
		'429 Too Many Requests',
		'HTTP 503 Service Unavailable',
		'Internal Server Error',
		'Bad Gateway',
		'Quota exceeded',
		'insufficient_quota',
		'<!DOCTYPE html>',
		'<html>',
	])('%s', (text) => {
		expect(notAnAnswer(text)).toBe(ERROR);
	});

	it.each([
		'An apple',
		'Sorry for the delay: a red door',
		'Errors are red',
		'Terror',
		'terror - high',
		'Exception 5',
		'undefined behavior',
		'The image shows a door.',
		`${'x '.repeat(200)}I'm unable to`,
		'a 500 error page',
	])('%s is one', (text) => {
		expect(notAnAnswer(text)).toBeUndefined();
	});

	it('is an apology in the first 400 characters alone', () => {
		const text = (gap: number) => `Sorry ${'x'.repeat(gap)} I cannot`;
		expect(notAnAnswer(text(300))).toBe(APOLOGY);
		expect(notAnAnswer(text(400))).toBeUndefined();
	});
});
