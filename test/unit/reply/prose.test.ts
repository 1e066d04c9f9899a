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

describe('how a sentence around an answer is cut out', () => {
	it.each<[string, string | undefined]>([
		['It is red. Not ripe', 'Not ripe'],
		['Not ripe? It is red.', 'Not ripe?'],
		['Not ripe! It is red.', 'Not ripe!'],
		['Red\nIt is wrong, it is.\nRed', 'It is wrong, it is.'],
		['  maybe  ', 'maybe'],
		['Let me know. Maybe.', 'Maybe.'],
		['Hope this helps! Not sure.', 'Not sure.'],
		['Is there anything else? No problem.', undefined],
		['I would like it', 'I would like it'],
		['Would you like to know? Or not?', 'Or not?'],
		['Please let me know', undefined],
		["If you'd like more, ask", undefined],
		["If you 'd like no more, ask", undefined],
		['If you say no', 'If you say no'],
		['Do you want no more?', undefined],
		['Should you need no more, fine', undefined],
		['Can I help? No.', 'No.'],
		['Don’t hesitate', undefined],
	])('%j: %j', (text, sentence) => expect(doubtIn(text)).toBe(sentence));

	it.each('nota donut knot anot Wrongly noted inter mays mass chybab'.split(' '))(
		'has no doubt in "%s"',
		(word) => expect(doubtIn(`It is ${word} red`)).toBeUndefined(),
	);
});

describe('an apology', () => {
	const APOLOGY = 'The model apologized instead of answering.';

	it.each([
		'Sorry, I can’t.',
		"I'm so sorry, we cannot.",
		'We are really sorry: this image cannot be opened.',
		'I apologise, but it could not be read.',
		'My apologies. We won’t.',
		'Regrettably, I am not able to.',
		"I can't help.",
		'We cannot assist.',
		'I am currently unable to view it.',
		'I just do not see how to label it.',
		"We're not able to",
		"I wasn't able to open it.",
		'I can not describe it.',
		'** As a large language model',
		'As an assistant, I only read.',
		'Please upload it.',
		'Please attach the file.',
		'Please share it.',
		'The image is missing.',
		"The file wasn't found.",
		'No picture has been attached.',
		'The picture was not visible.',
		'I do not see the attachment.',
		'I cannot see an image.',
		'There was nothing, not even an upload.',
		'It seems you forgot to include the file.',
		'It looks like no file was received.',
		'Your prompt is against our terms.',
		'This content was flagged by a policy.',
		'My apologies: policy.',
		'I need to decline.',
		'Lamento, no.',
		'Leider nicht.',
		'Entschuldigung, kein Bild.',
		'Malheureusement impossible.',
		'Infelizmente não.',
		'Purtroppo non.',
		'К сожалению, не могу.',
		'抱歉，不能。',
		'對不起，無法。',
		'すみません、できない',
		'미안해요',
	])('is %s', (text) => expect(notAnAnswer(text)).toBe(APOLOGY));

	it.each([
		'Sorry sight',
		'The sorry cat cannot see it',
		'I can see it',
		'Cannot help',
		'As a cat',
		'As an airplane',
		'Please wait',
		'The image is red',
		'A file was missing',
		'There is a cat without a tail',
		'You and me',
		'This image is against the light',
		'The content of the box',
		'I must go',
		'Leider rot',
		'Purtroppo rosso',
		'Lamento mucho',
		'抱歉',
		'ごめん',
		'A 미안',
	])('is not %s', (text) => expect(notAnAnswer(text)).toBeUndefined());
});

describe('an error', () => {
	const ERROR = 'The reply is an error instead of an answer.';

	it.each([
		'Error (x)',
		'Error - x',
		'error 404',
		'MyError: x',
		'Response was blocked',
		'SomeException(x)',
		'Traceback:',
		'[content filtered]',
		'Response failed',
		'connection aborted',
		'rate limit exceeded',
		'404 bad',
		'http 500 internal',
		'service unavailable',
		'too many requests',
	])('is %s', (text) => expect(notAnAnswer(text)).toBe(ERROR));

	it.each([
		'Errors: x',
		'An error: x',
		'Error of mine',
		'myerrors: x',
		'[object Object] x',
		'undefined x',
		'request',
		'304 bad',
		'404',
		'500 cars',
		'html',
	])('is not %s', (text) => expect(notAnAnswer(text)).toBeUndefined());
});
