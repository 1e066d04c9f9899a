/** HTML and SVG out of texts that nobody has checked: titles, answers and names come from users and models. */

/** Markup that is safe to put into a document. */
export class Markup {
	constructor(readonly html: string) {}
}

type Part = Markup | string | number | null | undefined | readonly Part[];

/** A template whose values are escaped, unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...values: Part[]): Markup {
	return new Markup(
		texts.reduce((all, text, at) => all + (at > 0 ? markupOf(values[at - 1]) : '') + text, ''),
	);
}

function markupOf(value: Part): string {
	if (value instanceof Markup) return value.html;
	if (Array.isArray(value)) return value.map(markupOf).join('');
	return escaped(String(value ?? ''));
}

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

const INVISIBLE =
	// eslint-disable-next-line no-control-regex
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * For text and for values of attributes in quotes. Characters that HTML does not allow, and those that turn the direction of the text
 * around them, become a visible sign.
 */
export function escaped(text: string): string {
	return text
		.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
		.replace(INVISIBLE, '\ufffd')
		.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** At most `most` characters; a cut is shown. */
export function shortText(text: string, most: number): string {
	const characters = [...text];
	return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

/** A share as a percentage; `–` where there is none. */
export function percent(share: number | null): string {
	return share === null ? '–' : `${floored(share * 100)} %`;
}

/** With one decimal, cut: 99.96 must not read as 100. */
function floored(value: number): string {
	const cut = Math.floor(value * 10 + 1e-9) / 10;
	return Number.isInteger(cut) ? String(cut) : cut.toFixed(1);
}
