/** The checks that refuse a save (protocol §7.3, §8). Their messages name the instance, never its content. */
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyJson } from '../../src/encord/wire/ontologyJson';
import type { DataUnit, LabelContent } from '../state/entities';
import { labelRefusal } from '../calls/refusal';
import { coveredPixels } from './bitmask';
import { featuresOf, type Features } from './features';
import { framesOf, isRecord, unitHashes, type FrameLabels } from './frames';
import { readRanges, sharedFrame, type FrameRange } from './ranges';

export interface Size {
	width: number;
	height: number;
}

export interface CheckedRow {
	unit: DataUnit;
	content: LabelContent;
	ontology: OntologyJson;
	/** Pixels of a data unit's picture; null where there is none. */
	sizeOf(unitHash: string): Size | null;
}

const COORDINATE_KEYS: Record<string, string[]> = {
	bounding_box: ['boundingBox'],
	rotatable_bounding_box: ['rotatableBoundingBox'],
	polygon: ['polygon', 'polygons'],
	polyline: ['polyline'],
	point: ['point'],
	skeleton: ['skeleton'],
	bitmask: ['bitmask'],
	cuboid_2d: ['cuboid_2d'],
	cuboid: ['cuboid'],
};

/** @throws Refusal with the code of the first fault found. */
export function checkLabels(row: CheckedRow): void {
	const features = featuresOf(row.ontology);
	const known = unitHashes(row.unit);
	for (const unitHash of Object.keys(row.content.data_units)) {
		if (!known.includes(unitHash))
			throw labelRefusal.corrupted(`Data unit ${unitHash} is not part of this label row`);
	}
	const frames = framesOf(row.unit, row.content);
	if (frames.length > 0 && ['audio', 'plain_text'].includes(row.unit.dataType)) {
		throw labelRefusal.corrupted(
			'Audio and text have no frames: their labels lie in the answers, by range',
		);
	}
	for (const frame of frames) {
		if (frame.frame >= row.unit.numberOfFrames)
			throw labelRefusal.corrupted(`Frame ${frame.frame} is beyond the last frame`);
		for (const object of frame.objects) checkObject(row, features, frame, object);
		for (const classification of frame.classifications)
			checkClassification(row, features, classification);
		refuseRepeats(frame.objects, 'objectHash');
		refuseRepeats(frame.classifications, 'classificationHash');
	}
	checkObjectAnswers(row, features, frames);
	checkClassificationAnswers(row, features, frames);
}

function refuseRepeats(instances: EncordJson[], key: string): void {
	const hashes = instances.map((instance) => instance[key]);
	const repeated = hashes.find((hash, index) => hashes.indexOf(hash) !== index);
	if (repeated !== undefined)
		throw labelRefusal.corrupted(`Instance ${String(repeated)} is twice on one frame`);
}

function checkObject(
	{ content, sizeOf }: CheckedRow,
	features: Features,
	{ unitHash }: FrameLabels,
	object: EncordJson,
): void {
	const hash = String(object.objectHash);
	const feature = features.objects.get(String(object.featureHash));
	if (!feature)
		throw labelRefusal.unknownFeature(
			`Object ${hash}: the ontology has no object ${String(object.featureHash)}`,
		);
	if (feature.shape !== object.shape)
		throw labelRefusal.corrupted(`Object ${hash}: the ontology object has shape ${feature.shape}`);
	if (!isRecord(content.object_answers[hash]))
		throw labelRefusal.answers(`Object ${hash} has no entry in object_answers`);
	const keys = COORDINATE_KEYS[feature.shape] ?? [];
	if (keys.length > 0 && !keys.some((key) => key in object))
		throw labelRefusal.corrupted(`Object ${hash} has no ${keys.join(' or ')}`);
	if (feature.shape === 'bitmask') checkBitmask(hash, object.bitmask, sizeOf(unitHash));
}

function checkBitmask(hash: string, mask: unknown, size: Size | null): void {
	if (!isRecord(mask) || !size)
		throw labelRefusal.corrupted(`Object ${hash}: a bitmask needs a picture`);
	if (mask.width !== size.width || mask.height !== size.height) {
		throw labelRefusal.corrupted(
			`Object ${hash}: the bitmask must be ${size.width} x ${size.height} pixels, as the frame is`,
		);
	}
	const covered = coveredPixels(String(mask.rleString));
	if (covered === null || covered > size.width * size.height)
		throw labelRefusal.corrupted(`Object ${hash}: rleString does not describe the frame`);
}

