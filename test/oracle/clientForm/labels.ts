/** Objects and classifications of a row's own media as the official client reads and writes them (protocol §8.1–§8.7). */
import type { EncordJson, LabelRowJson } from '../../../src/encord/wire/json';
import { answerEntries } from '../../../src/labels/answers/answers';
import { type FrameRange, framesIn, mergeRanges, toRanges } from '../../../src/labels/row/frames';
import {
	lowerSnake,
	type ClassificationItem,
	type ObjectItem,
} from '../../../src/labels/ontology/ontology';
import { frameSize, spaceOf, type Space } from '../../../src/labels/row/space';
import { framesWithEntry, frameLabels, labelList } from '../../../src/labels/row/frameLabels';
import { classKeys } from '../../../src/labels/edits/parts/objectsInRow';
import { clientActions, clientAnswers } from './answers';
import { clientCoordinates } from './coordinates';
import {
	readAuthorship,
	required,
	UnreadableRow,
	writeEntryAuthorship,
	writeFrameAuthorship,
	type Authorship,
	type Reading,
} from './reading';

interface ReadObject {
	item: ObjectItem;
	frames: Map<number, EncordJson>;
}

interface ReadClassification {
	item: ClassificationItem;
	answers: EncordJson[];
	/** Present when the entry carries authorship. */
	entry: { authorship: Authorship; range: FrameRange[] } | undefined;
	frames: Map<number, Authorship>;
}

/** The client's model of the labels of the row's own media. */
export interface ClientLabels {
	/** The two lists of each frame; frames without labels have no entry. */
	frames: Map<number, { objects: EncordJson[]; classifications: EncordJson[] }>;
	objectAnswers: LabelRowJson['object_answers'];
	classificationAnswers: LabelRowJson['classification_answers'];
	objectActions: LabelRowJson['object_actions'];
}

export function readLabels(reading: Reading): ClientLabels {
	const space = spaceOf(reading.row, undefined);
	if (space === undefined)
		return { frames: new Map(), objectAnswers: {}, classificationAnswers: {}, objectActions: {} };
	const classifications = readEntries(reading, space);
	const objects = new Map<string, ReadObject>();
	if (space.kind === 'frames') {
		for (const frame of framesWithEntry(reading.row, space)) {
			const labels = frameLabels(reading.row, space, frame);
			for (const label of labelList(labels, 'object'))
				addObject(reading, space, objects, label, frame);
			for (const label of labelList(labels, 'classification'))
				addClassification(reading, space, classifications, label, frame);
		}
	}
	refuseOverlaps(classifications);
	return {
		frames: writeFrames(objects, classifications),
		objectAnswers:
			space.kind === 'frames' || space.kind === 'none'
				? frameObjectAnswers(reading, objects)
				: rangeObjectAnswers(reading, space),
		classificationAnswers: Object.fromEntries(
			[...classifications].map(([hash, label]) => [hash, writeEntry(hash, label, space)]),
		),
		objectActions: writeActions(reading, objects),
	};
}

/** Entries with authorship are placed on their range before frames are read. */
function readEntries(reading: Reading, space: Space): Map<string, ReadClassification> {
	const read = new Map<string, ReadClassification>();
	for (const [hash, entry] of Object.entries(reading.row.classification_answers)) {
		const spaces = required(entry, 'spaces', `the answers of classification ${hash}`);
		if (!('createdBy' in entry) || Object.keys((spaces ?? {}) as EncordJson).length > 0) continue;
		const item = classificationOf(reading, entry.featureHash);
		const range = Array.isArray(entry.range) ? mergeRanges(entry.range as FrameRange[]) : [];
		if (range.length === 0 && !item.global && space.kind === 'frames')
			throw new UnreadableRow(`The classification "${item.title}" is on no frame.`, {
				hash,
				field: 'range',
			});
		const authorship = readAuthorship(entry, reading);
		const frames = new Map<number, Authorship>();
		if (!item.global && space.kind === 'frames') {
			for (const frame of framesIn(range)) {
				checkFrame(reading, space, frame, hash);
				frames.set(frame, authorship);
			}
		}
		read.set(hash, {
			item,
			answers: clientAnswers(item, answerEntries(entry)),
			entry: { authorship, range },
			frames,
		});
	}
	return read;
}

