/**
 * The templates with models that look: masks, look-alikes of an example, a point through a video. They run in a real n8n against the
 * toy models and are judged by what the sandbox holds afterwards. Where the model fails, apologizes or finds nothing, nothing is saved
 * and a person is told.
 */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { movingRectangles } from '../../sandbox/media/video';
import { beltClip, cutOutShapes } from '../../sandbox/seeds/demo/cutOuts';
import { beads, beadSize, middleOfRed, walkClip } from '../../sandbox/seeds/demo/examples';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { JsonObject, WorkflowNode } from '../../scripts/n8n/api';
import { callAgent } from '../../scripts/sandbox/agentCall';
import {
	projectState,
	stageIsEmpty,
	stateWhen,
	type ProjectState,
} from '../../scripts/sandbox/state';
import {
	areaOf,
	framesOf,
	objectsOn,
	outlineOf,
	overlap,
	rowNamed,
	type ObjectLabel,
	type Row,
} from './demo/rowLabels';
import { freshDemo, goLive, resetDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});
beforeEach(async () => {
	await resetDemo(demo);
});

const stateOf = async (project: string) => await projectState(demo.sandbox, project);
const rowOf = async (project: string, title: string) => rowNamed(await stateOf(project), title);
const stages = ({ tasks }: ProjectState) =>
	Object.fromEntries(tasks.map(({ title, stage }) => [title, stage]));
const agentSaves = ({ labelRows }: ProjectState) =>
	labelRows.flatMap(({ saves }) => saves).filter(({ by }) => by === 'agent@example.com');
/** What the next calls of this kind get instead of an answer. */
const fault = async (call: string, then: JsonObject, times = 1) =>
	await demo.sandbox.control('POST', 'faults', { match: { call }, then, times });
const apology = { status: 200, body: { message: 'Sorry, I cannot help with that.' } };

