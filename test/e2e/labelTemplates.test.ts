/** The templates that write and check labels, run in a real n8n: judged by what the sandbox holds afterwards. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { callAgent, type AgentAnswer } from '../../scripts/sandbox/agentCall';
import type { DemoAccess } from '../../scripts/demo/demo';
import { answersOf, projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { expectBoxesOnRectangles } from './demo/drawnRectangles';
import {
	areaOf,
	attributesOf,
	distanceTo,
	framesByClass,
	framesOf,
	objectsOn,
	outlineOf,
	rowNamed,
	type FrameLabels,
	type ObjectLabel,
	type Row,
} from './demo/rowLabels';
import { freshDemo, goLive, resetDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});

async function rowOf(project: string, title: string): Promise<Row> {
	return rowNamed(await projectState(demo.sandbox, project), title);
}

/** Calls the agent for a file of the project "scenes", as the Label Editor would. */
async function callForScene(
	endpoint: string,
	title: string,
	more: { frame?: number; objectHashes?: string[] } = {},
): Promise<AgentAnswer> {
	const { projectHash } = await projectState(demo.sandbox, 'scenes');
	const { dataHash } = await rowOf('scenes', title);
	return await callAgent(demo.sandbox, endpoint, { projectHash, dataHash, frame: 0, ...more });
}

const byName = (labels: ObjectLabel[]) => [...labels].sort((a, b) => a.name.localeCompare(b.name));
const upTo = (first: number, last: number) =>
	Array.from({ length: last - first + 1 }, (_, step) => first + step);

describe('Pre-label videos with a detector', () => {
	async function expectBoxesWhereTheyWereDrawn(): Promise<void> {
		expect(await stageIsEmpty(demo.sandbox, 'pre-labeling', 'Pre-Labeling Agent', 90_000)).toBe(
			true,
		);
		const state = await projectState(demo.sandbox, 'pre-labeling');
		expect(tasksByStage(state)).toEqual({ 'Annotate 1': 8 });
		expectBoxesOnRectangles(state, 10);
	}

	it('boxes every rectangle of every tenth frame, with confidence, and sends each video to the annotators', async () => {
		await goLive(demo, 'pre-label-videos-with-a-detector');
		await expectBoxesWhereTheyWereDrawn();
	});

	it('puts the boxes in the same places when the detector is sent smaller pictures', async () => {
		await resetDemo(demo);
		await goLive(demo, 'pre-label-videos-with-a-detector', (node) => {
			const options = node.parameters.options as Record<string, unknown> | undefined;
			if (options?.maxDimension === undefined) return node;
			return {
				...node,
				parameters: { ...node.parameters, options: { ...options, maxDimension: 360 } },
			};
		});
		await expectBoxesWhereTheyWereDrawn();
	});
});

describe('Check labels before submit', () => {
	it('lists the faults with their frame, and changes nothing', async () => {
		const { endpoint } = await goLive(demo, 'check-labels-before-submit');
		const { projectHash } = await projectState(demo.sandbox, 'scenes');
		const { dataHash, labels } = await rowOf('scenes', 'scene-07.jpg');
		const faulty = structuredClone(labels)!;
		const [first, second] = objectsOn({ dataHash, labels: faulty } as Row, 0);
		// One box as small as a speck; another drawn over the third.
		first!.boundingBox = { x: 0.5, y: 0.1, w: 0.004, h: 0.005 };
		second!.boundingBox = {
			...objectsOn(await rowOf('scenes', 'scene-07.jpg'), 0)[2]!.boundingBox!,
		};
		await demo.sandbox.control('POST', 'labels', {
			project: projectHash,
			dataHash,
			user: 'anna@example.com',
			labels: faulty,
		});
		const before = await rowOf('scenes', 'scene-07.jpg');
		const answer = await callForScene(endpoint, 'scene-07.jpg');
		expect(answer.status).toBe(400);
		expect(answer.message).toMatch(/^2 faults\. /);
		expect(answer.message).toMatch(/Frame 0: .*"Generic".* px/);
		expect(answer.message).toMatch(/overlap/i);
		expect(await rowOf('scenes', 'scene-07.jpg')).toEqual(before);
	});

	it('says so when there are no labels at all', async () => {
		const { endpoint } = await goLive(demo, 'check-labels-before-submit');
		expect(await callForScene(endpoint, 'scene-06.jpg')).toMatchObject({
			status: 400,
			message: expect.stringMatching(/^1 fault\. /),
		});
	});

	it('says that all is fine', async () => {
		const { endpoint } = await goLive(demo, 'check-labels-before-submit');
		const answer = await callForScene(endpoint, 'scene-02.jpg');
		expect(answer).toMatchObject({ status: 200, message: expect.stringMatching(/no faults/i) });
	});
});

