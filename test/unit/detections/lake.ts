/** An ontology of a lake, and a picture and a film of it, for the tests of this folder. */
import { detectionEdits, type DetectionOptions } from '../../../src/detections/detections';
import type { DetectionReport } from '../../../src/detections/report';
import type { EncordJson, LabelRowJson } from '../../../src/encord/wire/json';
import { applyEdits } from '../../../src/labels/edits/apply';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { collectLabels } from '../../../src/labels/reading/collectLabels';

const object = (name: string, shape: string, more: object = {}) => ({
	name,
	shape,
	color: '#336699',
	featureNodeHash: `ob${name.replaceAll(' ', '')}`,
	...more,
});

export const ontology = indexOntology({
	objects: [
		object('Otter', 'bounding_box', {
			attributes: [
				{
					name: 'Pose',
					type: 'radio',
					featureNodeHash: 'atPose',
					options: ['Swims', 'Sleeps'].map((label) => ({ label, featureNodeHash: `op${label}` })),
				},
				{ name: 'Tag', type: 'text', featureNodeHash: 'atTag' },
				{
					name: 'Diving',
					type: 'radio',
					dynamic: true,
					featureNodeHash: 'atDiving',
					options: ['Yes', 'No'].map((label) => ({ label, featureNodeHash: `opDiving${label}` })),
				},
			],
		}),
		object('Water lily', 'bounding_box'),
		object('Raft', 'rotatable_bounding_box'),
		object('Reed bed', 'polygon'),
		object('Moss', 'bitmask'),
		object('Buoy', 'point'),
		object('Shoreline', 'polyline'),
		object('Heron', 'skeleton'),
		object('Pier', 'bounding_box'),
		{ ...object('Pier', 'polygon'), featureNodeHash: 'obPierOutline' },
		object('Old pier', 'bounding_box', { archived: true }),
	],
	classifications: [],
	skeleton_templates: [
		{
			template: {
				name: 'Heron',
				feature_node_hash: 'obHeron',
				skeleton: Object.fromEntries(
					['Beak', 'Wing', 'Foot'].map((name, at) => [
						String(at),
						{ name, featureHash: `pt${name}`, color: '#000000', value: name.toLowerCase() },
					]),
				),
			},
		},
	],
} as never);

export const size = { width: 400, height: 200 };

/** A row of a picture of 400 × 200, or of a film of it with this many frames. */
export function rowOf(frames = 1, title = ''): LabelRowJson {
	return {
		label_hash: 'lake',
		data_hash: 'data',
		dataset_hash: 'dataset',
		dataset_title: 'Lakes',
		data_title: title,
		data_type: frames === 1 ? 'image' : 'video',
		label_status: 'LABELLED',
		data_units: { data: { data_hash: 'data', data_sequence: 0, ...size, labels: {} } },
		object_answers: {},
		classification_answers: {},
		object_actions: {},
		spaces: {},
	};
}

export interface Placed {
	/** Title of the class. */
	title: string;
	hash: string;
	/** Frame → coordinates, whose fractions are of the picture. */
	places: Map<number, EncordJson>;
	confidence: number;
}

export interface Outcome {
	report: DetectionReport;
	row: LabelRowJson;
	objects: Placed[];
	/** Reasons of what was refused, with the position of the detection. */
	refused: Array<[index: number | undefined, reason: string]>;
}

/** Reads detections, applies the edits and gives the objects that the row then has. */
export function place(
	input: unknown,
	options: Partial<DetectionOptions> = {},
	row: LabelRowJson = rowOf(),
): Outcome {
	const isFilm = row.data_type === 'video';
	const metadata = isFilm ? { number_of_frames: 20 } : {};
	const report = detectionEdits(
		input,
		{ labels: row, row: metadata, ontology, agent: 'lake' },
		{ format: 'xyxy', numbers: 'pixels', ...options },
	);
	const edited = applyEdits(row, ontology, report.edits, {
		now: new Date('2026-05-05T00:00:00Z'),
		agent: { name: 'lake' },
		metadata,
	});
	const objects = collectLabels(edited.labelRow, metadata, undefined)
		.filter(({ type }) => type === 'object')
		.map(
			({ hash, onFrames }): Placed => ({
				title: ontology.objectByHash.get(String(onFrames[0]!.label.featureHash))!.title,
				hash,
				places: new Map(onFrames.map(({ frame, label }) => [frame, label])),
				confidence: Number(onFrames[0]!.label.confidence),
			}),
		);
	const refused = report.fields
		.filter(({ outcome, field }) => outcome === 'refused' && field === undefined)
		.map(({ index, reason }): [number | undefined, string] => [index, reason ?? '']);
	for (const { edit, message } of edited.problems)
		refused.push([edit === undefined ? undefined : report.sources[edit]?.[0], message]);
	return { report, row: edited.labelRow, objects, refused };
}

/** Numbers of a place in pixels, rounded to a tenth: of a box, an outline, points or a mask's size. */
export function pixelsOf({ places }: Placed, frame = 0): unknown {
	const label = places.get(frame)!;
	const round = (value: number): number => Math.round(value * 10) / 10 + 0;
	const box = (label.boundingBox ?? label.rotatableBoundingBox) as
		| { x: number; y: number; w: number; h: number; theta?: number }
		| undefined;
	if (box !== undefined) {
		const sides = [
			box.x * size.width,
			box.y * size.height,
			box.w * size.width,
			box.h * size.height,
		];
		return [...sides, ...(box.theta === undefined ? [] : [box.theta])].map(round);
	}
	if (label.polygons !== undefined)
		return (label.polygons as number[][][]).map((rings) =>
			rings.map((ring) =>
				ring.map((value, at) => round(value * (at % 2 ? size.height : size.width))),
			),
		);
	const points = (label.polyline ?? label.point ?? label.skeleton) as
		| { [index: string]: { x: number; y: number; name?: string } }
		| undefined;
	if (points === undefined) return label.bitmask;
	return Object.values(points).map(({ x, y, name }) => [
		...(name === undefined ? [] : [name]),
		round(x * size.width),
		round(y * size.height),
	]);
}
