/** References into the documents lead somewhere: sections that comments cite, links between documents, links of the nodes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { citationsIn, sectionsOf, specification, type SpecificationName } from './citations';
import { anchorsOf, foundAt, headingsOf, linksOf, type Found } from './markdown';

const root = join(__dirname, '../../..');
/** Installed, built or written by programs. */
const foreign = ['node_modules', 'dist', 'coverage', '.git', '.n8n-data', '.sandbox'];

function filesUnder(folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = posix.join(folder, entry.name);
		if (foreign.includes(entry.name)) return [];
		return entry.isDirectory() ? filesUnder(path) : [path];
	});
}

const files = filesUnder('.');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const say = (file: string, { line }: Found, what: string) => `${file}:${line}: ${what}`;

const names = Object.keys(specification) as SpecificationName[];
const sections = new Map(names.map((name) => [name, sectionsOf(read(specification[name]))]));

/** What is wrong with the citations of one file. */
function citationFaults(file: string, text: string): string[] {
	const own = names.find((name) => specification[name] === file);
	const { citations, strays } = citationsIn(text, own);
	return [
		...citations
			.filter(({ document, section }) => !sections.get(document)?.has(section))
			.map((one) =>
				say(file, one, `"${one.text}": ${specification[one.document]} has no ${one.section}`),
			),
		...strays.map((one) => say(file, one, `"${one.text}" names no document`)),
	];
}

const { repository, homepage } = JSON.parse(read('package.json')) as {
	repository: { url: string };
	homepage: string;
};
/** Where GitHub shows the repository: its README. */
const address = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** Path and anchor of a link, from the root of the repository; undefined for a link to elsewhere. */
function targetOf(link: string, from: string): { path: string; anchor?: string } | undefined {
	const [place = '', anchor] = link.split('#', 2);
	if (place === address || place === `${address}/`) return { path: 'README.md', anchor };
	const inside = /^\/(?:blob|tree|raw)\/[^/]+\/(.+)$/.exec(
		place.startsWith(address) ? place.slice(address.length) : '',
	)?.[1];
	if (inside !== undefined) return { path: inside, anchor };
	if (/^[a-z][a-z0-9+.-]*:/i.test(place)) return undefined;
	return { path: place === '' ? from : posix.join(dirname(from), decodeURI(place)), anchor };
}

function linkFaults(file: string, links: Found[], text = read(file)): string[] {
	return links.flatMap((link) => {
		const target = targetOf(link.text, file);
		if (target === undefined) return [];
		const { path, anchor } = target;
		if (path.startsWith('..') || !existsSync(join(root, path)))
			return [say(file, link, `"${link.text}" leads to no file`)];
		if (anchor === undefined || !path.endsWith('.md')) return [];
		// GitHub calls the whole README on the front page of a repository so.
		if (anchor === 'readme' && path === 'README.md') return [];
		const there = anchorsOf(path === file ? text : read(path));
		return there.has(anchor)
			? []
			: [say(file, link, `"${link.text}": ${path} has no heading #${anchor}`)];
	});
}

const documents = files.filter((file) =>
	/^(?:(?:README|ARCHITECTURE|CHANGELOG|CONTRIBUTING)\.md|docs\/[^/]+\.md|sandbox\/README\.md)$/.test(
		file,
	),
);

