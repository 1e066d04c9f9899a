/** The Encord Trigger's option "Fetch with the Call" in a real n8n, judged by the pixels that n8n keeps of the execution. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { colorDistance, shapeColors, type Rgb } from '../../sandbox/media/palette';
import type { DrawnShape } from '../../sandbox/media/pictures';
import { frameTime, movingRectangles } from '../../sandbox/media/video';
import { phoneClip } from '../../sandbox/seeds/demo/scenes';
import { boxIn } from '../../sandbox/seeds/handLabels';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { JsonObject, StoredWorkflow } from '../../scripts/n8n/api';
import { projectState, type ProjectState } from '../../scripts/sandbox/state';
import { burntNumber } from '../sandbox/media/burntNumber';
import { describeInBrowser, openBrowser } from './browser/browser';
import { answerTo, openLabelEditor } from './browser/labelEditorPage';
import { objectsOn, rowNamed } from './demo/rowLabels';
import { freshDemo, goLive } from './demo/running';

/** Its frame rate varies. */
const video = 'phone.mp4';
const { width, height } = phoneClip;

let demo: DemoAccess;
let browser: Browser;
let scenes: ProjectState;

/** The template "Hello agent" with the option set; the reply names the pictures that arrived at the node after the trigger. */
async function agentThatFetches(fetch: 'frameImage' | 'crops'): Promise<StoredWorkflow> {
	const { workflow } = await goLive(demo, 'hello-agent', (node) => {
		if (node.type.endsWith('.encordTrigger'))
			return { ...node, parameters: { ...node.parameters, options: { fetch } } };
		if (!node.type.endsWith('.encord')) return node;
		return {
			...node,
			parameters: { ...node.parameters, message: '=Got {{ $binary.data.fileName }}' },
		};
	});
	return workflow;
}

const openVideo = async ({ name: agent }: StoredWorkflow, frame: number): Promise<Page> =>
	await openLabelEditor(browser, demo, scenes, { title: video, frame, agent });

/** What the trigger gave out in the one execution of the workflow, with the bytes of each picture as n8n hands them out. */
async function fetched({
	id,
	nodes,
}: StoredWorkflow): Promise<Array<{ json: JsonObject; picture: Buffer }>> {
	const [execution, ...others] = await demo.api.executions(id);
	expect(others).toEqual([]);
	const { status, nodes: runs } = await demo.api.finished(execution?.id ?? '');
	expect(status).toBe('success');
	const trigger = nodes.find(({ type }) => type.endsWith('.encordTrigger'));
	const items = runs[trigger?.name ?? '']?.[0]?.data?.main?.[0] ?? [];
	return await Promise.all(
		items.map(async ({ json, binary }) => ({
			json,
			picture: await demo.api.binary(String(binary?.data?.id)),
		})),
	);
}

/** Draws boxes (pixels) on a frame of the video as another person would; returns the hashes of the objects in the same order. */
async function drawBoxes(
	frame: number,
	places: Array<Omit<DrawnShape, 'shape' | 'color'>>,
): Promise<string[]> {
	// Boxes of an image, put elsewhere: they have all that a label of this ontology needs.
	const patterns = objectsOn(rowNamed(scenes, 'scene-07.jpg'), 0);
	const objects = places.map((place, at) => ({
		...patterns[at]!,
		boundingBox: boxIn(phoneClip, place),
	}));
	const hashes = objects.map(({ objectHash }) => objectHash);
	const labels = {
		data_units: {
			[rowNamed(scenes, video).dataHash]: { labels: { [frame]: { objects, classifications: [] } } },
		},
		object_answers: Object.fromEntries(
			hashes.map((objectHash) => [objectHash, { objectHash, classifications: [] }]),
		),
		classification_answers: {},
	};
	await demo.sandbox.control('POST', 'labels', {
		project: 'scenes',
		title: video,
		user: 'anna@example.com',
		labels,
	});
	return hashes;
}

/** The upper half of a frame with black below it: the number is found by its place on a whole frame. */
const asWholeFrame = async (upperHalf: Buffer): Promise<Buffer> =>
	await sharp(upperHalf)
		.extend({ bottom: height / 2 })
		.png()
		.toBuffer();

