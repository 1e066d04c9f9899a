import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { operationRunner, unit as unitOf, useSandbox } from './encordRun';

const sandbox = useSandbox();

const run = operationRunner(sandbox);
const unit = async (title: string) => await unitOf(sandbox, title);

type Labels = Record<string, { objects: IDataObject[] }>;
/** Objects on a frame of a video, or of an image. */
const objectsOn = async (title: string, frame?: number): Promise<IDataObject[]> => {
	const { labels } = await sandbox.row('Conformance', title);
	const [data] = Object.values(labels!.data_units) as Array<{
		labels: Labels & { objects: IDataObject[] };
	}>;
	return (frame === undefined ? data!.labels.objects : data!.labels[String(frame)]?.objects) ?? [];
};
const boxes = (objects: IDataObject[]) =>
	objects.map(({ name, boundingBox, confidence }) => [name, boundingBox, confidence]);

/** What a person chooses for boxes that do not say how they are written. */
const corners = { format: 'xyxy', scale: 'pixels' };

describe('Object: Add Many', () => {
	it('takes no boxes that do not say how they are written, before somebody chooses', async () => {
		const item = await unit('cat.jpg');
		const detections = [{ class: 'Car', box: [10, 20, 60, 70] }];
		const refused = await run('object', 'addMany', {}, [{ ...item, detections }]);
		expect(refused.error()).toMatchObject({
			message: expect.stringContaining('No detection could be read'),
			description: expect.stringContaining('Format'),
		});
		expect(await objectsOn('cat.jpg')).toEqual([]);
		const chosen = await run('object', 'addMany', corners, [{ ...item, detections }]);
		expect(chosen.json('Encord')[0]).toMatchObject({ added: 1 });
	});

	it('brings every way of writing a box to the same place', async () => {
		const item = await unit('drive.mp4');
		const given: Array<[string, string, unknown]> = [
			['xyxy', 'pixels', { class: 'Car', box: [32, 24, 96, 72] }],
			['xywh', 'fractions', { label: 'car', bbox: [0.1, 0.1, 0.2, 0.2] }],
			['cxcywh', 'grid1000', { name: 'Car', box: [200, 200, 200, 200] }],
			['yxyx', 'grid1000', { class: 'Car', box_2d: [100, 100, 300, 300] }],
			['coco', 'pixels', { category: 'Car', bbox: [32, 24, 64, 48] }],
			['pascalVoc', 'pixels', { class: 'Car', bndbox: { xmin: 32, ymin: 24, xmax: 96, ymax: 72 } }],
			[
				'encord',
				'pixels',
				{ class: 'Car', coordinates: { boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } } },
			],
		];
		const items = given.map(([format, scale, detection], frame) => ({
			...item,
			format,
			scale,
			frame,
			detections: [detection] as IDataObject[],
		}));
		const result = await run(
			'object',
			'addMany',
			{ format: '={{ $json.format }}', scale: '={{ $json.scale }}' },
			items,
		);
		expect(result.error()).toBeUndefined();
		for (const { frame } of items) {
			const [object] = await objectsOn('drive.mp4', frame);
			expect(object).toMatchObject({ name: 'Car', manualAnnotation: false });
			const { x, y, w, h } = object!.boundingBox as Record<string, number>;
			for (const [value, expected] of [
				[x, 0.1],
				[y, 0.1],
				[w, 0.2],
				[h, 0.2],
			])
				expect(value).toBeCloseTo(expected!, 6);
		}
		expect((await sandbox.row('Conformance', 'drive.mp4')).saves).toHaveLength(1);
	});

	it('maps classes, leaves out what is unsure or unknown, and says so', async () => {
		const detections = [
			{ class: 'automobile', score: 0.9, box: [0, 0, 32, 24] },
			{ class: 'Car', score: 0.2, box: [0, 0, 32, 24] },
			{ class: 'bicycle', score: 0.9, box: [0, 0, 32, 24] },
			{ class: 'bicycle', score: 0.8, box: [0, 0, 32, 24] },
			{ class: 'Car', score: 0.9, box: [5, 5, 5, 5] },
		];
		const result = await run(
			'object',
			'addMany',
			{
				...corners,
				minConfidence: 0.5,
				classMap: { class: [{ from: 'Automobile', to: 'Car' }] },
			},
			[{ ...(await unit('drive.mp4')), frame: 2, detections }],
		);
		expect(result.json('Encord')[0]).toMatchObject({
			saved: true,
			added: 1,
			detections: 5,
			belowThreshold: 1,
			unmatched: { bicycle: 2 },
			summary:
				'Added Car on frame 2; not taken: 1 below the minimum confidence, 2 of classes that are not in the ontology (bicycle); refused 1 of 2 detections',
			faults: [{ detection: 5, message: expect.stringContaining('no area') }],
		});
		expect(boxes(await objectsOn('drive.mp4', 2))).toEqual([
			['Car', { x: 0, y: 0, w: 0.1, h: 0.1 }, 0.9],
		]);
	});

	it('adds nothing twice, updates what moved, and removes on request what is not found again', async () => {
		const item = { ...(await unit('drive.mp4')), frame: 4 };
		const add = async (found: number[][], options: INodeParameters = {}) =>
			await run('object', 'addMany', { options, scale: 'fractions', format: 'xywh' }, [
				{ ...item, detections: found.map((box) => ({ class: 'Car', box })) },
			]);
		await add([
			[0.1, 0.1, 0.1, 0.1],
			[0.5, 0.5, 0.1, 0.1],
		]);
		expect(
			(
				await add([
					[0.1, 0.1, 0.1, 0.1],
					[0.5, 0.5, 0.1, 0.1],
				])
			).json('Encord')[0],
		).toMatchObject({ saved: false, added: 0, changed: 0 });
		expect(
			(
				await add([
					[0.5, 0.5, 0.1, 0.1],
					[0.12, 0.1, 0.1, 0.1],
				])
			).json('Encord')[0],
		).toMatchObject({ added: 0, changed: 1 });
		expect((await add([[0.12, 0.1, 0.1, 0.1]])).json('Encord')[0]).toMatchObject({
			added: 0,
			removed: 0,
		});
		expect(
			(await add([[0.12, 0.1, 0.1, 0.1]], { removeEarlier: true })).json('Encord')[0],
		).toMatchObject({
			added: 0,
			removed: 1,
		});
		expect(boxes(await objectsOn('drive.mp4', 4))).toEqual([
			['Car', { x: 0.12, y: 0.1, w: 0.1, h: 0.1 }, 1],
		]);
		expect((await add([], { removeEarlier: true })).json('Encord')[0]).toMatchObject({
			removed: 1,
		});
		expect(await objectsOn('drive.mp4', 4)).toEqual([]);
	});

	it('uses the size of the picture the model saw, and of each picture of a group', async () => {
		await run('object', 'addMany', { ...corners, options: { imageWidth: 640, imageHeight: 480 } }, [
			{
				...(await unit('drive.mp4')),
				frame: 0,
				detections: [{ class: 'Car', box: [64, 48, 192, 144] }],
			},
		]);
		expect(boxes(await objectsOn('drive.mp4', 0))).toEqual([
			['Car', { x: 0.1, y: 0.1, w: 0.2, h: expect.closeTo(0.2) }, 1],
		]);
		const result = await run('object', 'addMany', corners, [
			{
				...(await unit('walk-around')),
				detections: [
					{ class: 'Car', frame: 0, box: [0, 0, 160, 120] },
					{ class: 'Car', frame: 1, box: [0, 0, 100, 130] },
				],
			},
		]);
		expect(result.json('Encord')[0]).toMatchObject({ added: 2, faults: [] });
		const { labels } = await sandbox.row('Conformance', 'walk-around');
		const all = Object.values(labels!.data_units).flatMap(
			(data) => (data as { labels: { objects?: IDataObject[] } }).labels.objects ?? [],
		);
		expect(boxes(all)).toEqual([
			['Car', { x: 0, y: 0, w: 0.5, h: 0.5 }, 1],
			['Car', { x: 0, y: 0, w: 0.5, h: 0.5 }, 1],
		]);
	});

	it('joins detections of one track, sets attributes, and reads YOLO text', async () => {
		const detections = [
			{ class: 'Car', track: 7, frame: 0, box: [0, 0, 32, 24], attributes: { Plate: 'AB 1' } },
			{ class: 'Car', track: 7, frame: 1, box: [8, 0, 40, 24] },
		];
		const tracked = await run('object', 'addMany', corners, [
			{ ...(await unit('drive.mp4')), detections },
		]);
		expect(tracked.json('Encord')[0]).toMatchObject({ added: 1 });
		const { labels } = await sandbox.row('Conformance', 'drive.mp4');
		expect(Object.values(labels!.object_answers)).toEqual([
			expect.objectContaining({
				classifications: [expect.objectContaining({ name: 'Plate', answers: 'AB 1' })],
			}),
		]);
		const yolo = await run(
			'object',
			'addMany',
			{ format: 'yolo', detections: '={{ $json.text }}', options: { yoloNames: 'Bus, Car' } },
			[{ ...(await unit('cat.jpg')), text: '1 0.5 0.5 0.2 0.2 0.75\n' }],
		);
		expect(yolo.error()).toBeUndefined();
		expect(boxes(await objectsOn('cat.jpg'))).toEqual([
			['Car', { x: 0.4, y: 0.4, w: expect.closeTo(0.2), h: expect.closeTo(0.2) }, 0.75],
		]);
	});

	it.each([
		[{ detections: undefined }, 'Detections is empty'],
		[{ detections: 'nothing found' }, 'The text holds no list of detections'],
		[{ detections: [{ class: 'Car' }], frame: 0 }, 'Detection 1: The detection has no place'],
		[{ detections: [{ class: 'Car', box: [0, 0, 9, 9] }] }, 'names no frame'],
		[{ detections: [{ class: 'Car', frame: 999, box: [0, 0, 9, 9] }] }, 'Frame 999 does not exist'],
	])('says what is wrong with %j', async (given, message) => {
		const result = await run('object', 'addMany', corners, [
			{ ...(await unit('drive.mp4')), ...given } as IDataObject,
		]);
		expect(result.error()!.message).toContain(message);
	});
});