describe('Simplify polygons', () => {
	it('leaves the outline where it is, with far fewer points, and other labels alone', async () => {
		const size = { width: 800, height: 600 };
		const { endpoint } = await goLive(demo, 'simplify-polygons');
		const before = await rowOf('scenes', 'scene-03.jpg');
		const answer = await callForScene(endpoint, 'scene-03.jpg');
		const after = await rowOf('scenes', 'scene-03.jpg');
		const outline = (row: Row) =>
			outlineOf(objectsOn(row, 0).find(({ name }) => name === 'Outline')!, size);
		const lane = (row: Row) => objectsOn(row, 0).find(({ name }) => name === 'Lane');
		const [old, now] = [outline(before), outline(after)];
		expect(old).toHaveLength(240);
		expect(now.length).toBeLessThan(80);
		expect(answer).toMatchObject({
			status: 200,
			message: expect.stringContaining(`240 → ${now.length} points`),
		});
		expect(Math.abs(areaOf(now) / areaOf(old) - 1)).toBeLessThan(0.01);
		for (const point of old) expect(distanceTo(now, point)).toBeLessThan(1.001);
		expect(lane(after)).toEqual(lane(before));
		expect(objectsOn(after, 0).map(({ objectHash }) => objectHash)).toEqual(
			objectsOn(before, 0).map(({ objectHash }) => objectHash),
		);
	});
});

describe('Fill nested frame classifications', () => {
	it('answers the nested questions of the chosen option', async () => {
		const { endpoint } = await goLive(demo, 'fill-nested-frame-classifications');
		for (const title of ['scene-02.jpg', 'scene-05.jpg'])
			expect(await callForScene(endpoint, title)).toMatchObject({ status: 200 });
		const state = await projectState(demo.sandbox, 'scenes');
		expect(answersOf(state, 'Content')).toEqual({
			'scene-02.jpg': ['Rectangles'],
			'scene-05.jpg': ['Circles'],
		});
		// The largest of each picture.
		expect(answersOf(state, 'Main color')).toEqual({
			'scene-02.jpg': ['Purple'],
			'scene-05.jpg': ['Green'],
		});
	});

	it('labels the frame of a video that the annotator looks at, and no other', async () => {
		const { endpoint } = await goLive(demo, 'fill-nested-frame-classifications');
		expect(await callForScene(endpoint, 'phone.mp4', { frame: 40 })).toMatchObject({ status: 200 });
		const row = await rowOf('scenes', 'phone.mp4');
		const labeled = [...framesOf(row)].filter(([, { classifications = [] }]) =>
			classifications.some(({ name }) => name === 'Content'),
		);
		expect(labeled.map(([frame]) => frame)).toEqual([40]);
		const answers = Object.values(row.labels!.classification_answers).flatMap(
			({ classifications }) => classifications,
		);
		expect(answers.find(({ name }) => name === 'How many rectangles')?.answers).toBe(2);
	});
});

describe('Turn generic boxes into classes', () => {
	it('names every generic box and answers its attributes; the boxes stay where they are', async () => {
		const { endpoint } = await goLive(demo, 'turn-generic-boxes-into-classes');
		const before = await rowOf('scenes', 'scene-02.jpg');
		const answer = await callForScene(endpoint, 'scene-02.jpg');
		const after = await rowOf('scenes', 'scene-02.jpg');
		expect(objectsOn(before, 0).map(({ name }) => name)).toEqual(['Generic', 'Generic']);
		expect(objectsOn(after, 0).map(({ name }) => name)).toEqual([
			'Green rectangle',
			'Purple rectangle',
		]);
		const place = ({ objectHash, boundingBox }: ObjectLabel) => ({ objectHash, boundingBox });
		expect(objectsOn(after, 0).map(place)).toEqual(objectsOn(before, 0).map(place));
		for (const { objectHash } of objectsOn(after, 0))
			expect(attributesOf(after, objectHash).Surroundings).toMatch(/^(Light|Dark)$/);
		expect(answer).toMatchObject({
			status: 200,
			message: expect.stringContaining('Purple rectangle'),
		});
	});

	it('says so when the frame has none', async () => {
		const { endpoint } = await goLive(demo, 'turn-generic-boxes-into-classes');
		expect(await callForScene(endpoint, 'scene-06.jpg')).toMatchObject({
			status: 400,
			message: expect.stringMatching(/no .*box/i),
		});
	});

	it('looks only at the selected box', async () => {
		const { endpoint } = await goLive(demo, 'turn-generic-boxes-into-classes');
		await demo.sandbox.control('POST', 'reset');
		const selected = objectsOn(await rowOf('scenes', 'scene-07.jpg'), 0)[1]!.objectHash;
		await callForScene(endpoint, 'scene-07.jpg', { objectHashes: [selected] });
		const names = objectsOn(await rowOf('scenes', 'scene-07.jpg'), 0).map(({ name }) => name);
		expect(names).toEqual(['Generic', 'Green rectangle', 'Generic']);
	});
});

