/** Files that list pictures and frames: which of them an entry is of, in which size it was seen, and what is contradictory or not there. */
import { describe, expect, it } from '@jest/globals';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import { pixelsOf, place, rowOf } from './lake';

const auto = { numbers: 'auto' } as const;
const coco = { format: 'coco', ...auto } as const;
const film = rowOf(20, 'dive.mp4');
const BBOX = [20, 10, 50, 40];
const OTTER = { category_id: 3, bbox: BBOX };
/** Numbers of the box of a picture that is half as large as the film. */
const TWICE = [40, 20, 100, 80];

/** Two pictures of different sizes in one row. */
function pair(): LabelRowJson {
	const unit = { ...rowOf().data_units.data!, labels: {} };
	return {
		...rowOf(1, 'pair'),
		data_type: 'img_group',
		data_units: {
			a: { ...unit, data_hash: 'a', data_title: 'a.png', data_sequence: 0 },
			b: {
				...unit,
				data_hash: 'b',
				data_title: 'b.png',
				data_sequence: 1,
				width: 800,
				height: 400,
			},
		},
	};
}

const FILE = {
	videos: [{ id: 5, name: 'clips/dive.mp4' }],
	images: [
		{ id: 1, file_name: 'dive/1.jpg', video_id: 5, frame_id: 0 },
		{ id: 2, file_name: 'dive/2.jpg', video_id: 5, frame_id: 7 },
		{ id: 3, file_name: 'other/1.jpg', video_id: 6, frame_id: 0 },
		{ id: 4, file_name: 'still.jpg' },
	] as object[],
	categories: [{ id: 3, name: 'Otter' }],
	annotations: [{ ...OTTER, image_id: 2 }] as unknown[],
};
const withVideos = { ...FILE, videos: [...FILE.videos, { id: 6, name: 'other.mp4' }] };
const half = { width: 200, height: 100 };
const whole = { width: 400, height: 200 };
/** The file with more said about its picture on frame 7, and about the video. */
const sized = (image: object, video: object = {}) => ({
	...FILE,
	videos: [{ ...FILE.videos[0], ...video }],
	images: FILE.images.map((each, at) => (at === 1 ? { ...each, ...image } : each)),
});
const outcome = (input: unknown, options: object = coco, row: LabelRowJson = film) => {
	const { objects, refused } = place(input, options, row);
	return { objects: objects.map((each) => [...each.places.keys()]), refused };
};
const only = (reason: RegExp, index = 0) => ({
	objects: [],
	refused: [[index, expect.stringMatching(reason)]],
});

describe('COCO: the numbers of an annotation count pixels of its picture', () => {
	it('as the picture says its size, or else the video', () => {
		for (const [file, box] of [
			[FILE, BBOX],
			[sized(half), TWICE],
			[sized({}, half), TWICE],
			[sized(half, half), TWICE],
			[sized(whole, whole), BBOX],
		] as const) {
			const { objects, refused } = place(file, coco, film);
			expect(refused).toEqual([]);
			expect(objects.map((each) => pixelsOf(each, 7))).toEqual([box]);
		}
	});

	it('and two sizes are refused', () => {
		expect(outcome(sized(half, whole))).toEqual(
			only(/image 2 has 200 × 100 pixels, but its video "clips\/dive.mp4" has 400 × 200/),
		);
		expect(outcome(sized(half), { ...coco, imageWidth: 400, imageHeight: 200 })).toEqual(
			only(/was chosen as 400 × 200, but the data says 200 × 100/),
		);
		const annotation = { ...OTTER, image_id: 2, image_width: 400, image_height: 200 };
		expect(outcome({ ...sized(half), annotations: [annotation] })).toEqual(
			only(/says that its picture has the size .*400.*200.* stands around it/),
		);
		expect(outcome(sized({ width: 100, height: 100 }))).toEqual(only(/stretched, padded, cut/));
	});

	it('of which each has its own in a group', () => {
		const file = {
			...FILE,
			videos: [{ id: 5, name: 'pair' }],
			images: [
				{ id: 1, video_id: 5, frame_id: 0, ...whole },
				{ id: 2, video_id: 5, frame_id: 1, ...whole },
			],
			annotations: [1, 2].map((id) => ({ ...OTTER, image_id: id, track_id: 1 })),
		};
		const { objects, refused } = place(file, coco, pair());
		expect(refused).toEqual([]);
		// The second picture has 800 × 400 pixels; `pixelsOf` counts those of a picture of 400 × 200.
		expect([0, 1].map((frame) => pixelsOf(objects[0]!, frame))).toEqual([BBOX, BBOX]);
		const own = {
			...file,
			images: [file.images[0], { ...file.images[1], width: 800, height: 400 }],
		};
		expect(pixelsOf(place(own, coco, pair()).objects[0]!, 1)).toEqual([10, 5, 25, 20]);
	});
});

