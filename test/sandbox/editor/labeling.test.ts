/** A person at the Label Editor page in a browser: draws, moves, answers, submits, and is told when somebody else saved meanwhile. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page, type Route } from 'playwright-core';
import type { EncordJson } from '../../../src/encord/wire/json';
import { editorSandbox, type EditorSandbox } from './editorSandbox';

const executablePath = [
	process.env.CHROMIUM_PATH ?? '',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));
if (!executablePath)
	process.stderr.write(
		'SKIPPED: labeling on the Label Editor page is not tested, there is no Chromium (set CHROMIUM_PATH)\n',
	);

let sandbox: EditorSandbox;
let browser: Browser;
let page: Page;
const problems: string[] = [];

const id = (name: string) => page.getByTestId(name);
const open = async (title: string, rest = '') => {
	await page.goto(
		`${sandbox.appUrl}/label_editor/${sandbox.projectHash}/${sandbox.dataHash(title)}${rest}`,
	);
	await id('frame-picture').waitFor();
};
const rowOf = (title: string) =>
	sandbox.host.store
		.labelRowsOfProject(sandbox.projectHash)
		.find(({ dataHash }) => dataHash === sandbox.dataHash(title))!;
const versionIs = async (title: string, version: number) => {
	for (let wait = 0; rowOf(title).version < version && wait < 300; wait++)
		await new Promise((resolve) => setTimeout(resolve, 20));
	expect(rowOf(title).version).toBe(version);
};

/** Drags the pointer between two places of the picture, given as fractions. */
async function drag(from: [number, number], to: [number, number]): Promise<void> {
	const { x, y, width, height } = (await id('overlay').boundingBox())!;
	const at = ([right, down]: [number, number]) => [x + right * width, y + down * height] as const;
	await page.mouse.move(...at(from));
	await page.mouse.down();
	await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
	await page.mouse.move(...at(to));
	await page.mouse.up();
}

const boxesOn = (title: string, frame?: number): EncordJson[] => {
	const labels = rowOf(title).content!.data_units[sandbox.dataHash(title)]!.labels as any; // eslint-disable-line
	return (frame === undefined ? labels : labels[frame]).objects.filter(
		(object: EncordJson) => 'boundingBox' in object,
	);
};
const nearly = (box: unknown, expected: Record<string, number>) => {
	for (const [key, value] of Object.entries(expected))
		expect((box as Record<string, number>)[key]).toBeCloseTo(value, 1);
};

