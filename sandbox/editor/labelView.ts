/** The view of a label row for the page: the objects of one frame, and the classifications with the frames they are on. */
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyAttributeJson, OntologyJson } from '../../src/encord/wire/ontologyJson';
import type { DataUnit, LabelContent } from '../state/entities';
import { framesOf, isRecord, type FrameLabels } from '../labels/frames';
import { answerTree, type AnsweredAttribute } from './answerTree';

type Range = [first: number, last: number];

export interface Authored {
	createdBy: string | null;
	lastEditedBy: string | null;
	confidence: number | null;
	/** False when a program made it. */
	byHand: boolean;
}

export interface ShownObject extends Authored {
	objectHash: string;
	name: string;
	color: string;
	shape: string;
	/** The coordinates as the blob has them, under their own key (protocol §8.2). */
	coordinates: EncordJson;
	/** Pairs of point positions that a skeleton's lines connect. */
	edges?: Array<[string, string]>;
	attributes: AnsweredAttribute[];
	/** Only for audio and text: the ranges of the object. */
	ranges?: Range[];
}

export interface ShownClassification extends Authored {
	classificationHash: string;
	title: string;
	/** Which classification of the ontology it is. */
	featureHash: string;
	answers: AnsweredAttribute[];
	/** The same answers by hash, as an edit of the page sends them. */
	given: GivenAnswer[];
	global: boolean;
	/** Frames, inclusive and 0-based; milliseconds for audio, characters for text. */
	ranges: Range[];
}

export interface GivenAnswer {
	featureHash: string;
	value?: string | number;
	options?: string[];
}

function givenAnswers(entries: EncordJson[]): GivenAnswer[] {
	return entries.map(({ featureHash, answers }) => ({
		featureHash: String(featureHash),
		...(Array.isArray(answers)
			? { options: answers.filter(isRecord).map((option) => String(option.featureHash)) }
			: { value: answers as string | number }),
	}));
}

/** What a person can label with: the classes that are drawn as boxes, and the questions of the classifications. */
export function toolsOf(ontology: OntologyJson) {
	return {
		boxes: ontology.objects
			.filter(({ shape }) => shape === 'bounding_box')
			.map(({ featureNodeHash, name, color }) => ({ featureHash: featureNodeHash, name, color })),
		questions: ontology.classifications.map(({ featureNodeHash, attributes, level }) => ({
			featureHash: featureNodeHash,
			title: attributes[0]?.name ?? '',
			global: level === 'global',
			attributes: attributes.map(askedAttribute),
		})),
	};
}

interface AskedAttribute {
	featureHash: string;
	title: string;
	type: string;
	options: Array<{ featureHash: string; label: string; attributes: AskedAttribute[] }>;
}

function askedAttribute({
	featureNodeHash,
	name,
	type,
	options = [],
}: OntologyAttributeJson): AskedAttribute {
	return {
		featureHash: featureNodeHash,
		title: name,
		type,
		options: options.map((option) => ({
			featureHash: option.featureNodeHash,
			label: option.label,
			attributes: (option.options ?? []).map(askedAttribute),
		})),
	};
}

const coordinateKeys = [
	'boundingBox',
	'rotatableBoundingBox',
	'polygons',
	'polygon',
	'polyline',
	'point',
	'skeleton',
	'bitmask',
];

const answersIn = (entry: EncordJson | undefined) =>
	Array.isArray(entry?.classifications) ? entry.classifications.filter(isRecord) : [];
const textOr = (value: unknown) => (typeof value === 'string' ? value : null);

function authored(...sources: Array<EncordJson | undefined>): Authored {
	const first = (key: string) =>
		sources.map((source) => source?.[key]).find((value) => value !== undefined && value !== null);
	const confidence = first('confidence');
	return {
		createdBy: textOr(first('createdBy')),
		lastEditedBy: textOr(first('lastEditedBy')),
		confidence: typeof confidence === 'number' ? confidence : null,
		byHand: first('manualAnnotation') !== false,
	};
}

/** Single frames as ranges, ascending, neighbors joined. */
export function joinFrames(frames: number[]): Range[] {
	const ranges: Range[] = [];
	for (const frame of [...new Set(frames)].sort((a, b) => a - b)) {
		const last = ranges.at(-1);
		if (last && frame === last[1] + 1) last[1] = frame;
		else ranges.push([frame, frame]);
	}
	return ranges;
}

const rangesIn = (entry: EncordJson | undefined): Range[] =>
	Array.isArray(entry?.range) ? (entry.range as Range[]) : [];

