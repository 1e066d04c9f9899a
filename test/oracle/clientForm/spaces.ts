/** Labels in spaces of data groups as the official client reads and writes them (protocol §8.8). */
import type { EncordJson, LabelRowJson } from '../../../src/encord/wire/json';
import { answerEntries } from '../../../src/labels/answers/answers';
import { type FrameRange, mergeRanges, toRanges } from '../../../src/labels/row/frames';
import type { ClassificationItem, ObjectItem } from '../../../src/labels/ontology/ontology';
import { labelList } from '../../../src/labels/row/frameLabels';
import { classKeys } from '../../../src/labels/edits/parts/objectsInRow';
import { clientActions, clientAnswers } from './answers';
import { clientCoordinates } from './coordinates';
import { writeFrameClassification } from './labels';
import {
	readAuthorship,
	required,
	UnreadableRow,
	writeEntryAuthorship,
	writeFrameAuthorship,
	type Reading,
} from './reading';

/** Keys of a space that are written back, by space type; the rest (such as `child_info`) is dropped. */
const KEPT: { [type: string]: string[] } = {
	video: ['number_of_frames', 'width', 'height'],
	image_sequence: ['number_of_frames', 'width', 'height'],
	image: ['width', 'height'],
	audio: ['duration_ms'],
	text: [],
	html: [],
	pdf: ['number_of_pages'],
	medical_file: ['number_of_frames', 'width', 'height'],
	medical_stack: ['frames'],
	point_cloud: ['scene_info'],
	scene_image: ['scene_info', 'width', 'height'],
};

const WITHOUT_FRAMES = ['audio', 'text', 'html', 'point_cloud'];

export interface ClientSpaces {
	spaces: EncordJson;
	objectAnswers: LabelRowJson['object_answers'];
	classificationAnswers: LabelRowJson['classification_answers'];
	objectActions: LabelRowJson['object_actions'];
}

export function readSpaces(reading: Reading): ClientSpaces {
	const read: ClientSpaces = {
		spaces: {},
		objectAnswers: {},
		classificationAnswers: {},
		objectActions: {},
	};
	for (const [id, info] of Object.entries(reading.row.spaces ?? {})) {
		const space = info as EncordJson;
		const type = String(required(space, 'space_type', `space ${id}`));
		const kept = KEPT[type];
		if (kept === undefined)
			throw new UnreadableRow(`"${type}" is not a kind of space.`, { field: id });
		const labels = WITHOUT_FRAMES.includes(type)
			? {}
			: readFrames(reading, read, id, (space.labels ?? {}) as EncordJson);
		if (WITHOUT_FRAMES.includes(type)) readRangeObjects(reading, read, id);
		readWholeClassifications(reading, read, id, WITHOUT_FRAMES.includes(type));
		if (type === 'image') labels['0'] ??= { objects: [], classifications: [] };
		read.spaces[id] = {
			space_type: type,
			...Object.fromEntries(kept.filter((key) => key in space).map((key) => [key, space[key]])),
			labels,
		};
	}
	readActions(reading, read);
	return read;
}

function readFrames(
	reading: Reading,
	read: ClientSpaces,
	id: string,
	labels: EncordJson,
): EncordJson {
	const ranges = new Map<string, number[]>();
	const frames = Object.fromEntries(
		Object.entries(labels).flatMap(([frame, lists]) => {
			const objects = labelList(lists as EncordJson, 'object').map((label) =>
				readObject(reading, read, label),
			);
			const classifications = labelList(lists as EncordJson, 'classification').map((label) => {
				const hash = String(
					required(label, 'classificationHash', `a classification in space ${id}`),
				);
				ranges.set(hash, [...(ranges.get(hash) ?? []), Number(frame)]);
				return writeFrameClassification(
					classificationOf(reading, label.featureHash),
					hash,
					readAuthorship(label, reading),
				);
			});
			return objects.length + classifications.length === 0
				? []
				: [[frame, { objects, classifications }]];
		}),
	);
	for (const [hash, on] of ranges) {
		const entry = reading.row.classification_answers[hash];
		if (entry === undefined)
			throw new UnreadableRow(`The classification ${hash} has no answers.`, { hash });
		const item = classificationOf(reading, entry.featureHash);
		const where =
			id === 'root'
				? { range: toRanges(on), spaces: {} }
				: { spaces: inSpace(read, hash, id, toRanges(on), 'frame') };
		read.classificationAnswers[hash] = { ...entryKeys(item, hash, entry), ...where };
	}
	return frames;
}

