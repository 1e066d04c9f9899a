/** The words that may stand beside a number without changing it, in sentences and behind numbers. */
import { isNumberWord } from './numberWords';

const set = (...lists: string[]): Set<string> => new Set(lists.join(' ').split(' '));

/** Words beside a number that make it another one, a bound, a range, a time, a doubt or a denial. */
const CHANGING = set(
	'at least most more less fewer greater larger smaller higher lower over under up upto upward upwards onward onwards down to above below beyond min max minimum maximum between from through until till or and nor not no none never without except',
	'but if when while unless however though although because since include includes including included incl exclude excludes excluding excluded excl plus minus besides despite apart',
	'maybe perhaps possibly probably likely unlikely apparently presumably supposedly unsure unclear unknown uncertain guess may might could would cannot either half halves quarter quarters third thirds fourth fourths fifth fifths sixth tenth tenths hundredth hundredths thousandth thousandths double twice triple thrice pair pairs couple few several many odd ish',
	'dozen dozens score hundred hundreds thousand thousands million millions billion billions trillion trillions lakh lakhs crore crores mio mrd tsd mln bn mn k kk first almost nearly barely exceeding exceeds within point',
	'each per every out of times x by range ranges ranging average mean wrong incorrect error previously was were previous instead additional extra another other others missing squared cubed power infinity infinite inf nan scores tens tops miles grands gross squares cubes',
	'am pm a.m p.m a.m. p.m. uhr noon midnight',
	// Bounds, alternatives and multiples in languages that models answer in.
	'mindestens höchstens wenigstens oder und ohne mehr weniger nicht kein keine tausend hundert dutzend million millionen milliarde milliarden ou et sans plus moins pas mille mil cent million millones milliard milliards mínimo máximo minimo massimo maximal minimal más menos mas ni sin o y e più meno mila milione milioni miliardi mais menos sem milhão milhões milhares of meer minder niet duizend miljoen eller mer mindre inte ikke tusen tusind lub więcej mniej nie tysiąc tysiące tysięcy veya fazla az bin değil',
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
	return BEFORE.has(word) || titleWords.has(word.replace(/:$/, ''));
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
	if (titleWords.has(word)) return true;
	if (CHANGING.has(word) || isNumberWord(word)) return false;
	return BEHIND.has(word) || COUNTERS.test(word) || /^[a-z]{3,}s$/.test(word);
}
