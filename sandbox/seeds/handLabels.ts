/**
 * Labels as a person draws them in the Label Editor, in the form of a label blob (protocol §8). Seeds save them in rows that a
 * person has labeled before an agent runs.
 */
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyAttributeJson, OntologyJson } from '../../src/encord/wire/ontologyJson';
import { stableHash } from '../state/ids';

/** Fractions of the media size. */
export interface Box {
	x: number;
	y: number;
	w: number;
	h: number;
}

export type Point = { x: number; y: number };

export interface HandObject {
	/** Name of the ontology object. */
	name: string;
	/** One shape per frame it is on; an image has frame 0. */
	frames: Record<
		number,
		| { boundingBox: Box }
		| { polygon: Point[] }
		/** Parts, each with its outline and its holes. */
		| { polygons: Point[][][] }
		| { polyline: Point[] }
		| { point: Point }
	>;
	/** Answers to attributes, by name; written as those of classifications. */
	attributes?: Record<string, string | string[]>;
}

export interface HandClassification {
	/** Title of the classification. */
	name: string;
	/** Text, or the labels of the chosen options from the outermost attribute to the innermost. */
	answer: string | string[];
	/** Inclusive ranges of frames. */
	range: Array<[number, number]>;
}

const snake = (text: string) => text.toLowerCase().replace(/ /g, '_');
const indexed = (points: Point[]) =>
	Object.fromEntries(points.map((point, index) => [String(index), point]));
const round = (value: number) => Math.round(value * 1e6) / 1e6;

function coordinates(shape: HandObject['frames'][number]): EncordJson {
	if ('boundingBox' in shape) return shape;
	if ('point' in shape) return { point: { 0: shape.point } };
	if ('polyline' in shape) return { polyline: indexed(shape.polyline) };
	const parts = 'polygons' in shape ? shape.polygons : [[shape.polygon]];
	return {
		polygon: indexed(parts[0]?.[0] ?? []),
		polygons: parts.map((rings) => rings.map((ring) => ring.flatMap(({ x, y }) => [x, y]))),
	};
}

/** One flat entry per attribute on the way down the chosen options. */
function answersOf(attribute: OntologyAttributeJson, answer: string | string[]): EncordJson[] {
	const entry = {
		name: attribute.name,
		value: snake(attribute.name),
		featureHash: attribute.featureNodeHash,
		manualAnnotation: true,
	};
	if (typeof answer === 'string') return [{ ...entry, answers: answer }];
	const option = attribute.options?.find(({ label }) => label === answer[0]);
	if (!option) throw new Error(`"${attribute.name}" has no option "${answer[0]}"`);
	const nested = option.options?.[0];
	const deeper = answer.length > 1 && nested ? answersOf(nested, answer.slice(1)) : [];
	return [
		...deeper,
		{
			...entry,
			answers: [{ name: option.label, value: option.value, featureHash: option.featureNodeHash }],
		},
	];
}

interface Drawing {
	ontology: OntologyJson;
	dataHash: string;
	/** True for an image: its labels have no frame numbers. */
	still: boolean;
	objects?: HandObject[];
	classifications?: HandClassification[];
}

/** The blob to save for one data unit. Saving adds authors and times. */
export function handLabels({
	ontology,
	dataHash,
	still,
	objects = [],
	classifications = [],
}: Drawing): EncordJson {
	const frames = new Map<number, { objects: EncordJson[]; classifications: EncordJson[] }>();
	const at = (frame: number) => {
		const labels = frames.get(frame) ?? { objects: [], classifications: [] };
		frames.set(frame, labels);
		return labels;
	};
	const objectAnswers: EncordJson = {};
	const classificationAnswers: EncordJson = {};
	for (const [index, { name, frames: shapes, attributes = {} }] of objects.entries()) {
		const known = ontology.objects.find((object) => object.name === name);
		if (!known) throw new Error(`The ontology has no object "${name}"`);
		const objectHash = stableHash('object', dataHash, name, index);
		const classifications = Object.entries(attributes).flatMap(([title, answer]) => {
			const attribute = known.attributes?.find((one) => one.name === title);
			if (!attribute) throw new Error(`The object "${name}" has no attribute "${title}"`);
			return answersOf(attribute, answer);
		});
		objectAnswers[objectHash] = { objectHash, classifications };
		for (const [frame, shape] of Object.entries(shapes)) {
			at(Number(frame)).objects.push({
				name,
				color: known.color,
				value: snake(name),
				shape: known.shape,
				featureHash: known.featureNodeHash,
				objectHash,
				confidence: 1,
				manualAnnotation: true,
				...coordinates(shape),
			});
		}
	}
	for (const { name, answer, range } of classifications) {
		const known = ontology.classifications.find(({ attributes }) => attributes[0]?.name === name);
		const attribute = known?.attributes[0];
		if (!known || !attribute) throw new Error(`The ontology has no classification "${name}"`);
		const classificationHash = stableHash('classification', dataHash, name);
		classificationAnswers[classificationHash] = {
			classificationHash,
			featureHash: known.featureNodeHash,
			classifications: answersOf(attribute, answer),
			spaces: {},
		};
		for (const frame of range.flatMap(([from, to]) =>
			Array.from({ length: to - from + 1 }, (_, step) => from + step),
		)) {
			at(frame).classifications.push({
				name,
				value: snake(name),
				featureHash: known.featureNodeHash,
				classificationHash,
				confidence: 1,
				manualAnnotation: true,
			});
		}
	}
	const labels = still
		? at(0)
		: Object.fromEntries(
				[...frames].sort(([a], [b]) => a - b).map(([frame, holder]) => [String(frame), holder]),
			);
	return {
		data_units: { [dataHash]: { labels } },
		object_answers: objectAnswers,
		classification_answers: classificationAnswers,
		object_actions: {},
		spaces: {},
	};
}

/** A box given in pixels of a picture, as fractions of its size. */
export function boxIn(
	picture: { width: number; height: number },
	shape: { x: number; y: number; width: number; height: number },
): Box {
	return {
		x: round(shape.x / picture.width),
		y: round(shape.y / picture.height),
		w: round(shape.width / picture.width),
		h: round(shape.height / picture.height),
	};
}

/** The outline of a round thing with many points, slightly uneven, as a person or a segmentation model draws it. */
export function unevenOutline(box: Box, points: number): Point[] {
	return Array.from({ length: points }, (_, index) => {
		const turn = (2 * Math.PI * index) / points;
		const reach = 1 + 0.012 * Math.sin(turn * 23) + 0.006 * Math.sin(turn * 61);
		return {
			x: round(box.x + (box.w / 2) * (1 + reach * Math.cos(turn) * 0.985)),
			y: round(box.y + (box.h / 2) * (1 + reach * Math.sin(turn) * 0.985)),
		};
	});
}
