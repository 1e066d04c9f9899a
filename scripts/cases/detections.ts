/** Cases of `npm run cases` that ask for objects: detections go through edits into a label row, and the row is what is printed. */
import { detectionEdits, type DetectionOptions } from '../../src/detections/detections';
import type { Unit } from '../../src/detections/found';
import type { LabelRowMetadata } from '../../src/encord/calls/labelRows';
import type { EncordJson, LabelRowJson } from '../../src/encord/wire/json';
import { answerEntries, readAnswers, readableAnswer } from '../../src/labels/answers/answers';
import { applyEdits } from '../../src/labels/edits/apply';
import {
	indexOntology,
	type ObjectItem,
	type OntologyIndex,
} from '../../src/labels/ontology/ontology';
import { collectLabels } from '../../src/labels/reading/collectLabels';
import { framesIn } from '../../src/labels/row/frames';
import { plainCoordinatesIn } from '../../src/labels/shapes/coordinateKeys';
import { countRuns, decodeMask } from '../../src/labels/shapes/parts/runLengths';
import type { CaseKind, MediaJson } from './kind';
import { emptyRow, metadataOf } from './mediaRow';

interface Ask {
	format?: string;
	numbers?: 'auto' | Unit;
	names?: string[];
	classMap?: { [name: string]: string };
	minConfidence?: number;
	defaultClass?: string;
	imageWidth?: number;
	imageHeight?: number;
}

interface Person {
	moves?: { index: number; by: [number, number] };
	deletes?: number;
}

interface Refused {
	field?: string;
	index?: number;
	reason: string;
}

const NOW = new Date('2026-01-01T00:00:00Z');
const AGENT = 'cases';
/** E-mail addresses that Encord would fill in. */
const [KEY_OWNER, PERSON] = ['agent@example.com', 'person@example.com'];

export const detections: CaseKind = {
	name: 'detections',
	isOne: ({ ask, input, runs }) =>
		typeof ask === 'object' && ask !== null && (input !== undefined || runs !== undefined),
	run(json, ontologyJson) {
		const ontology = indexOntology(ontologyJson);
		const metadata = metadataOf(json.media);
		let labels: LabelRowJson = { ...emptyRow(json.media), data_title: json.media.title ?? '' };
		let refused: Refused[] = [];
		let first: string[] | undefined;
		for (const step of (json.runs as unknown[] | undefined) ?? [json.input]) {
			const { person } = (step ?? {}) as { person?: Person };
			if (person !== undefined) {
				labels = afterPerson(labels, person, first ?? [], json.media);
				continue;
			}
			const run = written(step, labels, metadata, ontology, json.ask as Ask);
			({ labels, refused } = run);
			first ??= run.hashes;
		}
		return { objects: objectsIn(labels, metadata, ontology), refused };
	},
};

function written(
	input: unknown,
	labels: LabelRowJson,
	metadata: Partial<LabelRowMetadata>,
	ontology: OntologyIndex,
	ask: Ask,
): { labels: LabelRowJson; refused: Refused[]; hashes: string[] } {
	const options: DetectionOptions = { ...ask, format: ask.format ?? 'auto' };
	const report = detectionEdits(input, { labels, row: metadata, ontology, agent: AGENT }, options);
	const edited = applyEdits(labels, ontology, report.edits, {
		now: NOW,
		agent: { name: AGENT },
		metadata,
	});
	const refused = report.fields.flatMap(({ outcome, field, index, reason }) =>
		outcome === 'refused'
			? [
					{
						...(field === undefined ? {} : { field }),
						...(index === undefined ? {} : { index }),
						reason: reason ?? '',
					},
				]
			: [],
	);
	for (const problem of edited.problems) {
		for (const index of problem.edit === undefined
			? [undefined]
			: (report.sources[problem.edit] ?? []))
			refused.push({ ...(index === undefined ? {} : { index }), reason: problem.message });
	}
	const hashes: string[] = [];
	report.edits.forEach((edit, at) => {
		if (edit.kind === 'addObject')
			for (const index of report.sources[at]!) hashes[index] = edit.hash ?? '';
	});
	return { labels: asSaved(edited.labelRow), refused, hashes };
}