(executablePath ? describe : describe.skip)('a person at the Label Editor page', () => {
	beforeAll(async () => {
		sandbox = await editorSandbox();
		browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
	});
	beforeEach(async () => {
		await sandbox.host.reset();
		page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
		page.on('pageerror', (error) => problems.push(error.message));
	});
	afterEach(async () => {
		await page.close();
		expect(problems.splice(0)).toEqual([]);
	});

	it('draws a box, answers a classification and submits', async () => {
		await open('variable.mp4', '/7');
		await id('draw-Box').click();
		await drag([0.2, 0.3], [0.6, 0.8]);
		await page.locator('.object-row').waitFor();
		await versionIs('variable.mp4', 1);
		const [box] = boxesOn('variable.mp4', 7);
		nearly(box!.boundingBox, { x: 0.2, y: 0.3, w: 0.4, h: 0.5 });
		expect(box).toMatchObject({ createdBy: 'person@example.com', manualAnnotation: true });

		await id('form-Weather').getByTestId('option-Rain').click();
		await id('form-Weather').getByTestId('option-Heavy').click();
		await id('form-Scene description').getByRole('textbox').fill('<i>A street</i>');
		await page.keyboard.press('Enter');
		await id('classification-Scene description').waitFor();
		expect((await id('classification-Weather').innerText()).replace(/\s+/g, ' ')).toContain(
			'Weather Rain Strength Heavy',
		);
		expect(await id('classification-Scene description').getByTestId('answer').innerText()).toBe(
			'<i>A street</i>',
		);
		const answers = Object.values(rowOf('variable.mp4').content!.classification_answers);
		expect(JSON.stringify(answers)).toContain('Heavy');
		expect(answers).toHaveLength(2);

		await id('task-submit').click();
		await page.getByText('Submitted. The task is now in Complete.').waitFor();
		expect(await id('stage').innerText()).toBe('Complete');
		const { tasks, projects } = sandbox.host.store;
		const task = tasks.get(rowOf('variable.mp4').taskUuid!)!;
		const stage = projects
			.get(sandbox.projectHash)!
			.stages.find(({ uuid }) => uuid === task.stageUuid);
		expect([stage?.title, task.lastActionedBy]).toEqual(['Complete', 'person@example.com']);
	}, 60_000);

	it('moves a box, and resizes it at a corner, without changing the selection', async () => {
		await open('shapes.jpg');
		await id('object-row-object00').click();
		await drag([0.1, 0.2], [0.3, 0.5]);
		await versionIs('shapes.jpg', 2);
		const moved = () => boxesOn('shapes.jpg').find(({ objectHash }) => objectHash === 'object00')!;
		nearly(moved().boundingBox, { x: 0.25, y: 0.4, w: 0.2, h: 0.2 });
		expect(moved()).toMatchObject({ lastEditedBy: 'person@example.com', manualAnnotation: true });
		expect(new URL(page.url()).searchParams.getAll('objectHash')).toEqual(['object00']);
		await page.waitForTimeout(100);
		await drag([0.45, 0.6], [0.65, 0.9]);
		await versionIs('shapes.jpg', 3);
		nearly(moved().boundingBox, { x: 0.25, y: 0.4, w: 0.4, h: 0.5 });
		await page.keyboard.press('Delete');
		await versionIs('shapes.jpg', 4);
		expect(moved()).toBeUndefined();
	}, 60_000);

	it('is told when somebody else saved meanwhile, and saves on top of it', async () => {
		await open('shapes.jpg');
		// Somebody saves while the page cannot know of it yet.
		const saveElsewhere = async (route: Route) => {
			await fetch(`${sandbox.url}/_sandbox/labels`, {
				method: 'POST',
				body: JSON.stringify({
					project: 'editing',
					title: 'shapes.jpg',
					user: 'agent@example.com',
				}),
			});
			await route.continue();
		};
		await page.route('**/labels', saveElsewhere, { times: 1 });
		await id('draw-Box').click();
		await drag([0.5, 0.6], [0.9, 0.9]);
		await id('save-again').waitFor();
		expect(await id('label-notice').innerText()).toContain(
			'agent@example.com saved these labels meanwhile. Your box is not saved.',
		);
		expect(boxesOn('shapes.jpg')).toHaveLength(1);
		await id('save-again').click();
		await versionIs('shapes.jpg', 3);
		expect(boxesOn('shapes.jpg')).toHaveLength(2);
		await id('label-notice').waitFor({ state: 'hidden' });
	}, 60_000);

	it('puts tasks back, adds a picture and resets', async () => {
		await page.goto(`${sandbox.appUrl}/projects/${sandbox.projectHash}`);
		await id('add-picture').click();
		await id('row-picture-6.jpg').waitFor();
		await fetch(`${sandbox.url}/_sandbox/tasks`, {
			method: 'POST',
			body: JSON.stringify({ project: 'editing', title: 'shapes.jpg', stage: 'Complete' }),
		});
		await id('put-back').click();
		await page.getByText('1 tasks put back').waitFor();
		await page.goto(sandbox.appUrl);
		page.on('dialog', (dialog) => void dialog.accept());
		await id('reset').click();
		await page.getByText('The sandbox is as on the first day').waitFor();
		await id('project-editing').click();
		await id('row-shapes.jpg').waitFor();
		expect(await id('row-picture-6.jpg').count()).toBe(0);
	}, 60_000);

	it('shows a title of markup as text, wherever it stands', async () => {
		const title = '"><img src=x onerror=alert(1)>.png';
		await page.goto(`${sandbox.appUrl}/projects/${sandbox.projectHash}`);
		const picture = await page.request.get(
			`${sandbox.appUrl}/_app/api/projects/${sandbox.projectHash}/data/${sandbox.dataHash('group')}/frames/0`,
		);
		await id('picture-file').waitFor({ state: 'attached' });
		const chosen = page.waitForEvent('filechooser');
		await id('upload-picture').click();
		await (
			await chosen
		).setFiles({ name: title, mimeType: 'image/png', buffer: await picture.body() });
		await page.getByRole('link', { name: title }).click();
		await id('frame-picture').waitFor();
		expect(await page.locator('img[src=x]').count()).toBe(0);
		expect(await page.title()).toContain(title);
	}, 60_000);
});
