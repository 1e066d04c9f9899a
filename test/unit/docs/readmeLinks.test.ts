/** What n8n shows as the documentation of our nodes and our credential are places in the README. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { EncordApi } from '../../../credentials/EncordApi.credentials';
import agentStageTrigger from '../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node.json';
import encord from '../../../nodes/Encord/Encord.node.json';
import trigger from '../../../nodes/EncordTrigger/EncordTrigger.node.json';
import { homepage } from '../../../package.json';
import { inClone } from '../../../scripts/clone';

const readme = readFileSync(inClone('README.md'), 'utf8');
const anchors = [
	'readme',
	...[...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\w -]/g, '')
			.replaceAll(' ', '-'),
	),
	...[...readme.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
];

const shown = [encord, trigger, agentStageTrigger].flatMap(({ resources }) =>
	[...resources.primaryDocumentation, ...resources.credentialDocumentation].map(({ url }) => url),
);

it.each([...new Set([...shown, new EncordApi().documentationUrl, homepage])])('%s', (url) => {
	const [page, anchor] = url.split('#');
	expect(page).toBe(homepage.split('#')[0]);
	expect(anchors).toContain(anchor);
});

it('the files and places that the README links to exist', () => {
	const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
	const own = links.filter((link) => !link.startsWith('https://'));
	expect(own.length).toBeGreaterThan(3);
	const missing = own.filter((link) =>
		link.startsWith('#') ? !anchors.includes(link.slice(1)) : !existsSync(inClone(link)),
	);
	expect(missing).toEqual([]);
});