describe('Object: Simplify Polygon', () => {
	it('keeps the outline with fewer points and tells how many', async () => {
		const circle = Array.from({ length: 120 }, (_, step) => ({
			x: 0.5 + 0.3 * Math.cos((step / 60) * Math.PI),
			y: 0.5 + 0.3 * Math.sin((step / 60) * Math.PI),
		}));
		const [objectHash] = await sandbox.label('Conformance', 'cat.jpg', {
			objects: [{ name: 'Road', frames: { 0: { polygon: circle } } }],
		});
		const item = { ...(await unit('cat.jpg')), objectHashes: [objectHash!] };
		const kept = await run('object', 'simplifyPolygon', { tolerance: 0.5 }, [item]);
		expect(kept.error()!.message).toContain('left as it is');
		const dry = await run(
			'object',
			'simplifyPolygon',
			{ tolerance: 0.5, replacePersonLabels: true, options: { dryRun: true } },
			[item],
		);
		expect(dry.json('Encord')[0]).toMatchObject({
			saved: false,
			changed: 1,
			summary: expect.stringMatching(
				/^Would change Road on frame 0; 120 → \d\d points, area −0\.\d+ %$/,
			),
		});
		const result = await run(
			'object',
			'simplifyPolygon',
			{ tolerance: 0.5, replacePersonLabels: true },
			[item],
		);
		const [polygon] = result.json('Encord')[0]!.polygons as IDataObject[];
		expect(polygon).toMatchObject({ objectHash, pointsBefore: 120, simplified: true });
		const [object] = await objectsOn('cat.jpg');
		expect(Object.keys(object!.polygon as object)).toHaveLength(Number(polygon!.pointsAfter));
		expect(Number(polygon!.pointsAfter)).toBeLessThan(60);
	});

	it('leaves an outline that crosses itself as it is, and says so', async () => {
		const eight = [
			{ x: 0.2, y: 0.2 },
			{ x: 0.6, y: 0.6 },
			{ x: 0.6, y: 0.4 },
			{ x: 0.6, y: 0.2 },
			{ x: 0.2, y: 0.5 },
		];
		const [objectHash] = await sandbox.label('Conformance', 'cat.jpg', {
			objects: [{ name: 'Road', frames: { 0: { polygon: eight } } }],
		});
		const result = await run(
			'object',
			'simplifyPolygon',
			{ tolerance: 0.5, replacePersonLabels: true },
			[{ ...(await unit('cat.jpg')), objectHashes: [objectHash!] }],
		);
		const reason = 'An outline crosses or touches itself: the polygon stays as it is.';
		expect(result.json('Encord')[0]).toMatchObject({
			changed: 0,
			summary: `Nothing to change; 5 → 5 points, area +0 %. ${reason}`,
			polygons: [{ objectHash, simplified: false, reason }],
		});
	});
});