function skeletonEdges(ontology: OntologyJson, name: string): Array<[string, string]> {
	const templates = (ontology.skeleton_templates ?? []).flatMap((each) =>
		isRecord(each) && isRecord(each.template) ? [each.template] : [],
	);
	const edges = templates.find((template) => template.name === name)?.skeletonEdges;
	if (!isRecord(edges)) return [];
	return Object.entries(edges).flatMap(([from, to]) =>
		isRecord(to) ? Object.keys(to).map((end): [string, string] => [from, end]) : [],
	);
}

/** Dynamic attributes that apply to this frame (protocol §8.7). */
function actionsOn(content: LabelContent, objectHash: string, frame: number): EncordJson[] {
	const actions = content.object_actions[objectHash]?.actions;
	return (Array.isArray(actions) ? actions.filter(isRecord) : []).filter((action) =>
		rangesIn(action).some(([first, last]) => frame >= first && frame <= last),
	);
}

function shownObject(
	ontology: OntologyJson,
	content: LabelContent,
	frame: number,
	object: EncordJson,
): ShownObject {
	const objectHash = String(object.objectHash);
	const known = ontology.objects.find(
		({ featureNodeHash }) => featureNodeHash === object.featureHash,
	);
	const name = known?.name ?? String(object.name);
	const answers = [
		...answersIn(content.object_answers[objectHash]),
		...actionsOn(content, objectHash, frame),
	];
	const key = coordinateKeys.find((candidate) => candidate in object);
	return {
		...authored(object),
		objectHash,
		name,
		color: known?.color ?? '#5b6472',
		shape: String(object.shape ?? known?.shape),
		coordinates: key ? { [key]: object[key] } : {},
		attributes: answerTree(known?.attributes ?? [], answers),
		...(object.shape === 'skeleton' ? { edges: skeletonEdges(ontology, name) } : {}),
	};
}

/** Objects of audio and text. They are not in frames but in `object_answers` (protocol §8.5). */
function rangedObjects(ontology: OntologyJson, content: LabelContent): ShownObject[] {
	return Object.entries(content.object_answers)
		.filter(([, entry]) => entry.shape === 'audio' || entry.shape === 'text')
		.map(([objectHash, entry]) => ({
			...shownObject(ontology, content, 0, { ...entry, objectHash }),
			ranges: rangesIn(entry),
		}));
}

function shownClassifications(
	ontology: OntologyJson,
	content: LabelContent,
	frames: FrameLabels[],
): ShownClassification[] {
	const places = new Map<string, { frames: number[]; seen: EncordJson }>();
	for (const { frame, classifications } of frames) {
		for (const seen of classifications) {
			const hash = String(seen.classificationHash);
			const place = places.get(hash) ?? { frames: [], seen };
			place.frames.push(frame);
			places.set(hash, place);
		}
	}
	const order = (entry: EncordJson) =>
		ontology.classifications.findIndex(
			({ featureNodeHash }) => featureNodeHash === entry.featureHash,
		);
	const inOrder = Object.entries(content.classification_answers).sort(
		([, a], [, b]) => order(a) - order(b),
	);
	return inOrder.map(([classificationHash, entry]): ShownClassification => {
		const known = ontology.classifications[order(entry)];
		const attributes: OntologyAttributeJson[] = known?.attributes ?? [];
		const place = places.get(classificationHash);
		return {
			...authored(place?.seen, entry),
			classificationHash,
			featureHash: String(entry.featureHash),
			given: givenAnswers(answersIn(entry)),
			title: attributes[0]?.name ?? classificationHash,
			answers: answerTree(attributes, answersIn(entry)),
			global: known?.level === 'global',
			ranges: place ? joinFrames(place.frames) : rangesIn(entry),
		};
	});
}

/** Everything that the page shows of a row while one frame is open. */
export function labelView(
	ontology: OntologyJson,
	unit: DataUnit,
	content: LabelContent,
	frame: number,
) {
	const frames = framesOf(unit, content);
	const here = frames.filter((each) => each.frame === frame).flatMap(({ objects }) => objects);
	const objects = [
		...here.map((object) => shownObject(ontology, content, frame, object)),
		...rangedObjects(ontology, content),
	];
	const labeledFrames = joinFrames(
		frames.filter((each) => each.objects.length > 0).map((each) => each.frame),
	);
	return {
		objects,
		classifications: shownClassifications(ontology, content, frames),
		labeledFrames,
	};
}