/** The row as Encord returns it: people are filled in. */
function asSaved(row: LabelRowJson): LabelRowJson {
	const copy = structuredClone(row);
	for (const label of objectLabels(copy)) {
		label.createdBy ??= KEY_OWNER;
		label.lastEditedBy ??= KEY_OWNER;
	}
	return copy;
}

function afterPerson(
	row: LabelRowJson,
	{ moves, deletes }: Person,
	hashes: string[],
	media: MediaJson,
): LabelRowJson {
	const copy = structuredClone(row);
	if (moves !== undefined) {
		for (const label of objectLabels(copy)) {
			if (label.objectHash !== hashes[moves.index]) continue;
			Object.assign(label, movedPlace(label, moves.by, media));
			label.lastEditedBy = PERSON;
		}
	}
	if (deletes !== undefined) {
		for (const list of objectLists(copy))
			list.splice(
				0,
				list.length,
				...list.filter(({ objectHash }) => objectHash !== hashes[deletes]),
			);
		delete copy.object_answers[hashes[deletes] ?? ''];
	}
	return copy;
}

/** The coordinates of a label, all of them moved by some pixels. */
function movedPlace(
	label: EncordJson,
	[dx, dy]: [number, number],
	{ width, height }: MediaJson,
): EncordJson {
	const [x, y] = [dx / width, dy / height];
	const moved = (value: unknown): unknown => {
		if (Array.isArray(value))
			return value.every((each) => typeof each === 'number')
				? value.map((each: number, at) => each + (at % 2 === 0 ? x : y))
				: value.map(moved);
		if (typeof value !== 'object' || value === null) return value;
		const map = value as EncordJson;
		if (typeof map.x === 'number' && typeof map.y === 'number')
			return { ...map, x: map.x + x, y: map.y + y };
		return Object.fromEntries(Object.entries(map).map(([key, each]) => [key, moved(each)]));
	};
	return moved(plainCoordinatesIn(label)) as EncordJson;
}

function objectLists(row: LabelRowJson): EncordJson[][] {
	const lists: EncordJson[][] = [];
	for (const unit of Object.values(row.data_units)) {
		const labels = unit.labels as EncordJson;
		for (const frame of [labels, ...Object.values(labels)])
			if (Array.isArray((frame as EncordJson).objects))
				lists.push((frame as EncordJson).objects as EncordJson[]);
	}
	return lists;
}

function objectLabels(row: LabelRowJson): EncordJson[] {
	return objectLists(row).flat();
}

// ---- Printing ----

function objectsIn(
	row: LabelRowJson,
	metadata: Partial<LabelRowMetadata>,
	ontology: OntologyIndex,
): EncordJson[] {
	return collectLabels(row, metadata, undefined)
		.filter(({ type }) => type === 'object')
		.map(({ onFrames, hash, entry }) => {
			const [first] = onFrames;
			const item = ontology.objectByHash.get(String(first?.label.featureHash));
			const isVideo = metadata.number_of_frames !== 1;
			const places = onFrames.map(
				({ frame, label }) =>
					[frame, placeOf(label, metadata, pointNames(ontology, item))] as const,
			);
			const one = new Set(places.map(([, place]) => JSON.stringify(place))).size === 1;
			const frames = onFrames.map(({ frame }) => frame);
			const attributes = {
				...answersOf(item, answerEntries(entry)),
				...dynamicAnswers(item, row.object_actions[hash]),
			};
			return {
				class: item?.title,
				shape: item?.shape,
				confidence: first?.label.confidence,
				...(Object.keys(attributes).length === 0 ? {} : { attributes }),
				...(one
					? { ...places[0]?.[1], ...(isVideo ? { frames } : {}) }
					: { frames: Object.fromEntries(places) }),
			};
		});
}