function readObject(reading: Reading, read: ClientSpaces, label: EncordJson): EncordJson {
	const hash = String(required(label, 'objectHash', 'an object'));
	const item = objectOf(reading, label.featureHash, hash);
	const authorship = readAuthorship(label, reading);
	read.objectAnswers[hash] = {
		classifications: clientAnswers(item, answerEntries(reading.row.object_answers[hash])),
		objectHash: hash,
	};
	const actions = clientActions(
		item,
		(reading.row.object_actions[hash]?.actions ?? []) as EncordJson[],
	);
	if (actions.length > 0) read.objectActions[hash] = { actions, objectHash: hash };
	return {
		...classKeys(item),
		objectHash: hash,
		...writeFrameAuthorship(authorship),
		...(authorship.isDeleted === null ? {} : { isDeleted: authorship.isDeleted }),
		...clientCoordinates(item, label),
	};
}

function readRangeObjects(reading: Reading, read: ClientSpaces, id: string): void {
	for (const [hash, entry] of Object.entries(reading.row.object_answers)) {
		const place = (entry.spaces as { [id: string]: EncordJson } | null | undefined)?.[id];
		if (place === undefined) continue;
		const item = objectOf(reading, entry.featureHash, hash);
		const range =
			place.type === 'html' ? place.range : mergeRanges((place.range ?? []) as FrameRange[]);
		const spaces = {
			...(read.objectAnswers[hash]?.spaces as EncordJson),
			[id]: { range, type: place.type },
		};
		read.objectAnswers[hash] = {
			classifications: clientAnswers(item, answerEntries(entry)),
			objectHash: hash,
			...classKeys(item),
			...writeEntryAuthorship(readAuthorship(entry, reading)),
			range: [],
			spaces,
		};
	}
}

/** Global classifications, and classifications of media without frames: their entry alone places them. */
function readWholeClassifications(
	reading: Reading,
	read: ClientSpaces,
	id: string,
	all: boolean,
): void {
	for (const [hash, entry] of Object.entries(reading.row.classification_answers)) {
		const place = (entry.spaces as { [id: string]: EncordJson } | null | undefined)?.[id];
		if (place === undefined) continue;
		const item = classificationOf(reading, entry.featureHash);
		if (!all && !item.global) continue;
		const authorship = readAuthorship(entry, reading);
		read.classificationAnswers[hash] = {
			...entryKeys(item, hash, entry),
			...writeEntryAuthorship(authorship),
			confidence: authorship.confidence,
			range: [],
			spaces: inSpace(read, hash, id, [], String(place.type)),
		};
	}
}

/** The object of an action must exist in a space. */
function readActions(reading: Reading, read: ClientSpaces): void {
	for (const hash of Object.keys(reading.row.object_actions)) {
		if (reading.row.data_type === 'group' && read.objectAnswers[hash] === undefined) {
			throw new UnreadableRow(
				`Dynamic answers are given for object ${hash}, which is in no space.`,
				{
					hash,
					field: 'object_actions',
				},
			);
		}
	}
}

/** Answers in spaces come in ontology order. */
function entryKeys(item: ClassificationItem, hash: string, entry: EncordJson): EncordJson {
	return {
		classifications: clientAnswers(item, answerEntries(entry), 'ontology'),
		classificationHash: hash,
		featureHash: item.featureHash,
	};
}

function inSpace(
	read: ClientSpaces,
	hash: string,
	id: string,
	range: FrameRange[],
	type: string,
): EncordJson {
	return { ...(read.classificationAnswers[hash]?.spaces as EncordJson), [id]: { range, type } };
}

function objectOf(reading: Reading, featureHash: unknown, hash: string): ObjectItem {
	const item = reading.ontology.objectByHash.get(String(featureHash));
	if (item === undefined)
		throw new UnreadableRow(`The ontology has no object ${String(featureHash)}.`, {
			hash,
			field: 'featureHash',
		});
	return item;
}

function classificationOf(reading: Reading, featureHash: unknown): ClassificationItem {
	const item = reading.ontology.classificationByHash.get(String(featureHash));
	if (item === undefined)
		throw new UnreadableRow(`The ontology has no classification ${String(featureHash)}.`, {
			field: 'featureHash',
		});
	return item;
}
