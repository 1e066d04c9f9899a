/** What n8n shows as the documentation of our nodes and our credential are places in the README. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { EncordApi } from '../../../credentials/EncordApi.credentials';
import agentStageTrigger from '../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node.json';
import encord from '../../../nodes/Encord/Encord.node.json';
import trigger from '../../../nodes/EncordTrigger/EncordTrigger.node.json';
import { homepage } from '../../../package.json';
import { inClone } from '../../../scripts/clone';

const read = (file: string) => readFileSync(inClone(file), 'utf8');
const readme = read('README.md');

/** The places of a page that a link can lead to. */
const placesIn = (page: string) => [
	...[...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\w -]/g, '')
			.replaceAll(' ', '-'),
	),
	...[...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
];
const anchors = ['readme', ...placesIn(readme)];

const shown = [encord, trigger, agentStageTrigger].flatMap(({ resources }) =>
	[...resources.primaryDocumentation, ...resources.credentialDocumentation].map(({ url }) => url),
);

it.each([...new Set([...shown, new EncordApi().documentationUrl, homepage])])('%s', (url) => {
	const [page, anchor] = url.split('#');
	expect(page).toBe(homepage.split('#')[0]);
	expect(anchors).toContain(anchor);
});

it('the files and places that the README links to exist', () => {
	const links = [...readme.matchAll(/\]\(([^)]+)\)|(?:src|href)="([^"]+)"/g)].map(
		([, link, html]) => link ?? html ?? '',
	);
	const own = links.filter((link) => !link.startsWith('https://'));
	expect(own.length).toBeGreaterThan(60);
	const missing = own.filter((link) => {
		const [file = '', place] = link.split('#');
		if (file !== '' && !existsSync(inClone(file))) return true;
		const page = file === '' ? readme : file.endsWith('.md') ? read(file) : '';
		return place !== undefined && !placesIn(page).includes(place);
	});
	expect(missing).toEqual([]);
});

it('every template has a picture and a sentence in the README', () => {
	for (const name of readdirSync(inClone('templates'))) {
		const file = name.replace(/\.json$/, '');
		expect(readme).toContain(`src="docs/images/templates/${file}.png"`);
		expect(readme).toMatch(new RegExp(`\\*\\*\`${file}\`\\*\\*<br>[A-Z][^<]{20,}`));
	}
});
