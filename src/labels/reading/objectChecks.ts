/** Checks of objects: how many there are, how large they are, how much they overlap, and whether they are inside the image. */
import type { Box } from '../../geometry/box';
import { outlinePoints } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { turnedCorners } from '../../geometry/rotatedBox';
import { findObject } from '../ontology/lookup';
import { framesIn } from '../row/frames';
import {
	inSpace,
	isOfClass,
	type CheckedMedia,
	type CheckedRow,
	type ObjectOnFrame,
} from './checkedRow';
import type { CheckRule, Fault } from './checkRule';

type Rule<Name extends CheckRule['rule']> = Extract<CheckRule, { rule: Name }>;

/** Coordinates this far outside the image are rounding errors. */
const TOLERANCE = 1e-9;

export function checkCounts(checked: CheckedRow, rule: Rule<'count'>): Fault[] {
	const isCounted = isOfClass(checked, rule);
	const faultOf = (count: number, where: Pick<Fault, 'frame' | 'space'>): Fault[] => {
		const expected =
			rule.min !== undefined && count < rule.min
				? `at least ${rule.min}`
				: rule.max !== undefined && count > rule.max
					? `at most ${rule.max}`
					: undefined;
		if (expected === undefined) return [];
		const subject = where.frame === undefined ? 'The label row has' : `Frame ${where.frame} has`;
		return [
			{
				rule: 'count',
				message: `${subject} ${count} ${titleOf(checked, rule)}; expected ${expected}`,
				...(rule.class ? { class: rule.class } : {}),
				...where,
			},
		];
	};
	if (rule.per === 'labelRow') return faultOf(checked.tidy.objects.filter(isCounted).length, {});
	return checked.media.flatMap(({ space, frames: all, objectsByFrame }) => {
		// A frame without objects can only have too few.
		const frames = new Set(rule.min === undefined ? [] : framesIn(all));
		for (const frame of objectsByFrame.keys()) frames.add(frame);
		return [...frames].flatMap((frame) => {
			const objects = objectsByFrame.get(frame) ?? [];
			const count = objects.filter(({ object }) => isCounted(object)).length;
			return faultOf(count, { ...inSpace(space), frame });
		});
	});
}

export function checkSizes(checked: CheckedRow, rule: Rule<'size'>): Fault[] {
	return checkEachObject(checked, rule, (object, size) => sizeFault(object, rule, size));
}

export function checkInside(checked: CheckedRow, rule: Rule<'outside'>): Fault[] {
	return checkEachObject(checked, rule, outsideFault);
}

export function checkOverlap(checked: CheckedRow, rule: Rule<'overlap'>): Fault[] {
	const isCompared = isOfClass(checked, rule);
	return checked.media.flatMap((media) => overlaps(media, rule, isCompared));
}

function overlaps(
	{ space, objectsByFrame }: CheckedMedia,
	rule: Rule<'overlap'>,
	isCompared: ReturnType<typeof isOfClass>,
): Fault[] {
	const faults: Fault[] = [];
	for (const [frame, objects] of objectsByFrame) {
		const compared = objects.filter(({ object }) => isCompared(object));
		const boxes = compared.flatMap(({ object, box }) =>
			box === undefined ? [] : [{ object, box }],
		);
		const isPaired = ({ object }: ObjectOnFrame) =>
			compared.some(
				({ object: other }) =>
					other !== object && (rule.acrossClasses || other.featureHash === object.featureHash),
			);
		for (const one of compared.filter(isOfUnknownReach).filter(isPaired))
			faults.push({
				...unchecked('overlap', one),
				class: one.object.class,
				hash: one.object.hash,
				...inSpace(space),
				frame,
			});
		boxes.forEach((a, index) => {
			for (const b of boxes.slice(index + 1)) {
				if (rule.acrossClasses !== true && a.object.featureHash !== b.object.featureHash) continue;
				const overlap = intersectionOverUnion(a.box, b.box);
				if (overlap <= rule.max) continue;
				faults.push({
					rule: 'overlap',
					...inSpace(space),
					frame,
					class: a.object.class,
					hash: a.object.hash,
					...centerOf(a.box),
					message: `"${a.object.class}" and "${b.object.class}" overlap by ${Math.round(overlap * 100)} %; at most ${Math.round(rule.max * 100)} %`,
				});
			}
		});
	}
	return faults;
}