function addObject(
	reading: Reading,
	space: Space,
	objects: Map<string, ReadObject>,
	label: EncordJson,
	frame: number,
): void {
	const hash = String(required(label, 'objectHash', `an object on frame ${frame}`));
	const featureHash = String(required(label, 'featureHash', `object ${hash}`));
	required(label, 'createdAt', `object ${hash}`);
	let object = objects.get(hash);
	if (object === undefined) {
		const item = reading.ontology.objectByHash.get(featureHash);
		if (item === undefined)
			throw new UnreadableRow(`The ontology has no object ${featureHash}.`, {
				hash,
				frame,
				field: 'featureHash',
			});
		objects.set(hash, (object = { item, frames: new Map() }));
	} else {
		if (object.frames.has(frame))
			throw new UnreadableRow(`The object ${hash} is twice on frame ${frame}.`, { hash, frame });
		checkFrame(reading, space, frame, hash);
	}
	const coordinates = clientCoordinates(object.item, label);
	checkMaskSize(reading, space, frame, hash, coordinates);
	const authorship = readAuthorship(label, reading);
	object.frames.set(frame, {
		...classKeys(object.item),
		objectHash: hash,
		...writeFrameAuthorship(authorship),
		...(authorship.isDeleted === null ? {} : { isDeleted: authorship.isDeleted }),
		...coordinates,
	});
}

/** A label in a frame without an answers entry is ignored. */
function addClassification(
	reading: Reading,
	space: Space,
	read: Map<string, ReadClassification>,
	label: EncordJson,
	frame: number,
): void {
	const hash = String(required(label, 'classificationHash', `a classification on frame ${frame}`));
	let known = read.get(hash);
	if (known === undefined) {
		const item = classificationOf(
			reading,
			required(label, 'featureHash', `classification ${hash}`),
		);
		const entry = reading.row.classification_answers[hash];
		if (entry === undefined) return;
		read.set(
			hash,
			(known = {
				item,
				answers: clientAnswers(item, answerEntries(entry)),
				entry: undefined,
				frames: new Map(),
			}),
		);
	} else checkFrame(reading, space, frame, hash);
	if (!known.item.global) known.frames.set(frame, readAuthorship(label, reading));
}

/** A frame has at most one label of a classification, and a row one of a global classification (protocol §8.4). */
function refuseOverlaps(read: Map<string, ReadClassification>): void {
	const taken = new Map<string, string>();
	for (const [hash, { item, frames }] of read) {
		for (const place of item.global ? ['global'] : frames.keys()) {
			const key = `${item.featureHash} ${place}`;
			if (taken.has(key))
				throw new UnreadableRow(`"${item.title}" is answered twice on frame ${place}.`, {
					hash,
					...(typeof place === 'number' ? { frame: place } : {}),
				});
			taken.set(key, hash);
		}
	}
}

function writeFrames(
	objects: Map<string, ReadObject>,
	classifications: Map<string, ReadClassification>,
): ClientLabels['frames'] {
	const frames: ClientLabels['frames'] = new Map();
	const lists = (frame: number): { objects: EncordJson[]; classifications: EncordJson[] } => {
		const known = frames.get(frame) ?? { objects: [], classifications: [] };
		frames.set(frame, known);
		return known;
	};
	for (const { frames: placed } of objects.values())
		for (const [frame, label] of placed) lists(frame).objects.push(label);
	for (const [hash, { item, frames: placed }] of classifications) {
		for (const [frame, authorship] of placed)
			lists(frame).classifications.push(writeFrameClassification(item, hash, authorship));
	}
	return frames;
}

export function writeFrameClassification(
	item: ClassificationItem,
	hash: string,
	authorship: Authorship,
): EncordJson {
	const name = item.root?.title ?? item.title;
	return {
		name,
		value: lowerSnake(name),
		featureHash: item.featureHash,
		classificationHash: hash,
		...writeFrameAuthorship(authorship),
	};
}

