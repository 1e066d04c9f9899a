/** The toy speech model: writes down the generated speech of a WAV file (../media/speech.ts), from the pitches alone. */
import { alphabet, letterSamples, pitchOf } from '../media/speech';

/** The bytes are not a sound that the toy can hear. */
export class UnhearableSound extends Error {}

export interface Segment {
	/** Seconds from the beginning of the file. */
	start: number;
	end: number;
	text: string;
}

export interface Transcript {
	/** Seconds. */
	duration: number;
	segments: Segment[];
}

/** Samples that are looked at together to tell sound from silence. */
const window = 80;
const silent = 500;

/** Throws `UnhearableSound` for anything but a WAV file of 16 bits, mono. */
export function transcribe(bytes: Buffer): Transcript {
	const { samples, rate } = readWav(bytes);
	const segments = sounds(samples).flatMap(({ from, to }) => {
		const text = lettersOf(samples.subarray(from, to), rate);
		return text === undefined
			? []
			: [{ start: from / rate, end: to / rate, text: asSentence(text) }];
	});
	return { duration: samples.length / rate, segments };
}

function readWav(bytes: Buffer): { samples: Int16Array; rate: number } {
	const isWav =
		bytes.length > 44 &&
		bytes.toString('latin1', 0, 4) === 'RIFF' &&
		bytes.toString('latin1', 8, 16) === 'WAVEfmt ' &&
		bytes.readUInt16LE(20) === 1 &&
		bytes.readUInt16LE(22) === 1 &&
		bytes.readUInt16LE(34) === 16;
	if (!isWav)
		throw new UnhearableSound(
			`The file (${bytes.length} bytes) is not a WAV file of 16 bits with one channel`,
		);
	const samples = Int16Array.from({ length: (bytes.length - 44) >> 1 }, (_, index) =>
		bytes.readInt16LE(44 + index * 2),
	);
	return { samples, rate: bytes.readUInt32LE(24) };
}

/** The stretches between silences, in samples. */
function sounds(samples: Int16Array): Array<{ from: number; to: number }> {
	const found: Array<{ from: number; to: number }> = [];
	for (let at = 0; at < samples.length; at += window) {
		const isLoud = samples.subarray(at, at + window).some((sample) => Math.abs(sample) > silent);
		if (!isLoud) continue;
		const last = found.at(-1);
		if (last?.to === at) last.to = at + window;
		else found.push({ from: at, to: at + window });
	}
	return found;
}

/** The letters of one stretch; undefined when the pitches are not those of letters: a bell is no speech. */
function lettersOf(samples: Int16Array, rate: number): string | undefined {
	const letters: string[] = [];
	for (let at = 0; at + letterSamples <= samples.length; at += letterSamples) {
		const pitch = pitchIn(samples.subarray(at, at + letterSamples), rate);
		const index = Math.round((pitch - pitchOf(0)) / (pitchOf(1) - pitchOf(0)));
		const letter = alphabet[index];
		if (letter === undefined || Math.abs(pitch - pitchOf(index)) > 6) return undefined;
		letters.push(letter);
	}
	return letters.length < 3 ? undefined : letters.join('').trim() || undefined;
}

/** Hertz, from the time between the first and the last upward crossing of zero. */
function pitchIn(samples: Int16Array, rate: number): number {
	const crossings: number[] = [];
	for (let index = 1; index < samples.length; index++) {
		const [before, now] = [samples[index - 1]!, samples[index]!];
		if (before < 0 && now >= 0) crossings.push(index - now / (now - before));
	}
	const [first, last] = [crossings[0], crossings.at(-1)];
	if (first === undefined || last === undefined || last === first) return 0;
	return ((crossings.length - 1) * rate) / (last - first);
}

const asSentence = (text: string) =>
	text.charAt(0).toUpperCase() + text.slice(1).replace(/\bi\b/g, 'I');