/** The area two boxes have in common, divided by the area they cover together; 0..1. */
export function intersectionOverUnion(a: Box, b: Box): number {
	const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
	const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
	if (w <= 0 || h <= 0) return 0;
	return (w * h) / (a.w * a.h + b.w * b.h - w * h);
}

/** Calls `check` for every object of the rule's class on every frame, and adds class, hash, frame and place to its fault. */
function checkEachObject(
	checked: CheckedRow,
	rule: { class?: string },
	check: (object: ObjectOnFrame, size: Size | undefined) => Fault | undefined,
): Fault[] {
	const isChecked = isOfClass(checked, rule);
	return checked.media.flatMap(({ space, objectsByFrame, sizeOf }) =>
		[...objectsByFrame].flatMap(([frame, objects]) =>
			objects.flatMap((onFrame) => {
				const { object, box } = onFrame;
				const fault = isChecked(object) ? check(onFrame, sizeOf(frame)) : undefined;
				if (fault === undefined) return [];
				const place = { ...inSpace(space), frame, ...(box === undefined ? {} : centerOf(box)) };
				return [{ ...fault, class: object.class, hash: object.hash, ...place }];
			}),
		),
	);
}

function sizeFault(
	onFrame: ObjectOnFrame,
	{ minSide, minArea }: Rule<'size'>,
	size: Size | undefined,
): Fault | undefined {
	const { object, geometry, box } = onFrame;
	// A point has no size.
	if (geometry === undefined || geometry.kind === 'point') return undefined;
	// Without the size of the image there are no pixels.
	if (size === undefined) return unchecked('size', onFrame);
	if (box === undefined) return undefined;
	const [width, height] = [box.w * size.width, box.h * size.height];
	const sides = `${oneDecimal(width)} × ${oneDecimal(height)} px`;
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

function outsideFault(onFrame: ObjectOnFrame, size: Size | undefined): Fault | undefined {
	const { object, geometry } = onFrame;
	if (isOfUnknownReach(onFrame)) return unchecked('outside', onFrame);
	const points =
		geometry?.kind === 'rotatedBox' && size !== undefined
			? turnedCorners(geometry, size).map(({ x, y }) => ({ x: x / size.width, y: y / size.height }))
			: geometry && outlinePoints(geometry);
	// A bitmask cannot leave the picture.
	if (points === undefined) return undefined;
	const isOutside = points.some((point) =>
		[point.x, point.y].some((value) => value < -TOLERANCE || value > 1 + TOLERANCE),
	);
	return isOutside
		? { rule: 'outside', message: `"${object.class}" reaches outside the image` }
		: undefined;
}

/** Whether it is open where the object reaches: a rotated box in a picture of unknown size. */
function isOfUnknownReach({ geometry, box }: ObjectOnFrame): boolean {
	return geometry?.kind === 'rotatedBox' && box === undefined;
}

/** A row that could not be checked has not passed. */
function unchecked(rule: CheckRule['rule'], { object }: ObjectOnFrame): Fault {
	return {
		rule,
		message: `"${object.class}" cannot be checked, because the size of the image is not known`,
	};
}

function titleOf({ ontology }: CheckedRow, { class: name }: { class?: string }): string {
	return name === undefined || name === '' ? 'objects' : `"${findObject(ontology, name).title}"`;
}

/** The center of a box, moved into the image. */
function centerOf(box: Box): { x: number; y: number } {
	const clamp = (value: number): number => Math.min(1, Math.max(0, value));
	return { x: clamp(box.x + box.w / 2), y: clamp(box.y + box.h / 2) };
}

function oneDecimal(value: number): number {
	return Math.round(value * 10) / 10;
}