describe('COCO: an annotation is of a picture of the list', () => {
	const annotated = (...annotations: unknown[]) => ({ ...withVideos, annotations });

	it('and those of other pictures are left out', () => {
		const file = annotated(
			{ ...OTTER, image_id: 3 },
			{ ...OTTER, image_id: 4 },
			{ ...OTTER, image_id: 2 },
		);
		expect(outcome(file)).toEqual({ objects: [[7]], refused: [] });
		expect(place(file, coco, film).report.fields).toMatchObject([{ index: 2, outcome: 'taken' }]);
	});

	it.each([
		['that is not in it', [{ ...OTTER, image_id: 77 }], /image 77, which the list "images"/],
		['that it does not name', [OTTER], /names no image/],
		['and is data', [5], /annotation is 5; expected a map/],
	])('one %s is refused', (_, [entry], reason) => {
		expect(outcome(annotated(entry))).toEqual(only(reason));
		const { objects, refused } = outcome(annotated({ ...OTTER, image_id: 2 }, entry));
		expect(objects).toEqual([[7]]);
		expect(refused).toEqual([[1, expect.stringMatching(reason)]]);
		// The same for a still picture.
		const still = outcome(annotated(entry), coco, rowOf(1, 'still.jpg'));
		expect(still).toEqual(only(reason));
	});

	it('and two pictures with one ID are refused', () => {
		const images = [...FILE.images, { id: 2, video_id: 6, frame_id: 3 }];
		expect(outcome({ ...withVideos, images })).toEqual(only(/2 pictures with the ID 2/));
		const stills = { ...withVideos, images: [...FILE.images, { id: 4, file_name: 'b.jpg' }] };
		const annotations = [{ ...OTTER, image_id: 4 }];
		expect(outcome({ ...stills, annotations }, coco, rowOf(1, 'still.jpg'))).toEqual(
			only(/2 pictures with the ID 4/),
		);
	});

	it('and of a video of the list', () => {
		expect(outcome({ ...FILE, annotations: [{ ...OTTER, image_id: 3 }] })).toEqual(
			only(/image 3 of the video 6, which the list "videos" does not have/),
		);
		expect(outcome(annotated({ ...OTTER, image_id: 2, video_id: 6 }))).toEqual(
			only(/says the video 6, but its image 2 is of the video 5/),
		);
		expect(outcome(annotated({ ...OTTER, image_id: 3, video_id: 5 }))).toEqual(
			only(/says the video 5, but its image 3 is of the video 6/),
		);
		const twice = { ...FILE, videos: [...FILE.videos, { id: 5, name: 'other.mp4' }] };
		expect(outcome(twice).refused[0]![1]).toContain('several videos with the ID 5');
	});
});

describe('COCO: a picture of a video says its frame', () => {
	const unnumbered = {
		...FILE,
		images: [{ id: 2, file_name: 'dive/000007.jpg', video_id: 5 }],
	};

	it('or its annotations are refused, whatever frame was chosen', () => {
		const reason = /image 2 of the video "clips\/dive.mp4" has no number of its frame/;
		expect(outcome(unnumbered)).toEqual(only(reason));
		expect(outcome(unnumbered, { ...coco, frame: 4 })).toEqual(only(reason));
	});

	it('unless they say it', () => {
		const annotations = [{ ...OTTER, image_id: 2, frame: 9 }];
		expect(outcome({ ...unnumbered, annotations })).toEqual({ objects: [[9]], refused: [] });
	});

	it('and an annotation that says another is refused', () => {
		for (const key of ['frame', 'frame_id', 'frame_number']) {
			const other = { ...FILE, annotations: [{ ...OTTER, image_id: 2, [key]: 9 }] };
			expect(outcome(other)).toEqual(only(/names frame 9 but stands under frame 7/));
			const same = { ...FILE, annotations: [{ ...OTTER, image_id: 2, [key]: '7' }] };
			expect(outcome(same)).toEqual({ objects: [[7]], refused: [] });
		}
	});
});