function checkClassification(
	{ content }: CheckedRow,
	features: Features,
	classification: EncordJson,
): void {
	const hash = String(classification.classificationHash);
	const feature = String(classification.featureHash);
	if (!features.classifications.has(feature))
		throw labelRefusal.unknownFeature(
			`Classification ${hash}: the ontology has no classification ${feature}`,
		);
	const entry = content.classification_answers[hash];
	if (!isRecord(entry))
		throw labelRefusal.answers(`Classification ${hash} has no entry in classification_answers`);
	if (entry.featureHash !== feature)
		throw labelRefusal.corrupted(
			`Classification ${hash}: frame and answers name different features`,
		);
}

function checkAnswers(
	owner: string,
	answers: unknown,
	allowed: { attributes: Map<string, unknown>; options: Set<string> },
): void {
	if (!Array.isArray(answers)) throw labelRefusal.answers(`${owner}: answers must be a list`);
	for (const answer of answers as unknown[]) {
		if (!isRecord(answer)) throw labelRefusal.answers(`${owner}: an answer must be an object`);
		if (!allowed.attributes.has(String(answer.featureHash))) {
			throw labelRefusal.unknownFeature(`${owner} has no attribute ${String(answer.featureHash)}`);
		}
		for (const option of Array.isArray(answer.answers) ? (answer.answers as unknown[]) : []) {
			if (!isRecord(option) || !allowed.options.has(String(option.featureHash))) {
				throw labelRefusal.unknownFeature(
					`${owner}: attribute ${String(answer.featureHash)} has no such option`,
				);
			}
		}
	}
}

/** Answers of objects in frames, objects that exist as ranges only (audio, text), and dynamic answers. */
function checkObjectAnswers(
	{ unit, content }: CheckedRow,
	features: Features,
	frames: FrameLabels[],
): void {
	const placed = new Map(
		frames
			.flatMap((frame) => frame.objects)
			.map((object) => [String(object.objectHash), String(object.featureHash)]),
	);
	for (const [hash, entry] of Object.entries(content.object_answers)) {
		const featureHash = placed.get(hash) ?? entry.featureHash;
		if (featureHash === undefined) continue;
		const feature = features.objects.get(String(featureHash));
		if (!feature)
			throw labelRefusal.unknownFeature(
				`Object ${hash}: the ontology has no object ${String(featureHash)}`,
			);
		checkAnswers(`Object ${hash}`, entry.classifications, feature);
		if (placed.has(hash) || !('range' in entry)) continue;
		if (entry.shape !== feature.shape)
			throw labelRefusal.corrupted(
				`Object ${hash}: the ontology object has shape ${feature.shape}`,
			);
		readRanges(entry.range, unit.numberOfFrames, `object ${hash}`);
	}
	for (const [hash, entry] of Object.entries(content.object_actions)) {
		const feature = features.objects.get(placed.get(hash) ?? '');
		if (!feature) continue;
		checkAnswers(`Object ${hash}`, entry.actions, feature);
		for (const action of entry.actions as EncordJson[]) {
			readRanges(action.range, unit.numberOfFrames, `object ${hash}`);
			const { type } = feature.attributes.get(String(action.featureHash)) ?? {};
			if (type !== 'checklist' && typeof action.trackHash !== 'string')
				throw labelRefusal.corrupted(`Object ${hash}: an action has no trackHash`);
		}
	}
}

/** Answers of classifications, and that no frame has two instances of one classification (protocol §8.4). */
function checkClassificationAnswers(
	{ unit, content }: CheckedRow,
	features: Features,
	frames: FrameLabels[],
): void {
	const claims = new Map<string, Map<string, FrameRange[]>>();
	const claim = (featureHash: string, hash: string, ranges: FrameRange[]) => {
		const owners = claims.get(featureHash) ?? new Map<string, FrameRange[]>();
		owners.set(hash, [...(owners.get(hash) ?? []), ...ranges]);
		claims.set(featureHash, owners);
	};
	for (const { frame, classifications } of frames) {
		for (const { featureHash, classificationHash } of classifications)
			claim(String(featureHash), String(classificationHash), [[frame, frame]]);
	}
	for (const [hash, entry] of Object.entries(content.classification_answers)) {
		const featureHash = String(entry.featureHash);
		const feature = features.classifications.get(featureHash);
		if (!feature)
			throw labelRefusal.unknownFeature(
				`Classification ${hash}: the ontology has no classification ${featureHash}`,
			);
		checkAnswers(`Classification ${hash}`, entry.classifications, feature);
		const ranges =
			'range' in entry && entry.range !== null
				? readRanges(entry.range, unit.numberOfFrames, `classification ${hash}`)
				: [];
		// A global classification applies to the whole row, whatever its range is.
		if (feature.global) claim(featureHash, hash, [[0, unit.numberOfFrames]]);
		else if ('createdBy' in entry) claim(featureHash, hash, ranges);
	}
	for (const [featureHash, owners] of claims) {
		const frame = sharedFrame(owners);
		if (frame !== null)
			throw labelRefusal.corrupted(
				`Frame ${frame} has two instances of classification ${featureHash}`,
			);
	}
}