describe('Segment with a mask model', () => {
	async function drained(): Promise<ProjectState> {
		await goLive(demo, 'segment-with-a-mask-model');
		expect(await stageIsEmpty(demo.sandbox, 'cut-outs', 'Agent 1', 90_000)).toBe(true);
		return await stateOf('cut-outs');
	}
	const toPeople = {
		'table-1.png': 'Annotate 1',
		'table-2.png': 'Annotate 1',
		'table-3.png': 'Annotate 1',
		'belt.mp4': 'Annotate 1',
	};

	/** The box around a polygon, in fractions of its picture. */
	const boxAround = (label: ObjectLabel) => {
		const corners = outlineOf(label, { width: 1, height: 1 });
		const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
		const [x, y] = [Math.min(...xs), Math.min(...ys)];
		return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
	};

	it('draws polygons and bitmasks where things are, and sends an empty picture to a person', async () => {
		const state = await drained();
		expect(stages(state)).toEqual({
			...toPeople,
			'table-1.png': 'Review 1',
			'table-2.png': 'Review 1',
			'belt.mp4': 'Review 1',
		});
		expect(state.issues).toMatchObject([
			{ comment: expect.stringMatching(/drew nothing on this file/), tags: ['agent'] },
		]);
		const first = objectsOn(rowNamed(state, 'table-1.png'), 0);
		expect(first.map(({ name }) => name).sort()).toEqual(['Red rectangle', 'Yellow circle']);
		const [{ x, y, width, height }] = cutOutShapes[0] as [(typeof cutOutShapes)[0][0]];
		const drawn = { x: x / 480, y: y / 360, w: width / 480, h: height / 360 };
		const polygon = first.find(({ name }) => name === 'Red rectangle')!;
		expect(overlap(boxAround(polygon), drawn)).toBeGreaterThan(0.95);
		const circle = first.find(({ name }) => name === 'Yellow circle') as ObjectLabel & {
			bitmask: { top: number; left: number; width: number; height: number; rleString: string };
		};
		expect(circle.bitmask.rleString).not.toBe('');
		expect(circle.confidence).toBeLessThan(1);
		const second = objectsOn(rowNamed(state, 'table-2.png'), 0);
		expect(second.map(({ name }) => name).sort()).toEqual(['Blue circle', 'Green circle']);
		const belt = rowNamed(state, 'belt.mp4');
		expect([...framesOf(belt).keys()].sort((a, b) => a - b)).toEqual([0, 10, 20]);
		for (const frame of [0, 10, 20])
			for (const shape of movingRectangles(beltClip, frame)) {
				const label = objectsOn(belt, frame).find(({ name }) =>
					name.toLowerCase().startsWith(shape.color),
				)!;
				const truth = {
					x: shape.x / beltClip.width,
					y: shape.y / beltClip.height,
					w: shape.width / beltClip.width,
					h: shape.height / beltClip.height,
				};
				expect(overlap(boxAround(label), truth)).toBeGreaterThan(0.85);
			}
		expect(rowNamed(state, 'belt.mp4').saves).toHaveLength(1);
	});

	it.each<[string, JsonObject, RegExp]>([
		['fails', { status: 503, body: { message: 'Out of memory' } }, /Frame 0: the model failed \(/],
		['apologizes', apology, /Frame 0: the model answered no list of detections/],
		[
			'answers masks of another size',
			{
				status: 200,
				body: {
					detections: [
						{ class: 'red circle', score: 0.9, segmentation: { size: [2, 2], counts: [1, 3] } },
					],
				},
			},
			/2 × 2/,
		],
	])('saves nothing and tells people why when the model %s', async (_name, then, reason) => {
		await fault('toy.segment', then, 6);
		const state = await drained();
		expect(stages(state)).toEqual(toPeople);
		expect(agentSaves(state)).toEqual([]);
		expect(state.issues).toHaveLength(4);
		for (const { comment } of state.issues) expect(comment).toMatch(reason);
	});

	it('saves nothing of a video of which one frame has no answer', async () => {
		await goLive(demo, 'segment-with-a-mask-model', (node: WorkflowNode) =>
			node.name === 'Segment'
				? {
						...node,
						parameters: {
							...node.parameters,
							url: `={{ $json.frame === 20 ? '${demo.sandbox.url}/toy/nothing-here' : '${demo.sandbox.url}/toy/segment' }}`,
						},
					}
				: node,
		);
		expect(await stageIsEmpty(demo.sandbox, 'cut-outs', 'Agent 1', 90_000)).toBe(true);
		const state = await stateOf('cut-outs');
		expect(stages(state)).toMatchObject({ 'belt.mp4': 'Annotate 1', 'table-1.png': 'Review 1' });
		expect(rowNamed(state, 'belt.mp4').saves).toEqual([]);
		expect(state.issues.map(({ comment }) => comment).join('\n')).toMatch(
			/Frame 20: the model failed/,
		);
	});
});

describe('Find more like the selected object', () => {
	async function call(
		title: string,
		selected: number[],
		frame = 0,
		change?: (node: WorkflowNode) => WorkflowNode,
	) {
		const { endpoint } = await goLive(demo, 'find-more-like-the-selected-object', change);
		const { projectHash } = await stateOf('look-alikes');
		const before = await rowOf('look-alikes', title);
		const hashes = objectsOn(before, 0).map(({ objectHash }) => objectHash);
		const ask = async () =>
			await callAgent(demo.sandbox, endpoint, {
				projectHash,
				dataHash: before.dataHash,
				frame,
				objectHashes: selected.map((index) => hashes[index]!),
			});
		return { before, ask, answer: await ask(), after: await rowOf('look-alikes', title) };
	}
	const truth = beads.slice(0, 4).map(({ x, y, width, height }) => ({
		x: x / beadSize.width,
		y: y / beadSize.height,
		w: width / beadSize.width,
		h: height / beadSize.height,
	}));
	const expectOneOnEach = (row: Row) => {
		const boxes = objectsOn(row, 0);
		expect(boxes).toHaveLength(truth.length);
		for (const place of truth)
			expect(boxes.filter(({ boundingBox }) => overlap(boundingBox!, place) > 0.85)).toHaveLength(
				1,
			);
	};

	it('boxes the other things that look like it, once, and leaves the boxes of people', async () => {
		const { before, answer, ask, after } = await call('beads-1.png', [0]);
		expect(answer).toMatchObject({ status: 200, message: expect.stringMatching(/^Added .*Bead/) });
		expectOneOnEach(after);
		expect(objectsOn(after, 0)[0]).toEqual(objectsOn(before, 0)[0]);
		expect(new Set(objectsOn(after, 0).map(({ name }) => name))).toEqual(new Set(['Bead']));
		expect(await ask()).toMatchObject({
			status: 200,
			message: expect.stringMatching(/^Nothing was added/),
		});
		expect(await rowOf('look-alikes', 'beads-1.png')).toEqual(after);
	});

	/** Writes the name of a class of outlines where the sticky says. */
	const asOutlines = (node: WorkflowNode): WorkflowNode =>
		JSON.parse(
			JSON.stringify(node).replace(
				'"name":"maskClass","value":"none"',
				'"name":"maskClass","value":"Bead outline"',
			),
		) as WorkflowNode;

	it('outlines them by the masks of the model, once, when a class for masks is given', async () => {
		const { before, answer, ask, after } = await call('beads-1.png', [0], 0, asOutlines);
		expect(answer).toMatchObject({
			status: 200,
			message: expect.stringMatching(/^Added 3 .*Bead/),
		});
		const outlines = objectsOn(after, 0).filter(({ name }) => name === 'Bead outline');
		expect(objectsOn(after, 0)).toEqual([...objectsOn(before, 0), ...outlines]);
		const areas = outlines.map((label) => areaOf(outlineOf(label, beadSize)));
		// A circle fills π/4 of the box around it.
		for (const area of areas) expect(area / 80 ** 2).toBeCloseTo(Math.PI / 4, 1);
		expect(areas).toHaveLength(3);
		expect(await ask()).toMatchObject({
			status: 200,
			message: expect.stringMatching(/^Nothing was added/),
		});
		expect(await rowOf('look-alikes', 'beads-1.png')).toEqual(after);
	});

	it('saves nothing when the model answers boxes where masks were asked for', async () => {
		const detections = [{ confidence: 0.9, box: [220, 90, 300, 170] }];
		await fault('toy.lookAlikes', { status: 200, body: { detections } });
		const { before, answer, after } = await call('beads-1.png', [0], 0, asOutlines);
		expect(answer).toMatchObject({
			status: 400,
			message: 'Nothing was saved: the model answered no masks.',
		});
		expect(after).toEqual(before);
	});

	it('adds no second box where a person has drawn one that is not selected', async () => {
		const { before, after } = await call('beads-2.png', [1]);
		expectOneOnEach(after);
		expect(objectsOn(after, 0).slice(0, 2)).toEqual(objectsOn(before, 0));
	});

	it.each<[string, string, number[], number, RegExp]>([
		['without a selection', 'beads-1.png', [], 400, /^Select the one box/],
		['with two selected', 'beads-2.png', [0, 1], 400, /^Select the one box/],
		['when nothing looks like it', 'beads-3.png', [0], 200, /^Nothing was added/],
	])('saves nothing %s, and says so', async (_name, title, selected, status, message) => {
		const { before, answer, after } = await call(title, selected);
		expect(answer).toMatchObject({ status, message: expect.stringMatching(message) });
		expect(after).toEqual(before);
	});

	it.each<[string, string, JsonObject, RegExp]>([
		['the model fails', 'toy.lookAlikes', { status: 503 }, /^Nothing was saved: the model failed/],
		['the model apologizes', 'toy.lookAlikes', apology, /^Nothing was saved: the model answered/],
		[
			'a box is beyond the picture',
			'toy.lookAlikes',
			{
				status: 200,
				body: { detections: [{ confidence: 0.9, box: [5000, 10, 5100, 90] }] },
			},
			/^Nothing was saved: /,
		],
		['the labels cannot be read', 'labelrow.GET', { status: 403 }, /^Nothing was saved: /],
	])('saves nothing when %s, and says so', async (_name, where, then, message) => {
		await fault(where, { body: { message: 'No' }, ...then });
		const { before, answer, after } = await call('beads-1.png', [0]);
		expect(answer).toMatchObject({ status: 400, message: expect.stringMatching(message) });
		expect(after).toEqual(before);
	});
});

describe('Track a point through a video', () => {
	type PointLabel = ObjectLabel & { point: { 0: { x: number; y: number } } };
	const pointsOf = (row: Row) =>
		[...framesOf(row)].flatMap(([frame, { objects = [] }]) =>
			(objects as PointLabel[]).map((label) => ({ frame, label })),
		);
	/** The distance from the middle of the red rectangle, in pixels. */
	const offBy = (frame: number, { point }: PointLabel) =>
		Math.hypot(
			point[0].x * walkClip.width - middleOfRed(frame).x,
			point[0].y * walkClip.height - middleOfRed(frame).y,
		);

	async function call(
		title: string,
		{
			frame = 0,
			select = true,
			answerWithin = 55,
		}: {
			frame?: number;
			select?: boolean;
			answerWithin?: number;
		} = {},
	) {
		const { endpoint } = await goLive(demo, 'track-a-point-through-a-video', (node) =>
			node.name === 'Called from the Label Editor'
				? { ...node, parameters: { ...node.parameters, answerWithin } }
				: node,
		);
		const { projectHash } = await stateOf('tracking');
		const before = await rowOf('tracking', title);
		const { label } = pointsOf(before)[0]!;
		const ask = async () =>
			await callAgent(demo.sandbox, endpoint, {
				projectHash,
				dataHash: before.dataHash,
				frame,
				objectHashes: select ? [label.objectHash] : [],
			});
		const answer = await ask();
		return {
			before,
			selected: label.objectHash,
			ask,
			answer,
			after: await rowOf('tracking', title),
		};
	}

	it('sets one object on all other frames, and again none more', async () => {
		const { before, selected, ask, answer, after } = await call('walk-1.mp4');
		expect(answer).toMatchObject({ status: 200, message: expect.stringMatching(/Middle/) });
		const points = pointsOf(after);
		expect(points.map(({ frame }) => frame).sort((a, b) => a - b)).toEqual(
			Array.from({ length: walkClip.frames }, (_, at) => at),
		);
		for (const { frame, label } of points) expect(offBy(frame, label)).toBeLessThan(2.5);
		const set = points.filter(({ label }) => label.objectHash !== selected);
		expect(new Set(set.map(({ label }) => label.objectHash)).size).toBe(1);
		expect(objectsOn(after, 0)).toEqual(objectsOn(before, 0));
		expect(await ask()).toMatchObject({ status: 200 });
		const again = pointsOf(await rowOf('tracking', 'walk-1.mp4'));
		expect(again.map(({ frame, label }) => [frame, label.objectHash])).toEqual(
			points.map(({ frame, label }) => [frame, label.objectHash]),
		);
	});

	const allFrames = Array.from({ length: walkClip.frames }, (_, frame) => ({
		frame,
		...middleOfRed(frame),
		visible: true,
		confidence: 0.9,
	}));
	const answered = (points: unknown[]) => ({ status: 200, body: { points } }) as JsonObject;
	const each = (change: object) => allFrames.map((one) => ({ ...one, ...change }));

	it('keeps the earlier track when the next answer is of no use', async () => {
		const { ask, answer } = await call('walk-1.mp4');
		expect(answer.status).toBe(200);
		const tracked = await rowOf('tracking', 'walk-1.mp4');
		expect(pointsOf(tracked)).toHaveLength(walkClip.frames);
		for (const [points, message] of [
			[[], /answered 0 points; needed is one for each/],
			[allFrames.slice(0, 10), /answered 10 points; needed is one for each/],
			[allFrames.with(-1, allFrames[0]!), /needed is one for each/],
			[each({ confidence: 97 }), /^Nothing was saved: .*97/],
			[each({ confidence: 0.1 }), /^Nothing was saved: the tracker is not sure enough/],
		] as Array<[unknown[], RegExp]>) {
			await fault('toy.track', answered(points));
			expect(await ask()).toMatchObject({ status: 400, message: expect.stringMatching(message) });
			expect(await rowOf('tracking', 'walk-1.mp4')).toEqual(tracked);
		}
	});

	it('says that the earlier track was removed when the new one cannot be saved', async () => {
		const { before, ask } = await call('walk-1.mp4');
		// The first save removes the earlier track.
		await fault('labelrow.POST', { delayMs: 0 });
		await fault('labelrow.POST', { status: 403, body: { message: 'No' } }, 5);
		expect(await ask()).toMatchObject({
			status: 400,
			message: expect.stringMatching(
				/^The earlier track of this point was removed, and the new one was not set: /,
			),
		});
		expect(pointsOf(await rowOf('tracking', 'walk-1.mp4'))).toEqual(pointsOf(before));
	});

	it('moves no point that a person has set, on whichever frame', async () => {
		const { before, selected, answer, after } = await call('walk-2.mp4', { frame: 5 });
		expect(answer.status).toBe(200);
		for (const frame of [5, 12]) expect(objectsOn(after, frame)).toEqual(objectsOn(before, frame));
		expect(pointsOf(after)).toHaveLength(walkClip.frames);
		expect(pointsOf(after).filter(({ label }) => label.objectHash === selected)).toHaveLength(2);
	});

	it('tells that it still works, sets the frames, and reports the end as an issue', async () => {
		await fault('toy.track', { delayMs: 6000 });
		const { before, answer, after } = await call('walk-1.mp4', { answerWithin: 2 });
		expect(answer).toMatchObject({ status: 200, message: expect.stringMatching(/still work/i) });
		expect(answer.seconds).toBeLessThan(5);
		expect(after).toEqual(before);
		const told = await stateWhen(
			demo.sandbox,
			'tracking',
			({ issues }) => issues.length > 0,
			60_000,
		);
		expect(told?.issues).toMatchObject([{ comment: expect.stringMatching(/finished.*Middle/s) }]);
		expect(pointsOf(rowNamed(told!, 'walk-1.mp4'))).toHaveLength(walkClip.frames);
	});

	it('reports a late failure as an issue, and saves nothing', async () => {
		await fault('toy.track', { delayMs: 6000, status: 503, body: { message: 'No' } });
		const { before } = await call('walk-1.mp4', { answerWithin: 2 });
		const told = await stateWhen(
			demo.sandbox,
			'tracking',
			({ issues }) => issues.length > 0,
			60_000,
		);
		expect(told?.issues).toMatchObject([
			{ comment: expect.stringMatching(/could not do its work.*tracker failed/s) },
		]);
		expect(rowNamed(told!, 'walk-1.mp4')).toEqual(before);
	});

	it.each<[string, string, Parameters<typeof call>[1], RegExp]>([
		['without a selection', 'walk-1.mp4', { select: false }, /^Select the one point/],
		['on a frame without the point', 'walk-1.mp4', { frame: 3 }, /no point on frame 3/],
		['when the point is lost', 'walk-3.mp4', {}, /sees the point on no other frame/],
	])('saves nothing %s, and says so', async (_name, title, how, message) => {
		const { before, answer, after } = await call(title, how);
		expect(answer).toMatchObject({ status: 400, message: expect.stringMatching(message) });
		expect(after).toEqual(before);
	});

	it.each<[string, string, JsonObject, RegExp]>([
		['the tracker apologizes', 'toy.track', apology, /^Nothing was saved: the tracker answered/],
		[
			'a frame is beyond the end',
			'toy.track',
			answered(allFrames.with(-1, { ...allFrames[0]!, frame: 400 })),
			/^Nothing was saved: the tracker answered \d+ points; needed is one for each/,
		],
	])('saves nothing when %s, and says so', async (_name, where, then, message) => {
		await fault(where, then);
		const { before, answer, after } = await call('walk-1.mp4');
		expect(answer).toMatchObject({ status: 400, message: expect.stringMatching(message) });
		expect(after).toEqual(before);
	});
});