/** Links to the repository in the code of nodes and credentials. */
function repositoryLinks(text: string): Found[] {
	return [...text.matchAll(/https:\/\/github\.com\/[^\s"'`<>)]+/g)]
		.filter(([link]) => link.startsWith(address))
		.map((match) => foundAt(text, match.index, match[0]));
}

describe('sections of the specification', () => {
	it('that comments and documents cite exist', () => {
		const citing = files.filter((file) => /\.(ts|mjs|js|md)$/.test(file));
		expect(citing.length).toBeGreaterThan(300);
		expect(citing.flatMap((file) => citationFaults(file, read(file)))).toEqual([]);
	});

	it.each(names)('have each their own number in %s', (name) => {
		const numbers = headingsOf(read(specification[name])).flatMap(
			(heading) => /^(?:Trap )?\d+(?:\.\d+)*/.exec(heading) ?? [],
		);
		expect(numbers.length).toBeGreaterThan(5);
		expect(numbers).toEqual([...new Set(numbers)]);
	});
});

describe('links', () => {
	it('of the documents lead to files and headings', () => {
		expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/protocol.md']));
		expect(documents.flatMap((file) => linkFaults(file, linksOf(read(file))))).toEqual([]);
	});

	it('of nodes, credentials and the package lead to headings of the README', () => {
		const code = files.filter((file) => /^(?:nodes|credentials)\/.*\.(?:ts|json)$/.test(file));
		const links = code.map((file) => ({ file, found: repositoryLinks(read(file)) }));
		expect(links.filter(({ found }) => found.length > 0).length).toBeGreaterThan(3);
		expect(links.flatMap(({ file, found }) => linkFaults(file, found))).toEqual([]);
		expect(linkFaults('package.json', [{ line: 1, text: homepage }])).toEqual([]);
	});
});

it('every template has a picture and a sentence in the README', () => {
	const readme = read('README.md');
	for (const name of readdirSync(join(root, 'templates'))) {
		const file = name.replace(/\.json$/, '');
		expect(readme).toContain(`src="docs/images/templates/${file}.png"`);
		expect(readme).toMatch(new RegExp(`\\*\\*\`${file}\`\\*\\*<br>[A-Z][^<]{20,}`));
	}
});

describe('the checks themselves', () => {
	const sign = '\u00a7';
	const broken = (text: string) => citationFaults('some.ts', text.replaceAll('@', sign));

	it('find a section that does not exist, and say where', () => {
		expect(broken('one\n/** Pages (protocol @4.77). */')).toEqual([
			`some.ts:2: "protocol ${sign}4.77": docs/protocol.md has no 4.77`,
		]);
		expect(broken('// n8n @99')).toHaveLength(1);
		expect(broken('// frames @5, trap 99')).toHaveLength(1);
	});

	it.each([
		['protocol @8.5, @8.99'],
		['protocol @8.5 and @8.99'],
		['protocol @2.2–2.99'],
		['protocol @8.1–@8.99'],
		['protocol @7.2 to @7.99, @8'],
		['protocol\n\t * @8.99'],
		['frames @5, traps 1 and 99'],
	])('look at each section of "%s"', (text) => {
		expect(broken(`/** ${text} */`)).toHaveLength(1);
		expect(broken(`/** ${text.replace('99', '2')} */`)).toEqual([]);
	});

	it('find a section of no document, but let standards have theirs', () => {
		expect(broken('/** As @5 says. */')).toEqual([`some.ts:1: "${sign}5" names no document`]);
		expect(broken('/** RFC 4251 @5, ISO/IEC 14496-15 @5.3.3, ITU-T H.264 @7.4.1 */')).toEqual([]);
	});

	it('take a sign without a name for the own document', () => {
		expect(citationFaults('docs/n8n.md', `see ${sign}4 and ${sign}44`)).toEqual([
			`docs/n8n.md:1: "${sign}44": docs/n8n.md has no 44`,
		]);
	});

	it('find links to missing files and headings', () => {
		const text = [
			'# Here',
			'[a](docs/missing.md) ![b](docs/images/missing.png) [c](#nowhere) [d](#here)',
			'[e](docs/protocol.md#84-classification_answers) [f](docs/protocol.md#84) `[g](missing)`',
			`[h](${address}#missing) [i](${address}/blob/main/docs/n8n.md) [j](https://example.com/#x)`,
		].join('\n');
		expect(linkFaults('README.md', linksOf(text), text)).toEqual([
			'README.md:2: "docs/missing.md" leads to no file',
			'README.md:2: "docs/images/missing.png" leads to no file',
			'README.md:2: "#nowhere": README.md has no heading #nowhere',
			'README.md:3: "docs/protocol.md#84": docs/protocol.md has no heading #84',
			`README.md:4: "${address}#missing": README.md has no heading #missing`,
		]);
	});

	it("make GitHub's anchors", () => {
		const text =
			'# Plain\n## 8.4 `classification_answers`\n## A, B & C\n## Plain\n```\n# code\n```\n';
		expect([...anchorsOf(text)]).toEqual([
			'plain',
			'84-classification_answers',
			'a-b--c',
			'plain-1',
		]);
	});
});