function placeOf(
	label: EncordJson,
	{ width, height }: Partial<LabelRowMetadata>,
	names: string[],
): EncordJson {
	const size = { width: width ?? 1, height: height ?? 1 };
	const point = ({ x, y }: { x: number; y: number }): number[] => [x * size.width, y * size.height];
	const box = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }): number[] => [
		x * size.width,
		y * size.height,
		w * size.width,
		h * size.height,
	];
	const list = (
		map: unknown,
	): Array<{ x: number; y: number; name?: string; visibility?: string }> =>
		Object.values(map as object);
	if (label.boundingBox !== undefined) return { box: box(label.boundingBox as never) };
	if (label.rotatableBoundingBox !== undefined) {
		const turned = label.rotatableBoundingBox as { theta: number };
		return { box: box(turned as never), theta: turned.theta };
	}
	if (label.polygons !== undefined)
		return {
			polygons: (label.polygons as number[][][]).map((rings) =>
				rings.map((ring) =>
					Array.from({ length: ring.length / 2 }, (_, at) =>
						point({ x: ring[2 * at]!, y: ring[2 * at + 1]! }),
					),
				),
			),
		};
	if (label.polyline !== undefined) return { points: list(label.polyline).map(point) };
	if (label.point !== undefined) return { points: list(label.point).map(point) };
	if (label.skeleton !== undefined) return skeletonOf(list(label.skeleton), names, point);
	if (label.bitmask !== undefined) {
		const mask = decodeMask(label.bitmask as never);
		return { size: [mask.height, mask.width], runs: countRuns(mask.data) };
	}
	return {};
}

/** Points by name; those of the template that the label lacks are not placed. */
function skeletonOf(
	points: Array<{ x: number; y: number; name?: string; visibility?: string }>,
	names: string[],
	point: (at: { x: number; y: number }) => number[],
): EncordJson {
	const placed = new Map(
		points.flatMap((each) => (each.visibility === 'invisible' ? [] : [[each.name, each] as const])),
	);
	const all = [...new Set([...names, ...points.flatMap(({ name }) => name ?? [])])];
	const of = <T>(
		read: (at: { x: number; y: number; visibility?: string }) => T,
	): { [name: string]: T | null } =>
		Object.fromEntries(
			all.map((name) => {
				const each = placed.get(name);
				return [name, each === undefined ? null : read(each)];
			}),
		);
	return { points: of(point), visibility: of(({ visibility }) => visibility ?? 'visible') };
}

/** Names of the points of a class's skeleton. */
function pointNames(ontology: OntologyIndex, item: ObjectItem | undefined): string[] {
	const templates = (ontology.json.skeleton_templates ?? []) as Array<{
		template: { feature_node_hash?: string; skeleton: { [index: string]: { name: string } } };
	}>;
	const found = templates.find(({ template }) => template.feature_node_hash === item?.featureHash);
	return Object.values(found?.template.skeleton ?? {}).map(({ name }) => name);
}

function answersOf(item: ObjectItem | undefined, entries: EncordJson[]): EncordJson {
	if (item === undefined) return {};
	return Object.fromEntries(
		[...readAnswers(item, entries)].map(([attribute, value]) => [
			pathOf(attribute.path),
			readableAnswer(value),
		]),
	);
}

function dynamicAnswers(item: ObjectItem | undefined, entry: EncordJson | undefined): EncordJson {
	const actions = (entry?.actions ?? []) as Array<EncordJson & { range: Array<[number, number]> }>;
	if (item === undefined) return {};
	const found: EncordJson = {};
	for (const action of actions) {
		const frames = [...framesIn(action.range)].join(',');
		for (const [path, value] of Object.entries(answersOf(item, [action])))
			found[`${path}@${frames}`] = value;
	}
	return found;
}

/** Titles of the attributes on the way, without the object's and the options'. */
function pathOf(path: string[]): string {
	return path
		.slice(1)
		.filter((_, at) => at % 2 === 0)
		.join('/');
}
