/**
 * Generated speech: not words that people understand, but a pitch for each letter, as modems had it. A program can write down what is
 * said. Silence separates the utterances.
 */

/** The letters in the order of their pitches. */
export const alphabet = " abcdefghijklmnopqrstuvwxyz0123456789.,?!'-";
export const speechRate = 8000;
/** Length of a letter in samples. */
export const letterSamples = speechRate * 0.05;

/** Pitch of a letter in hertz. */
export const pitchOf = (index: number): number => 400 + index * 50;

export interface Utterance {
	text: string;
	/** Seconds of silence before it. */
	pause: number;
}

/** The spoken utterances as the samples of a WAV file of 16 bits, mono. @throws for a letter without a pitch */
export function speechSamples(utterances: Utterance[]): Int16Array {
	const parts = utterances.flatMap(({ text, pause }) => [
		new Int16Array(Math.round(pause * speechRate)),
		...[...text.toLowerCase()].map(letterTone),
	]);
	const samples = new Int16Array(
		parts.reduce((length, part) => length + part.length, 0) + speechRate / 2,
	);
	let at = 0;
	for (const part of parts) {
		samples.set(part, at);
		at += part.length;
	}
	return samples;
}

function letterTone(letter: string): Int16Array {
	const index = alphabet.indexOf(letter);
	if (index < 0) throw new Error(`Speech has no letter "${letter}"`);
	return Int16Array.from({ length: letterSamples }, (_, at) =>
		Math.round(12000 * Math.sin((2 * Math.PI * pitchOf(index) * (at + 0.5)) / speechRate)),
	);
}