function writeEntry(
	hash: string,
	{ item, answers, entry, frames }: ReadClassification,
	space: Space,
): EncordJson {
	const written = {
		classifications: answers,
		classificationHash: hash,
		featureHash: item.featureHash,
		spaces: {},
	};
	if (entry === undefined) return written;
	const range = item.global || space.kind !== 'frames' ? entry.range : toRanges(frames.keys());
	return { ...written, range, ...writeEntryAuthorship(entry.authorship) };
}

function frameObjectAnswers(
	{ row }: Reading,
	objects: Map<string, ReadObject>,
): LabelRowJson['object_answers'] {
	return Object.fromEntries(
		[...objects].map(([hash, { item }]) => [
			hash,
			{
				classifications: clientAnswers(item, answerEntries(row.object_answers[hash])),
				objectHash: hash,
			},
		]),
	);
}

function rangeObjectAnswers(reading: Reading, space: Space): LabelRowJson['object_answers'] {
	return Object.fromEntries(
		Object.entries(reading.row.object_answers).map(([hash, entry]) => {
			const featureHash = String(required(entry, 'featureHash', `object ${hash}`));
			const item = reading.ontology.objectByHash.get(featureHash);
			if (item === undefined)
				throw new UnreadableRow(`The ontology has no object ${featureHash}.`, {
					hash,
					field: 'featureHash',
				});
			if (space.kind === 'ranges' && item.shape !== (space.type === 'audio' ? 'audio' : 'text')) {
				throw new UnreadableRow(
					`"${item.title}" (${item.shape}) cannot be in ${space.type} media.`,
					{ hash, field: 'shape' },
				);
			}
			const where =
				space.kind === 'html'
					? { range: [], range_html: required(entry, 'range_html', `object ${hash}`) }
					: {
							range: checkedRange(
								reading,
								space,
								required(entry, 'range', `object ${hash}`) as FrameRange[],
								hash,
							),
						};
			return [
				hash,
				{
					classifications: clientAnswers(item, answerEntries(entry)),
					objectHash: hash,
					...classKeys(item),
					...writeEntryAuthorship(readAuthorship(entry, reading)),
					...where,
				},
			];
		}),
	);
}

/** The client reverses the list of actions each time it writes it. */
function writeActions(
	{ row }: Reading,
	objects: Map<string, ReadObject>,
): LabelRowJson['object_actions'] {
	return Object.fromEntries(
		Object.entries(row.object_actions).flatMap(([hash, entry]) => {
			const item = objects.get(hash)?.item;
			const actions = Array.isArray(entry.actions) ? (entry.actions as EncordJson[]) : [];
			if (item === undefined) return [];
			const written = clientActions(item, actions).reverse();
			return written.length === 0 ? [] : [[hash, { actions: written, objectHash: hash }]];
		}),
	);
}

function checkedRange(
	reading: Reading,
	space: Space,
	range: FrameRange[],
	hash: string,
): FrameRange[] {
	const merged = mergeRanges(range ?? []);
	for (const [, end] of merged) checkFrame(reading, space, end, hash);
	return merged;
}

function checkFrame(reading: Reading, space: Space, frame: number, hash: string): void {
	const length = reading.metadata?.number_of_frames;
	if (length === undefined || space.type.startsWith('dicom') || frame < length) return;
	throw new UnreadableRow(
		`Frame ${frame} is outside the media: its frames are 0 to ${length - 1}.`,
		{ hash, frame },
	);
}

function checkMaskSize(
	reading: Reading,
	space: Space,
	frame: number,
	hash: string,
	coordinates: EncordJson,
): void {
	const mask = coordinates.bitmask as EncordJson | undefined;
	const size =
		mask === undefined ? undefined : frameSize(reading.row, space, frame, reading.metadata);
	if (size === undefined || (mask?.width === size.width && mask.height === size.height)) return;
	throw new UnreadableRow(
		`The bitmask of object ${hash} has ${String(mask?.width)} × ${String(mask?.height)} pixels, the frame ` +
			`${size.width} × ${size.height}.`,
		{ hash, frame },
	);
}

function classificationOf(reading: Reading, featureHash: unknown): ClassificationItem {
	const item = reading.ontology.classificationByHash.get(String(featureHash));
	if (item === undefined)
		throw new UnreadableRow(`The ontology has no classification ${String(featureHash)}.`, {
			field: 'featureHash',
		});
	return item;
}