describe('Copy labels from a twin project', () => {
	it('copies boxes and nested answers', async () => {
		const { endpoint } = await goLive(demo, 'copy-labels-from-a-twin-project');
		expect(await callForScene(endpoint, 'scene-08.jpg')).toMatchObject({ status: 200 });
		const [copy, twin] = [
			await rowOf('scenes', 'scene-08.jpg'),
			await rowOf('scenes (twin)', 'scene-08.jpg'),
		];
		const seen = ({ name, boundingBox }: ObjectLabel) => ({ name, boundingBox });
		expect(objectsOn(copy, 0).map(seen)).toEqual(objectsOn(twin, 0).map(seen));
		expect(objectsOn(copy, 0)).toHaveLength(1);
		const state = await projectState(demo.sandbox, 'scenes');
		expect(answersOf(state, 'Content')['scene-08.jpg']).toEqual(['Rectangles']);
		expect(answersOf(state, 'Main color')['scene-08.jpg']).toEqual(['Purple']);
	});

	it('keeps what a person labeled here, keeps tracks together, and doubles nothing when it is called again', async () => {
		const { endpoint } = await goLive(demo, 'copy-labels-from-a-twin-project');
		const before = await rowOf('scenes', 'crossing.mp4');
		for (const call of [1, 2]) {
			expect({ call, ...(await callForScene(endpoint, 'crossing.mp4')) }).toMatchObject({
				call,
				status: 200,
			});
			const row = await rowOf('scenes', 'crossing.mp4');
			expect(framesByClass(row)).toEqual({
				'Red rectangle': upTo(0, 24),
				'Green rectangle': upTo(0, 49),
				'Blue rectangle': upTo(25, 49),
			});
			expect(Object.keys(row.labels!.object_answers)).toHaveLength(3);
			expect(objectsOn(row, 12).find(({ name }) => name === 'Red rectangle')).toEqual(
				objectsOn(before, 12)[0],
			);
			expect(
				answersOf(await projectState(demo.sandbox, 'scenes'), 'Time of day')['crossing.mp4'],
			).toEqual(['Day']);
		}
		const twin = await rowOf('scenes (twin)', 'crossing.mp4');
		const own = ({ name }: ObjectLabel) => name !== 'Red rectangle';
		const copied = byName(objectsOn(await rowOf('scenes', 'crossing.mp4'), 30).filter(own)).map(
			({ boundingBox }) => boundingBox,
		);
		expect(copied).toEqual(byName(objectsOn(twin, 30)).map(({ boundingBox }) => boundingBox));
	});

	it('keeps the confidence, and each answer on the frames the twin has it on', async () => {
		const { endpoint } = await goLive(demo, 'copy-labels-from-a-twin-project');
		const { projectHash } = await projectState(demo.sandbox, 'scenes (twin)');
		const { dataHash, labels } = await rowOf('scenes (twin)', 'crossing.mp4');
		const twin = structuredClone(labels)!;
		const answered = (await rowOf('scenes (twin)', 'scene-01.jpg')).labels!;
		const [hash, entry] = Object.entries(answered.classification_answers)[0]!;
		const [still] = Object.values(answered.data_units) as Array<{ labels: FrameLabels }>;
		twin.classification_answers[hash] = entry;
		const frames = framesOf({ dataHash, labels: twin } as Row);
		for (const frame of [5, 6, 7])
			frames.get(frame)!.classifications = structuredClone(still!.labels.classifications!);
		frames.get(30)!.objects!.find(({ name }) => name === 'Green rectangle')!.confidence = 0.75;
		await demo.sandbox.control('POST', 'labels', {
			project: projectHash,
			dataHash,
			user: 'ben@example.com',
			labels: twin,
		});
		expect(await callForScene(endpoint, 'crossing.mp4')).toMatchObject({ status: 200 });
		const copy = framesOf(await rowOf('scenes', 'crossing.mp4'));
		const content = [...copy].filter(([, { classifications = [] }]) =>
			classifications.some(({ name }) => name === 'Content'),
		);
		expect(content.map(([frame]) => frame).sort((a, b) => a - b)).toEqual([5, 6, 7]);
		const green = (frame: number) =>
			copy.get(frame)?.objects?.find(({ name }) => name === 'Green rectangle')?.confidence;
		expect([green(29), green(30), green(31)]).toEqual([1, 0.75, 1]);
	});
});
