/** Spellings that mean the same title, from the strictest to the loosest. */

/** Canonically the same text. */
export function literal(text: string): string {
	return isAscii(text) ? text : text.normalize('NFC');
}

/** Without regard to case; by way of capitals, so that ß is ss. */
export function folded(text: string): string {
	if (isAscii(text)) return text.trim().toLowerCase();
	return text.normalize('NFC').trim().toUpperCase().toLowerCase();
}

/** As `folded`; entities, compatible forms, kinds of quotes and dashes, underscores and white space do not matter. */
export function plain(text: string): string {
	return folded(unified(text));
}

/** Spaces and hyphens between letters; between digits they have a meaning: `1-3` is not 13. */
const JOINTS = /(?<=[\p{L}\p{M}])[\s-]+(?=[\p{L}\p{N}])|(?<=\p{N})[\s-]+(?=\p{L})/gu;

/** Spaces between a sign and what it belongs to: `< 5`, `20 +`, `C #`. */
const SIGN_JOINTS = /(?<=[<>≤≥≈~±])\s+(?=\p{N})|(?<=[\p{L}\p{N}])\s+(?=[+#])/gu;

/** As `plain`, without the spaces and hyphens between letters: `X-ray` is `xray`. */
export function joined(text: string): string {
	return plain(text).replace(JOINTS, '').replace(SIGN_JOINTS, '');
}

/** As `joined`; behind an article also without it, since "a typical" may be Typical and Atypical. */
export function joinedForms(text: string): string[] {
	return ARTICLE.test(text.trim()) ? [joined(text), bare(text)] : [joined(text)];
}

/** As `joined`, without decoration (marks, bullets, emoji, a final stop), article and accents. */
export function bare(text: string): string {
	return joined(undecorated(text));
}

/** A title as a list of plain words without decoration and accents. */
export function wordsOf(text: string): string[] {
	return plain(undecorated(text)).replace(JOINTS, ' ').split(' ').filter(Boolean);
}

/** The forms a word may have in the singular; the word itself is one of them. */
export function singulars(text: string): string[] {
	const forms = [text];
	if (/[^s]s$/.test(text) && text.length > 3) forms.push(text.slice(0, -1));
	if (/(?:s|x|z|ch|sh|o)es$/.test(text) && text.length > 4) forms.push(text.slice(0, -2));
	if (/[^aeiou]ies$/.test(text) && text.length > 4) forms.push(`${text.slice(0, -3)}y`);
	return forms;
}

const ENTITIES: { [name: string]: string } = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/** Accents in names of entities, as combining marks: `&eacute;`. */
const ACCENT_NAMES: { [name: string]: string } = {
	acute: '\u0301',
	grave: '\u0300',
	circ: '\u0302',
	uml: '\u0308',
	tilde: '\u0303',
	cedil: '\u0327',
	ring: '\u030a',
	caron: '\u030c',
};

function unified(text: string): string {
	if (/^[\w ()+./:,-]*$/.test(text)) return text.replace(/[\s_]+/g, ' ').trim();
	return text
		.replace(
			/&(amp|lt|gt|quot|apos|nbsp);/gi,
			(found, name: string) => ENTITIES[name.toLowerCase()] ?? found,
		)
		.replace(/&#(?:x([\da-f]{2,6})|(\d{2,6}));/gi, (found, hex?: string, decimal?: string) => {
			const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
			return code <= 0x10ffff ? String.fromCodePoint(code) : found;
		})
		.replace(
			/&([a-z])(acute|grave|circ|uml|tilde|cedil|ring|caron);/gi,
			(_, letter: string, accent: string) => letter + ACCENT_NAMES[accent.toLowerCase()]!,
		)
		.replace(/&szlig;/g, 'ß')
		.normalize('NFKC')
		.replace(/[‘’‚‛′`´ʼ]/g, "'")
		.replace(/[“”„‟″«»]/g, '"')
		.replace(/[‐‑‒–—―−]/g, '-')
		.replace(/\u200b|\u200c|\u200d|\u2060|\ufe0e|\ufe0f|\u00ad/g, '')
		.replace(/[\s_]+/g, ' ')
		.trim();
}

const ARTICLE = /^(?:an?|the)\s+(?=\S)/i;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu;

/** Signs that say no or ask; they are no decoration. */
const MEANT = /❌|🚫|⛔|✖|✗|✘|👎|🙅|❓|❔|⚠|🤷|🤔/u;

/** Combining marks, apart from strokes through a letter: they take it back. */
const ACCENTS = /(?![\u0334-\u0338\u20d2\u20d3\u20d8-\u20e0\u20e5-\u20eb])\p{M}/gu;

function undecorated(text: string): string {
	let rest = unified(text);
	if (/^[a-z\d][a-z\d -]*$/i.test(rest)) return rest.replace(ARTICLE, '');
	if (!MEANT.test(rest)) rest = rest.replace(EMOJI, ' ').trim();
	for (let before = '', layers = 0; before !== rest && layers < 10; layers++) {
		before = rest;
		rest = rest
			.replace(/^(?:[-*•‣◦·–]\s+|[•‣◦]\s*)/u, '')
			.replace(/^(\*\*\*|\*\*|\*|__|"|'|`)(.+)\1$/su, '$2')
			.replace(/^\[([^[\]]+)\]$/, '$1')
			.replace(/(?<=[\p{L}\p{N})\]"'*`+#%])(?:[.。]|[!！]+)$/u, '')
			.trim();
	}
	return rest
		.replace(ARTICLE, '')
		.replace(/\s*&\s*/g, ' and ')
		.normalize('NFD')
		.replace(ACCENTS, '')
		.normalize('NFC')
		.trim();
}

function isAscii(text: string): boolean {
	return /^[\x20-\x7e]*$/.test(text);
}