/** Mean colors of two columns near the left and near the right edge; compression mixes the outermost with its neighbor. */
async function edgeColors(picture: Buffer): Promise<Rgb[]> {
	const { width: across, height: down } = await sharp(picture).metadata();
	return await Promise.all(
		[1, across - 3].map(async (left) => {
			// Statistics are taken of the picture as it comes, before anything is cut.
			const columns = await sharp(picture)
				.extract({ left, top: 0, width: 2, height: down })
				.png()
				.toBuffer();
			const [red, green, blue] = (await sharp(columns).stats()).channels;
			return [red!.mean, green!.mean, blue!.mean] as const;
		}),
	);
}

describeInBrowser('Fetch with the Call, in a real n8n, called from the Label Editor', () => {
	beforeAll(async () => {
		demo = await freshDemo();
		browser = await openBrowser();
		scenes = await projectState(demo.sandbox, 'scenes');
	});
	afterAll(async () => {
		await browser.close();
	});

	// Whoever counts time by the rate of 25 finds other frames, by the mean rate another one for the first and for the last.
	it.each([60, 73, phoneClip.frames - 1])(
		'frame %d of a video with a variable frame rate is exactly that frame',
		async (frame) => {
			const workflow = await agentThatFetches('frameImage');
			const page = await openVideo(workflow, frame);
			expect(await answerTo('trigger-agent', page)).toEqual({
				state: 'success',
				text: expect.stringContaining(`Got phone_frame_${frame}.jpg`),
			});
			await page.close();
			const items = await fetched(workflow);
			expect(items.map(({ json }) => json)).toEqual([
				expect.objectContaining({
					frame,
					width,
					height,
					timeSeconds: expect.closeTo(frameTime(phoneClip, frame), 3),
				}),
			]);
			expect(await sharp(items[0]!.picture).metadata()).toMatchObject({
				format: 'jpeg',
				width,
				height,
			});
			expect(await burntNumber(items[0]!.picture)).toBe(frame);
		},
	);

	it('one crop per selected object, each of its own size and from that very frame', async () => {
		const frame = 60;
		const [purple, orange] = movingRectangles(phoneClip, frame) as [DrawnShape, DrawnShape];
		const upperHalf = { x: 0, y: 0, width, height: height / 2 };
		const [number, rectangle, unselected] = await drawBoxes(frame, [upperHalf, orange, purple]);
		const workflow = await agentThatFetches('crops');
		const page = await openVideo(workflow, frame);
		const row = (objectHash?: string) => page.getByTestId(`object-row-${objectHash}`);
		await row(unselected).waitFor();
		await row(number).click();
		await row(rectangle).click({ modifiers: ['Shift'] });
		expect(await answerTo('trigger-agent', page)).toMatchObject({ state: 'success' });
		await page.close();

		const items = await fetched(workflow);
		const about = {
			frame,
			imageWidth: width,
			imageHeight: height,
			class: 'Generic',
			objectHashes: [number, rectangle],
		};
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ ...about, objectHash: number, width, height: height / 2 }),
			expect.objectContaining({
				...about,
				objectHash: rectangle,
				width: orange.width,
				height: orange.height,
			}),
		]);
		const [numberCrop, rectangleCrop] = items.map(({ picture }) => picture) as [Buffer, Buffer];
		expect(await sharp(numberCrop).metadata()).toMatchObject({
			format: 'jpeg',
			width,
			height: height / 2,
		});
		expect(await burntNumber(await asWholeFrame(numberCrop))).toBe(frame);
		expect(await sharp(rectangleCrop).metadata()).toMatchObject({
			format: 'jpeg',
			width: orange.width,
			height: orange.height,
		});
		// The rectangle moves by several pixels a frame: one frame off, one of its edges would show the street.
		for (const color of await edgeColors(rectangleCrop))
			expect(colorDistance(color, shapeColors.orange)).toBeLessThan(60);
	});

	it('says why when there is nothing to cut, and starts nothing', async () => {
		const workflow = await agentThatFetches('crops');
		const page = await openVideo(workflow, 74);
		expect(await answerTo('trigger-agent', page)).toEqual({
			state: 'failure',
			text: expect.stringMatching(/answered 400.*Frame 74 has no object that can be cut out/s),
		});
		await page.close();
		expect(await demo.api.executions(workflow.id)).toEqual([]);
	});
});
