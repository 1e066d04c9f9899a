/** Judges how a JSON answer stands in its line: introduced by a sentence, or in the middle of one that may say anything about it. */

/** Words of sentences that only hand over the answer: "Sure, here is the JSON". */
const HANDING_OVER = new Set(
	(
		'sure ok okay yes certainly absolutely thanks thank here heres is are this that these the a an my our your final resulting requested json answer answers result results output response reply label labels labelling labeling ' +
		'classification classifications annotation annotations attribute attributes object data details field fields value values information analysis summary report structured valid complete full question asked based looking after analyzing analysing reviewing follows following as i we choose chose pick picked select selected return returning give giving provide providing answered classify classified labelled labeled ' +
		'it in for of to on from with and so thus therefore image picture photo video file form task you below complete completed done be am ll'
	).split(' '),
);

/** Marks of lists, quotations and emphasis at the beginning of a line. */
const LEADING = /^(?:[\s>*_#|~`'"([•‣◦·-]|\p{Extended_Pictographic}|\ufe0f|\d{1,2}[.)]\s)+/u;

/**
 * Why an answer that stands in this line cannot be told from what the sentence says about it. Undefined when the text in front ends
 * its sentence or hands the answer over, and the text behind begins a new one.
 * @param before text in front of the answer
 * @param after text behind the answer
 */
export function embeddedIn(before: string, after: string): string | undefined {
	const lead = (before.split('\n').at(-1) ?? '').replace(LEADING, '').trim();
	if (/["'“”‘’„«»]\s*[:=]\s*(?:[[(]\s*)?$/.test(before))
		return 'It is the value of a key, and the rest of its object is missing.';
	if (lead !== '' && !endsSentence(lead) && !handsOver(lead))
		return 'It stands in the middle of a sentence.';
	const tail = (after.split('\n', 1)[0] ?? '').replace(/^[\s`*_~'")\]]+/, '').trim();
	return /^(?:[,–—-]\s*)?(?:\p{Ll}|\p{Lo})/u.test(tail) && !handsOver(tail)
		? 'It stands in the middle of a sentence.'
		: undefined;
}

/** Where the text in front of an answer says for which frames or times the answer holds. */
export function placeBefore(before: string): string | undefined {
	const lead = before.trimEnd().split('\n').at(-1) ?? '';
	return /\b(?:frames?|slices?|pages?|segments?|clips?|seconds?|minutes?|timestamps?)\s*(?:no\.?|number|#)?\s*\d|\d{1,2}:\d{2}|\d\s*(?:s|secs?|seconds?|ms|mins?|minutes?|h|hrs?|hours?)\b/i.exec(
		lead,
	)?.[0];
}

function endsSentence(text: string): boolean {
	return /[:：.。!！…—–>)\]|=-]$/u.test(text.replace(/[\s`*_~'"”]+$/u, ''));
}

function handsOver(text: string): boolean {
	return text
		.toLowerCase()
		.replace(/[’']/g, ' ')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '' && word !== 's')
		.every((word) => HANDING_OVER.has(word));
}
