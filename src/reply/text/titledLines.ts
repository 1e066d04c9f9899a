/** Reads answers written as lines `Title: value`, with or without bullets and emphasis, and as rows of a table with two columns. */
import type { Expected } from '../expected';
import type { ReplyMap } from '../value';

/** The answers by title, and the sentences above and below them. */
export type TitledLines = { value: ReplyMap; around: string } | { refused: string };

const BULLET = /^\s*(?:[-*•‣◦–+]\s+|\d{1,2}[.)]\s+)?/u;
const TITLED = /^(\*\*|__|[*_`"'])?(.{1,120}?)\1?\s*[:：]\s*(?:\*\*|__)?\s*(.*)$/su;

/** The titled lines of a text. Undefined when no line begins with a name that is looked for. */
export function titledLines(
	text: string,
	{ isName, isText }: Pick<Expected, 'isName' | 'isText'>,
): TitledLines | undefined {
	const lines = text.split(/\r?\n/).map((line) => ({ line, row: tableRow(line) }));
	const read = lines.map(({ line, row }, at) => {
		if (row === undefined) return entryOf(line, isName);
		const isHead = isTableHead(lines[at + 1]?.row) && !isName(row[0]);
		return isHead || isRule(row) ? 'none' : row;
	});
	const beside = lines.find(
		({ row }, at) => row?.every((cell) => isName(cell)) && isTableHead(lines[at + 1]?.row),
	);
	if (beside !== undefined)
		return {
			refused: `The table has the titles side by side: "${beside.line.trim()}". A row with title and answer for each of them would be accepted.`,
		};
	const isEntry = (each: (typeof read)[number]): each is [string, string] => Array.isArray(each);
	const known = read.filter(isEntry).filter(([key]) => isName(key));
	if (known.length === 0) return undefined;
	const first = read.findIndex((each) => isEntry(each) && isName(each[0]));
	const entries = new Map<string, string>();
	const around: string[] = [];
	let open = false;
	for (const [at, entry] of read.entries()) {
		const line = lines[at]!.line.trim();
		if (line === '' || entry === 'none') open &&= line !== '';
		else if (at < first) around.push(line);
		else if (isEntry(entry)) {
			const [key, value] = entry;
			if (value === '') return { refused: `The line "${line}" has no answer behind its title.` };
			if (isText?.(key) === true && /^"[^]*"$/.test(value))
				return { refused: `It is not clear whether the quotes belong to the text of "${key}".` };
			const earlier = entries.get(key);
			if (earlier !== undefined && earlier !== value)
				return { refused: `"${key}" is answered twice, with different values.` };
			entries.set(key, value);
			open = true;
		} else if (open)
			return { refused: `It is not clear which answer the line "${line}" belongs to.` };
		else around.push(line);
	}
	return { value: Object.fromEntries(entries), around: around.join('\n') };
}

function entryOf(line: string, isName: (key: string) => boolean): [string, string] | undefined {
	const bullet = BULLET.exec(line)?.[0] ?? '';
	const content = line.slice(bullet.length).trim();
	const found = TITLED.exec(content);
	if (found === null) return undefined;
	const [, mark = '', rawTitle = '', rest = ''] = found;
	const title = rawTitle.replace(/^[*_`"'\s]+|[*_`"'\s]+$/gu, '');
	const value =
		mark !== '' && rest.endsWith(mark) && !content.startsWith(`${mark}${rawTitle}${mark}`)
			? rest.slice(0, -mark.length)
			: rest;
	if (!isName(title) && (bullet.trim() === '' || value === '')) return undefined;
	return [title, value.trim()];
}

function tableRow(line: string): [string, string] | undefined {
	const cells = /^\s*\|(.*)\|\s*$/
		.exec(line)?.[1]
		?.split('|')
		.map((cell) => cell.trim());
	return cells?.length === 2 ? [cells[0]!.replace(/^\*\*|\*\*$/g, ''), cells[1]!] : undefined;
}

function isRule([first, second]: [string, string]): boolean {
	return /^:?-{2,}:?$/.test(first) && /^:?-{2,}:?$/.test(second);
}

function isTableHead(next: [string, string] | undefined): boolean {
	return next !== undefined && isRule(next);
}
