import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';

import { handLabels } from '../../../sandbox/seeds/handLabels';
import { editorSandbox, shapes, type EditorSandbox } from './editorSandbox';

const executablePath = [
	process.env.CHROMIUM_PATH ?? '',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));
if (!executablePath)
	process.stderr.write(
		'SKIPPED: the Label Editor page is not tested, there is no Chromium (set CHROMIUM_PATH)\n',
	);

interface Call {
	method: string;
	headers: IncomingHttpHeaders;
	body: string;
}

let sandbox: EditorSandbox;
let browser: Browser;
let page: Page;
let agent: Server;
let agentUrl: string;
let calls: Call[];
/** What the agent does with a call that is no preflight. */
let behave: (call: Call) => Promise<{ status: number; body: string; cors?: boolean }>;

async function startAgent(): Promise<void> {
	agent = createServer((request, response) => {
		let body = '';
		request
			.on('data', (chunk: Buffer) => (body += chunk.toString()))
			.on('end', () => void answer());
		const answer = async () => {
			const call = { method: request.method ?? '', headers: request.headers, body };
			calls.push(call);
			const allow = {
				'Access-Control-Allow-Origin': sandbox.appUrl,
				'Access-Control-Allow-Headers':
					'content-type, x-encord-editor-agent, x-encord-agent, x-cloud-trace-context',
			};
			if (call.method === 'OPTIONS') return response.writeHead(204, allow).end();
			const { status, body: text, cors = true } = await behave(call);
			response
				.writeHead(status, { 'Content-Type': 'application/json', ...(cors ? allow : {}) })
				.end(text);
		};
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => agent.once('listening', resolve));
	agentUrl = `http://127.0.0.1:${(agent.address() as AddressInfo).port}/agent`;
}

const open = (title: string, rest = '') =>
	page.goto(
		`${sandbox.appUrl}/label_editor/${sandbox.projectHash}/${sandbox.dataHash(title)}${rest}`,
	);
const id = (name: string) => page.getByTestId(name);
const shownFrame = () => page.locator('[data-testid=frame-picture]').getAttribute('data-frame');
async function trigger(button = 'trigger-agent'): Promise<void> {
	await id('agent-endpoint').fill(agentUrl);
	await id(button).click();
}
const message = async (state: string) => {
	await page.waitForSelector(`[data-testid=agent-message][data-state=${state}]`);
	return id('agent-message').innerText();
};

(executablePath ? describe : describe.skip)('Label Editor page', () => {
	beforeAll(async () => {
		sandbox = await editorSandbox();
		await startAgent();
		browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		agent?.close();
		await sandbox?.close();
	});
	const problems: string[] = [];
	beforeEach(async () => {
		calls = [];
		behave = async () => ({ status: 200, body: '{"message":"Done."}' });
		page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
		page.on('pageerror', (error) => problems.push(error.message));
	});
	afterEach(async () => {
		await page.close();
		expect(problems.splice(0)).toEqual([]);
	});

	it('leads from the projects to a data unit', async () => {
		await page.goto(sandbox.appUrl);
		await id('project-editing').click();
		expect(await id('row-shapes.jpg').innerText()).toMatch(/\tNew\t/);
		await id('row-shapes.jpg').getByRole('link').click();
		await id('frame-picture').waitFor();
		expect(await id('stage').innerText()).toBe('Annotate 1');
		expect(await id('task-status').innerText()).toBe('New');
		expect(new URL(page.url()).pathname).toBe(
			`/label_editor/${sandbox.projectHash}/${sandbox.dataHash('shapes.jpg')}`,
		);
	});

	it('draws every shape, with names and confidence, and a mask where it is set', async () => {
		await open('shapes.jpg');
		await page.locator('.object').first().waitFor();
		expect(await page.locator('.tag').allInnerTexts()).toEqual(
			Object.keys(shapes).map((name) => (name === 'Box' ? 'Box 87 %' : name)),
		);
		const drawn = await page
			.locator('.object')
			.evaluateAll((groups) =>
				groups.map((group) => [...group.children].map((child) => child.tagName).join(' ')),
			);
		expect(drawn).toEqual([
			'rect',
			'rect',
			'path',
			'polyline',
			'circle',
			'line line circle circle circle',
			'',
		]);
		expect(await page.locator('.object rect').nth(1).getAttribute('transform')).toBe(
			'rotate(30 160 42)',
		);
		const painted = await page.locator('canvas.mask').evaluate((canvas) => {
			const context = (canvas as HTMLCanvasElement).getContext('2d');
			return [199, 200, 239].map((row) => context?.getImageData(100, row, 1, 1).data[3]);
		});
		expect(painted).toEqual([0, 130, 130]);
		expect((await id('classification-Weather').innerText()).replace(/\s+/g, ' ')).toContain(
			'Weather Rain Strength Heavy',
		);
	});

	it('selects objects by clicks, keeps them in the address and sends them', async () => {
		await open('shapes.jpg');
		await page.locator('.object').first().click();
		await id('object-row-object20').click({ modifiers: ['Shift'] });
		expect(new URL(page.url()).searchParams.getAll('objectHash')).toEqual(['object00', 'object20']);
		await page.reload();
		await page.waitForSelector('.object.selected');
		expect(await page.locator('.object.selected').count()).toBe(2);
		await trigger();
		await message('success');
		expect(JSON.parse(calls.at(-1)?.body ?? '')).toEqual({
			projectHash: sandbox.projectHash,
			dataHash: sandbox.dataHash('shapes.jpg'),
			frame: 0,
			objectHashes: ['object00', 'object20'],
		});
	});

	it("triggers the agent as Encord's browser does, shows that it works, its message, and what it wrote", async () => {
		let finish = () => {};
		const written = new Promise<void>((resolve) => (finish = resolve));
		behave = async () => {
			await written;
			const { store } = sandbox.host;
			const dataHash = sandbox.dataHash('variable.mp4');
			const ontology = store.ontologies.all()[0]?.editor ?? { objects: [], classifications: [] };
			const labels = handLabels({
				ontology,
				dataHash,
				still: false,
				classifications: [
					{ name: 'Scene description', answer: '<b>Red & moving</b>', range: [[17, 17]] },
				],
			});
			await fetch(`${sandbox.url}/_sandbox/labels`, {
				method: 'POST',
				body: JSON.stringify({ project: 'editing', dataHash, user: 'agent@example.com', labels }),
			});
			return { status: 200, body: JSON.stringify({ message: 'Described frame 17.' }) };
		};
		await open('variable.mp4', '/17');
		await id('frame-picture').waitFor();
		expect(await shownFrame()).toBe('17');
		await id('no-classifications').waitFor();
		await trigger();
		await message('busy');
		expect(await id('trigger-agent').isDisabled()).toBe(true);
		finish();
		expect(await message('success')).toContain('Described frame 17.');
		expect(await id('classification-Scene description').getByTestId('answer').innerText()).toBe(
			'<b>Red & moving</b>',
		);
		expect(calls.map(({ method }) => method)).toEqual(['OPTIONS', 'POST']);
		expect(calls[0]?.headers).toMatchObject({
			origin: sandbox.appUrl,
			'access-control-request-method': 'POST',
			'access-control-request-headers': 'content-type',
		});
		expect(calls[1]?.headers).toMatchObject({
			origin: sandbox.appUrl,
			'content-type': 'application/json',
		});
		expect(JSON.parse(calls[1]?.body ?? '')).toEqual({
			projectHash: sandbox.projectHash,
			dataHash: sandbox.dataHash('variable.mp4'),
			frame: 17,
		});
	});

	it('shows status and message of a failure', async () => {
		behave = async () => ({ status: 400, body: '{"message":"Draw a polygon first."}' });
		await open('shapes.jpg');
		await trigger();
		expect(await message('failure')).toMatch(/answered 400\s+Draw a polygon first\./);
		expect(await id('agent-message').getAttribute('data-status')).toBe('400');
	});

	it('says what an answer usually means that the browser must not read', async () => {
		behave = async () => ({ status: 200, body: '{}', cors: false });
		await open('shapes.jpg');
		await trigger();
		expect(await message('failure')).toContain(
			'A CORS error usually means the workflow is not published',
		);
	});

	it('sends the test call of the registration form', async () => {
		behave = async () => ({ status: 200, body: '' });
		await open('shapes.jpg');
		await trigger('test-agent');
		expect(await message('success')).toContain('answers test calls');
		expect(calls[1]?.headers).toMatchObject({
			'x-encord-editor-agent': expect.any(String),
			'x-encord-agent': expect.any(String),
		});
		expect(JSON.parse(calls[1]?.body ?? '')).toEqual({
			projectHash: '00000000-0000-0000-0000-000000000000',
			dataHash: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa',
			frame: 10,
		});
	});

	it('offers registered agents', async () => {
		await fetch(`${sandbox.url}/_sandbox/agents`, {
			method: 'POST',
			body: JSON.stringify({
				projectHash: sandbox.projectHash,
				name: 'Describe',
				endpoint: agentUrl,
			}),
		});
		await open('shapes.jpg');
		await id('agent-select')
			.locator('option', { hasText: 'Describe' })
			.waitFor({ state: 'attached' });
		expect(await id('agent-endpoint').inputValue()).toBe(agentUrl);
		await id('trigger-agent').click();
		expect(await message('success')).toContain('Done.');
	});

	it('leaves the page alone while nothing changes, and shows what others change', async () => {
		await open('shapes.jpg');
		await page.locator('.object').first().waitFor();
		const drawn = await page.locator('.object').first().elementHandle();
		await page.waitForTimeout(2500);
		expect(await drawn?.evaluate((element) => element.isConnected)).toBe(true);
		await fetch(`${sandbox.url}/_sandbox/tasks`, {
			method: 'POST',
			body: JSON.stringify({ project: 'editing', title: 'shapes.jpg', stage: 'Complete' }),
		});
		await page.waitForFunction(
			() => document.querySelector('[data-testid=stage]')?.textContent === 'Complete',
		);
	});

	it('steps through frames with the keyboard and keeps the frame in the address', async () => {
		await open('constant.mp4', '/3');
		await id('frame-picture').waitFor();
		expect(await page.locator('.object').count()).toBe(1);
		for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Shift+ArrowRight'])
			await page.keyboard.press(key);
		await page.waitForSelector('[data-testid=frame-picture][data-frame="14"]');
		expect(page.url()).toMatch(/\/14$/);
		expect(await id('frame-number').inputValue()).toBe('14');
		expect(await page.locator('.object').count()).toBe(0);
	});

	it('shows texts and says what is wrong with an address', async () => {
		await open('letter.txt');
		await page.waitForFunction(() =>
			document.querySelector('[data-testid=player]')?.textContent?.includes('Dear reader'),
		);
		await page.goto(
			`${sandbox.appUrl}/label_editor/${sandbox.projectHash}/00000000-0000-4000-8000-000000000000`,
		);
		expect(await id('problem').innerText()).toContain('does not exist');
	});
});
