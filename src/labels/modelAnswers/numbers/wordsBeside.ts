/** The words that may stand beside a number without changing it, in sentences and behind numbers. */
import { isNumberWord } from './numberWords';

const set = (...lists: string[]): Set<string> => new Set(lists.join(' ').split(' '));

/** Words behind a number that make it another one, a bound, a range, a doubt or a denial, though they look like the name of things. */
const CHANGING = set(
	'at least most more less fewer greater larger smaller higher lower over under up down to above below beyond min max minimum maximum between from or and nor not no none without except but plus minus moins menos mais mas besides unless',
	'halves quarters thirds fourths fifths sixths sevenths eighths ninths tenths hundredths thousandths times pairs others exceeds ranges scores tens dozens hundreds thousands millions billions trillions lakhs crores milliards millones miles grands gross squares cubes tops upwards onwards various perhaps always sometimes was',
);

/** Words that may stand before a number: that it is rounded, that it is counted, and words of plain sentences. */
const BEFORE = set(
	'about around approximately approx approx. roughly circa ca ca. c. ~ ≈ = est est. estimated some exactly precisely only just total total: count count: number amount sum value answer result it its this that these those is are there we i in a an the of has have with counted count see found shows show contains measures measured estimate read reads visible all together altogether overall',
	'etwa ungefähr rund zirka genau insgesamt environ exactement unos unas aproximadamente circa cerca ongeveer omkring około yaklaşık',
);

/** Counters of languages that put one behind every number, and the word "pieces". */
const COUNTERS = /^(?:[个個只本枚匹台人名頭头棵株張张件]|개|명|마리|대|그루|шт|штук)$/u;

/** Whether a word before a number leaves it as it is. */
export function mayStandBefore(word: string, titleWords: ReadonlySet<string>): boolean {
	return BEFORE.has(word) || (titleWords.has(word.replace(/:$/, '')) && !CHANGING.has(word));
}

/** Words behind a number that are no plural and yet name what is counted, or close the sentence. */
const BEHIND = set(
	'there is are it have i see can we the this image picture photo shows in total visible present seen detected counted found altogether overall here exactly approximately approx approx. roughly of a an',
	'people person persons children men women cattle sheep fish aircraft pcs piece unit item leg wide high tall long deep thick old hidden',
);

/**
 * Whether a word behind a number names what is counted, or is a plain word of the sentence. An unknown word counts in the plural only:
 * in the singular it may be a multiple.
 */
export function mayStandBehind(word: string, titleWords: ReadonlySet<string>): boolean {
	if (CHANGING.has(word) || isNumberWord(word)) return false;
	return (
		titleWords.has(word) || BEHIND.has(word) || COUNTERS.test(word) || /^[a-z]{3,}s$/.test(word)
	);
}