describe('Label Row: Check', () => {
	const parameters = {
		alsoCheck: ['outside', 'requiredAnswers'],
		rules: {
			count: [{ class: 'Car', min: '', max: '1', per: 'frame' }],
			size: [{ class: '', minSide: '8', minArea: '' }],
			overlap: [{ class: '', max: 50, acrossClasses: false }],
		},
	};
	const check = async (title: string, more: INodeParameters = {}) =>
		await run('labelRow', 'check', { ...parameters, ...more }, [await unit(title)]);

	it('lists faults with frame and place, for a person and for a machine', async () => {
		const box = (x: number, w: number) => ({ boundingBox: { x, y: 0.1, w, h: 0.2 } });
		await sandbox.label('Conformance', 'drive.mp4', {
			objects: [
				{ name: 'Car', frames: { 3: box(0.1, 0.2), 5: box(0.1, 0.01) } },
				{ name: 'Car', frames: { 3: box(0.11, 0.2) } },
			],
		});
		const result = await check('drive.mp4');
		const [row] = result.json('Encord', 1);
		expect(row).toMatchObject({ passed: false, faultCount: 3 });
		expect((row!.faults as IDataObject[]).map(({ rule, frame }) => [rule, frame])).toEqual([
			['count', 3],
			['overlap', 3],
			['size', 5],
		]);
		expect(row!.summary).toMatch(
			/^3 faults\. Frame 3 has 2 "Car"; expected at most 1; Frame 3: .*; Frame 5: "Car" is 3\.2 × 48 px/,
		);
		expect(result.json('Encord', 0)).toEqual([]);
	});

	it('passes what is right, on its own output', async () => {
		await sandbox.label('Conformance', 'drive.mp4', {
			objects: [
				{ name: 'Car', frames: { 3: { boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } } } },
			],
		});
		expect((await check('drive.mp4')).json('Encord', 0)).toEqual([
			expect.objectContaining({ passed: true, faultCount: 0, summary: 'No faults' }),
		]);
		const one = await check('drive.mp4', {
			splitResult: false,
			rules: { count: [{ class: 'Car', min: '2', max: '', per: 'labelRow' }] },
		});
		expect(one.json('Encord', 0)).toEqual([expect.objectContaining({ passed: false })]);
	});

	it('names a class the ontology does not have', async () => {
		const result = await check('drive.mp4', {
			rules: { count: [{ class: 'Boat', min: '1', max: '', per: 'frame' }] },
		});
		expect(result.error()!.message).toContain('There is no object "Boat"');
	});
});