describe('other formats', () => {
	it('CVAT: tracks count pixels of the video that the file was made of', () => {
		const file = (meta: string, ...tasks: string[]) =>
			`<annotations>${meta}${tasks
				.map(
					(task) =>
						`<track id="0" label="Otter"${task}><box frame="7" outside="0" occluded="0" xtl="20" ytl="10" xbr="70" ybr="50"/></track>`,
				)
				.join('')}</annotations>`;
		const task = (width: number, height: number) =>
			`<task><original_size><width>${width}</width><height>${height}</height></original_size></task>`;
		const cvat = { format: 'cvat', ...auto } as const;
		const { objects } = place(file(`<meta>${task(200, 100)}</meta>`, ''), cvat, film);
		expect(objects.map((each) => pixelsOf(each, 7))).toEqual([TWICE]);
		const plain = place(file('', ''), cvat, film);
		expect(plain.objects.map((each) => pixelsOf(each, 7))).toEqual([BBOX]);
		const two = file(`<meta>${task(200, 100)}${task(400, 200)}</meta>`, '');
		expect(outcome(two, cvat).refused[0]![1]).toContain('videos of the sizes');
		const several = file('', ' task_id="1"', ' task_id="2"');
		expect(outcome(several, cvat).refused[0]![1]).toContain('tracks are of 2 tasks');
	});

	it('Label Studio: regions on several pictures of a task are refused', () => {
		const region = (more: object) => ({
			type: 'rectanglelabels',
			original_width: 400,
			original_height: 200,
			value: { x: 10, y: 10, width: 25, height: 40, rotation: 0, rectanglelabels: ['Otter'] },
			...more,
		});
		const studio = { format: 'labelStudio', ...auto } as const;
		const read = (...regions: object[]) =>
			outcome([{ annotations: [{ result: regions }] }], studio, rowOf());
		expect(read(region({ to_name: 'left' }), region({ to_name: 'right' }))).toEqual({
			objects: [],
			refused: [
				[undefined, expect.stringContaining('2 pictures of the task (to_name left, right)')],
			],
		});
		expect(read(region({ item_index: 0 }), region({ item_index: 1 })).objects).toEqual([]);
		expect(read(region({ to_name: 'left' }))).toEqual({ objects: [[0]], refused: [] });
	});

	it('Encord: a frame that contradicts the one around it, and another picture, are refused', () => {
		const entry = { class: 'Otter', boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } };
		const encord = { format: 'encord', ...auto } as const;
		expect(outcome({ 7: [{ ...entry, frame: 3 }] }, encord)).toEqual(
			only(/names frame 3 but stands under frame 7/),
		);
		expect(outcome({ 7: [{ ...entry, frame: 7 }] }, encord)).toEqual({
			objects: [[7]],
			refused: [],
		});
		expect(
			outcome({ image: 'bay.png', detections: [entry] }, encord, rowOf(1, 'lake.png')),
		).toEqual(only(/of the picture "bay.png"/));
	});

	it('frames and sizes inside of each other must agree', () => {
		const box = { class: 'Otter', box: [20, 10, 70, 50] };
		expect(outcome({ 7: { frame: 3, detections: [box] } }, {}).refused[0]![1]).toContain(
			'names frame 3 but stands under frame 7',
		);
		expect(outcome({ 7: { frame: 7, detections: [box] } }, {}).objects).toEqual([[7]]);
		const seen = { image_width: 200, image_height: 100 };
		expect(outcome({ ...seen, detections: [{ ...box, ...seen, frame: 7 }] }, {}).objects).toEqual([
			[7],
		]);
		const other = { image_width: 400, image_height: 200 };
		expect(outcome({ ...other, detections: [{ ...box, ...seen, frame: 7 }] }, {})).toEqual(
			only(/stands around it/),
		);
	});

	it('a place in pixels is not the same on pictures of two sizes', () => {
		const on = (frames: string, more: object) => [{ class: 'Otter', frames, ...more }];
		expect(outcome(on('0-1', { box: [20, 10, 70, 50] }), {}, pair())).toEqual(
			only(/frames 0 and 1, which have 400 × 200 and 800 × 400 pixels/),
		);
		expect(outcome(on('1', { box: [20, 10, 70, 50] }), {}, pair()).objects).toEqual([[1]]);
		const shares = outcome(
			on('0-1', { box: [0.1, 0.1, 0.3, 0.3] }),
			{ numbers: 'fractions' },
			pair(),
		);
		expect(shares).toEqual({ objects: [[0, 1]], refused: [] });
	});
});
