/**
 * Rules a labeling team wants kept before a task is submitted: how many of a class, how small, how much overlap, nothing
 * outside the image, every required answer, no frame forgotten. A fault names the frame and the place.
 */
import type { LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { FrameRange } from '../row/frames';
import type { Box } from '../../geometry/box';
import { boundingBox, outlinePoints, type Geometry } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { readableGeometryOf } from '../shapes/geometryOf';
import { describeRanges, framesIn, mergeRanges, subtractRanges } from '../row/frames';
import { findObject, type OntologyIndex } from '../ontology/ontology';
import { spaceOf, frameSize } from '../row/space';
import { tidyLabelRow, type TidyFilter, type TidyLabelRow, type TidyObject } from './tidy';
import { missingAnswers } from './validation';

export type CheckRule =
	/** How many objects of a class a frame (or the whole row) may hold. */
	| { rule: 'count'; class?: string; min?: number; max?: number; per: 'frame' | 'labelRow' }
	/** Pixels; a side shorter than `minSide` or an area below `minArea` is a fault. */
	| { rule: 'size'; class?: string; minSide?: number; minArea?: number }
	/** Two objects whose boxes overlap by more than this share of their union (intersection over union, 0..1). */
	| { rule: 'overlap'; class?: string; max: number; acrossClasses?: boolean }
	| { rule: 'outside'; class?: string }
	| { rule: 'requiredAnswers' }
	/** Frames of the row without any object or classification. */
	| { rule: 'emptyFrames' };

export interface Fault {
	rule: CheckRule['rule'];
	/** One sentence a labeler understands. */
	message: string;
	class?: string;
	hash?: string;
	frame?: number;
	/** Fractions of the image size: where to look. */
	x?: number;
	y?: number;
}

interface Shown {
	object: TidyObject;
	geometry: Geometry | undefined;
	/** Upright box, fractions. */
	box: Box | undefined;
}

interface Checked {
	row: LabelRowJson;
	ontology: OntologyIndex;
	metadata: Partial<LabelRowMetadata> | undefined;
	tidy: TidyLabelRow;
	frames: Map<number, Shown[]>;
	sizeOf(frame: number): Size | undefined;
}

/** Faults of a label row by these rules, in frame order. @throws OntologyLookupError for a class that is not there */
export function checkLabels(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	rules: readonly CheckRule[],
	filter: TidyFilter = {},
): Fault[] {
	const tidy = tidyLabelRow(row, ontology, metadata, filter);
	const space = spaceOf(row, metadata);
	const checked: Checked = {
		row,
		ontology,
		metadata,
		tidy,
		frames: new Map(),
		sizeOf: (frame) => (space === undefined ? undefined : frameSize(row, space, frame, metadata)),
	};
	for (const object of tidy.objects) {
		for (const { frames, coordinates } of object.places) {
			const geometry = readableGeometryOf(coordinates);
			for (const frame of framesIn([frames])) {
				const box = geometry && boundingBox(geometry, checked.sizeOf(frame));
				const shown = { object, geometry, box };
				checked.frames.set(frame, [...(checked.frames.get(frame) ?? []), shown]);
			}
		}
	}
	return rules
		.flatMap((rule) => check(checked, rule))
		.sort((a, b) => (a.frame ?? -1) - (b.frame ?? -1));
}

function check(checked: Checked, rule: CheckRule): Fault[] {
	switch (rule.rule) {
		case 'count':
			return checkCounts(checked, rule);
		case 'size':
			return eachShown(checked, rule, (shown, frame) =>
				sizeFault(shown, rule, checked.sizeOf(frame)),
			);
		case 'overlap':
			return checkOverlap(checked, rule);
		case 'outside':
			return eachShown(checked, rule, outsideFault);
		case 'requiredAnswers':
			return checkAnswers(checked);
		case 'emptyFrames':
			return checkEmptyFrames(checked);
	}
}

/** The objects a rule is about: those of its class, or all. */
function concerns(
	{ ontology }: Checked,
	{ class: wanted }: { class?: string },
): (object: TidyObject) => boolean {
	if (wanted === undefined || wanted === '') return () => true;
	const { featureHash } = findObject(ontology, wanted);
	return (object) => object.featureHash === featureHash;
}

function titleOf({ ontology }: Checked, { class: wanted }: { class?: string }): string {
	return wanted === undefined || wanted === ''
		? 'objects'
		: `"${findObject(ontology, wanted).title}"`;
}

function checkCounts(checked: Checked, rule: Extract<CheckRule, { rule: 'count' }>): Fault[] {
	const isMeant = concerns(checked, rule);
	const say = (count: number, where: { frame?: number; hash?: string }): Fault[] => {
		const wrong =
			rule.min !== undefined && count < rule.min
				? `at least ${rule.min}`
				: rule.max !== undefined && count > rule.max
					? `at most ${rule.max}`
					: undefined;
		if (wrong === undefined) return [];
		const place = where.frame === undefined ? 'The label row has' : `Frame ${where.frame} has`;
		return [
			{
				rule: 'count',
				message: `${place} ${count} ${titleOf(checked, rule)}; expected ${wrong}`,
				...(rule.class ? { class: rule.class } : {}),
				...where,
			},
		];
	};
	if (rule.per === 'labelRow') return say(checked.tidy.objects.filter(isMeant).length, {});
	const frames = rule.min === undefined ? checked.frames.keys() : everyFrame(checked);
	return [...frames].flatMap((frame) =>
		say((checked.frames.get(frame) ?? []).filter(({ object }) => isMeant(object)).length, {
			frame,
		}),
	);
}

function eachShown(
	checked: Checked,
	rule: { class?: string },
	fault: (shown: Shown, frame: number) => Fault | undefined,
): Fault[] {
	const isMeant = concerns(checked, rule);
	return [...checked.frames].flatMap(([frame, list]) =>
		list
			.filter(({ object }) => isMeant(object))
			.flatMap((shown) => {
				const found = fault(shown, frame);
				const { object, box } = shown;
				const place =
					box === undefined ? {} : { x: clamp(box.x + box.w / 2), y: clamp(box.y + box.h / 2) };
				return found === undefined
					? []
					: [{ ...found, class: object.class, hash: object.hash, frame, ...place }];
			}),
	);
}

function sizeFault(
	{ object, geometry, box }: Shown,
	{ minSide, minArea }: { minSide?: number; minArea?: number },
	size: Size | undefined,
): Fault | undefined {
	// Points have no extent, and without the image's size nothing can be said in pixels.
	if (box === undefined || size === undefined || geometry?.kind === 'point') return undefined;
	const [width, height] = [box.w * size.width, box.h * size.height];
	const sides = `${pixels(width)} × ${pixels(height)} px`;
	if (minSide !== undefined && Math.min(width, height) < minSide)
		return {
			rule: 'size',
			message: `"${object.class}" is ${sides}; a side is at least ${minSide} px`,
		};
	if (minArea !== undefined && width * height < minArea)
		return {
			rule: 'size',
			message: `"${object.class}" is ${sides}; its area is at least ${minArea} px²`,
		};
	return undefined;
}

function outsideFault({ object, geometry }: Shown): Fault | undefined {
	const isOut = (geometry === undefined ? [] : outlinePoints(geometry)).some((point) =>
		[point.x, point.y].some((value) => value < -1e-9 || value > 1 + 1e-9),
	);
	return isOut
		? { rule: 'outside', message: `"${object.class}" reaches outside the image` }
		: undefined;
}

function checkOverlap(checked: Checked, rule: Extract<CheckRule, { rule: 'overlap' }>): Fault[] {
	const isMeant = concerns(checked, rule);
	const faults: Fault[] = [];
	for (const [frame, list] of checked.frames) {
		const meant = list.filter(({ object, box }) => box !== undefined && isMeant(object));
		meant.forEach((a, index) => {
			for (const b of meant.slice(index + 1)) {
				if (rule.acrossClasses !== true && a.object.featureHash !== b.object.featureHash) continue;
				const share = intersectionOverUnion(a.box!, b.box!);
				if (share <= rule.max) continue;
				faults.push({
					rule: 'overlap',
					frame,
					class: a.object.class,
					hash: a.object.hash,
					x: clamp(a.box!.x + a.box!.w / 2),
					y: clamp(a.box!.y + a.box!.h / 2),
					message: `"${a.object.class}" and "${b.object.class}" overlap by ${Math.round(share * 100)} %; at most ${Math.round(rule.max * 100)} %`,
				});
			}
		});
	}
	return faults;
}

/** Area two boxes share, as a share of the area they cover together. */
export function intersectionOverUnion(a: Box, b: Box): number {
	const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
	const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
	if (w <= 0 || h <= 0) return 0;
	return (w * h) / (a.w * a.h + b.w * b.h - w * h);
}

function checkAnswers({ row, ontology, metadata, tidy }: Checked): Fault[] {
	const firstFrame = new Map(
		[...tidy.objects, ...tidy.classifications].map(({ hash, frames }) => [hash, frames[0]?.[0]]),
	);
	return missingAnswers(row, ontology, metadata, new Set(firstFrame.keys())).map(
		({ message, item, hash }) => {
			const frame = hash === undefined ? undefined : firstFrame.get(hash);
			return {
				rule: 'requiredAnswers',
				message,
				...(item === undefined ? {} : { class: item }),
				...(hash === undefined ? {} : { hash }),
				...(frame === undefined ? {} : { frame }),
			};
		},
	);
}

function checkEmptyFrames(checked: Checked): Fault[] {
	const { tidy } = checked;
	const labeled = mergeRanges(
		[...tidy.objects, ...tidy.classifications].flatMap(({ frames }): FrameRange[] => frames),
	);
	const empty = subtractRanges(wholeRow(checked), labeled);
	return empty.map((range) => ({
		rule: 'emptyFrames',
		frame: range[0],
		message:
			range[0] === range[1]
				? `Frame ${range[0]} has no label`
				: `Frames ${describeRanges([range])} have no label`,
	}));
}

function everyFrame(checked: Checked): Iterable<number> {
	return framesIn(wholeRow(checked));
}

/** Frames of the row; empty for audio and text, which have none. */
function wholeRow({ tidy }: Checked): FrameRange[] {
	const counted = !['audio', 'plain_text', 'group'].includes(tidy.dataType);
	return counted && tidy.length !== null && tidy.length > 0 ? [[0, tidy.length - 1]] : [];
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const pixels = (value: number): number => Math.round(value * 10) / 10;
