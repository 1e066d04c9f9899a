/**
 * `npm run pictures`: makes the pictures of the README again, from a real n8n and the sandbox: the canvas of every template, the steps of
 * a first agent, the credential, and the main job as a moving picture. `npm run pictures -- TEMPLATE…` makes those of these templates only.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser, openN8n, openPage } from './browser/browser';
import { Canvas } from './browser/canvas';
import { answerAnnotator, routeByModel } from './browser/firstWorkflows';
import { inClone } from './clone';
import { ensureBuilt } from './compile/build';
import { importTemplate, startDemo, type DemoAccess } from './demo/demo';
import { productionUrl, templateNamed, templates } from './demo/templateBinding';
import { projectState } from './sandbox/state';
import { ffmpegBinary } from '../sandbox/media/ffmpegBinary';

const folder = inClone('docs/images');
const runProgram = promisify(execFile);

/** Saves a picture in few colors, which is a tenth of its size and looks the same. */
async function save(picture: Buffer, name: string, width: number): Promise<void> {
	await sharp(picture)
		.resize({ width, withoutEnlargement: true })
		.png({ palette: true, colours: 128, effort: 10 })
		.toFile(join(folder, `${name}.png`));
}

/** The canvas of each template, as somebody sees it who has imported it. */
async function templatePictures(
	page: Page,
	demo: DemoAccess,
	shown: typeof templates,
): Promise<void> {
	for (const binding of shown) {
		const { id } = await importTemplate(demo, binding);
		await page.goto(`${demo.api.url}/workflow/${id}`);
		await page.locator('[data-test-id="canvas-node"]').first().waitFor();
		await page.locator('[data-test-id="zoom-to-fit"]').click();
		await page.waitForTimeout(1500);
		await save(await canvasOf(page), `templates/${binding.file}`, 1000);
	}
}

/** What is drawn on the canvas, without n8n's bars and buttons around it. */
async function canvasOf(page: Page): Promise<Buffer> {
	await page.addStyleTag({
		content:
			'[data-test-id="canvas-background"], [data-test-id="canvas-controls"], [class*="setupCredentials"], [class*="tabs"], [class*="buttonsWrapper"], [class*="executionButtons"] { visibility: hidden !important; }',
	});
	const clip = await page.evaluate(() => {
		// Names stick out of their nodes at all sides. Their elements are wider than their words, so the words are measured.
		const drawn: Array<[Element, Range | Element]> = [
			...document.querySelectorAll('.vue-flow__node, .vue-flow__edge, .vue-flow__node svg'),
		].map((each) => [each, each]);
		for (const node of document.querySelectorAll('.vue-flow__node')) {
			const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
			while (texts.nextNode()) {
				const range = document.createRange();
				range.selectNodeContents(texts.currentNode);
				drawn.push([texts.currentNode.parentElement!, range]);
			}
		}
		const boxes = drawn
			.filter(([each]) => each.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
			.map(([, part]) => part.getBoundingClientRect());
		const all = boxes.filter(({ width, height }) => width > 0 && height > 0);
		const [left, top] = [Math.min(...all.map((b) => b.left)), Math.min(...all.map((b) => b.top))];
		const right = Math.max(...all.map((b) => b.right));
		const bottom = Math.max(...all.map((b) => b.bottom));
		return { x: left - 24, y: top - 16, width: right - left + 48, height: bottom - top + 32 };
	});
	return await page.screenshot({ clip });
}

/** The pictures of the steps of a workflow that is built on an empty canvas. */
async function stepsOf(page: Page, demo: DemoAccess, build: (canvas: Canvas) => Promise<string>) {
	const canvas = new Canvas(page);
	const pictures: Buffer[] = [];
	canvas.onStep = async () => {
		await page.waitForTimeout(700);
		pictures.push(await page.screenshot());
	};
	await canvas.open(demo.api.url);
	pictures.push(await page.screenshot());
	const workflowId = await build(canvas);
	return { pictures, workflowId };
}

/** The first agent: its steps in n8n, and its answer in the Label Editor. */
async function firstAgent(page: Page, demo: DemoAccess): Promise<void> {
	const { pictures, workflowId } = await stepsOf(page, demo, answerAnnotator);
	for (const [index, picture] of pictures.entries())
		await save(picture, `first-agent/${index + 1}`, 900);
	const workflow = await demo.api.workflow(workflowId);
	const { projectHash, labelRows } = await projectState(demo.sandbox, 'scenes');
	await demo.sandbox.control('POST', 'agents', {
		projectHash,
		name: 'Hello',
		endpoint: productionUrl(demo.api.url, workflow),
	});
	const editor = await openPage(page.context().browser()!);
	await editor.goto(
		`${demo.sandbox.appUrl}/label_editor/${projectHash}/${labelRows[0]?.dataHash}/0`,
	);
	await editor.getByTestId('agent-select').selectOption('Hello');
	await editor.getByTestId('trigger-agent').click();
	await editor.locator('[data-testid="agent-message"][data-state="success"]').waitFor();
	await save(await editor.screenshot(), 'first-agent/answer', 900);
	await editor.close();
}

/** The main job as a moving picture: how the workflow is built, and what the tasks look like after it has run. */
async function mainJob(page: Page, demo: DemoAccess): Promise<void> {
	const { pictures, workflowId } = await stepsOf(page, demo, routeByModel);
	await page.goto(`${demo.api.url}/workflow/${workflowId}/executions`);
	await page.waitForTimeout(65_000);
	await page.reload();
	await page.waitForTimeout(4_000);
	pictures.push(await page.screenshot());
	const frames = await mkdtemp(join(tmpdir(), 'encord-pictures-'));
	for (const [index, picture] of pictures.entries())
		await sharp(picture)
			.resize({ width: 900 })
			.png()
			.toFile(join(frames, `${index}.png`));
	await runProgram(await ffmpegBinary(), [
		'-y',
		'-loglevel',
		'error',
		'-framerate',
		'2/3',
		'-i',
		join(frames, '%d.png'),
		'-vf',
		'split[a][b];[a]palettegen=max_colors=96[p];[b][p]paletteuse=dither=none',
		join(folder, 'main-job.gif'),
	]);
	await rm(frames, { recursive: true });
}

/** The credential form after its test. */
async function credential(page: Page, demo: DemoAccess): Promise<void> {
	await page.goto(`${demo.api.url}/home/credentials/${demo.credentials.encordApi?.id}`);
	await page.locator('[data-test-id="credentials-config-container-test-success"]').waitFor();
	await save(await page.screenshot(), 'credential', 900);
}

async function main(names: string[]): Promise<void> {
	const asked = names.map(templateNamed);
	await ensureBuilt();
	const data = await mkdtemp(join(tmpdir(), 'encord-pictures-demo-'));
	for (const name of ['templates', 'first-agent'])
		await mkdir(join(folder, name), { recursive: true });
	const demo = await startDemo({ folder: data, n8nPort: 0 });
	const browser = await openBrowser();
	try {
		const page = await openN8n(browser, demo);
		if (asked.length === 0) {
			await credential(page, demo);
			await firstAgent(page, demo);
			await mainJob(page, demo);
		}
		await templatePictures(page, demo, asked.length === 0 ? templates : asked);
	} finally {
		await browser.close();
		await demo.stop();
		await rm(data, { recursive: true, force: true });
	}
}

void main(process.argv.slice(2));
