/** Reads the labels of one row of the sandbox, and compares boxes and polygons. */
import type { ClassificationAnswer, ProjectState } from '../../../scripts/sandbox/state';

export interface Box {
	x: number;
	y: number;
	w: number;
	h: number;
}

export interface ObjectLabel {
	name: string;
	objectHash: string;
	confidence: number;
	manualAnnotation: boolean;
	boundingBox?: Box;
	polygon?: Record<string, { x: number; y: number }>;
	polyline?: unknown;
}

export interface FrameLabels {
	objects?: ObjectLabel[];
	classifications?: Array<{ name: string }>;
}

export type Row = ProjectState['labelRows'][number];

export function rowNamed({ title: project, labelRows }: ProjectState, title: string): Row {
	const row = labelRows.find((candidate) => candidate.title === title);
	if (row === undefined) throw new Error(`"${project}" has no "${title}".`);
	return row;
}

/** Labels by frame; an image has frame 0. */
export function framesOf({ dataHash, labels }: Row): Map<number, FrameLabels> {
	const unit = labels?.data_units[dataHash] as
		| { labels: FrameLabels | Record<string, FrameLabels> }
		| undefined;
	const held = unit?.labels ?? {};
	if ('objects' in held || 'classifications' in held) return new Map([[0, held as FrameLabels]]);
	return new Map(
		Object.entries(held as Record<string, FrameLabels>).map(([frame, each]) => [
			Number(frame),
			each,
		]),
	);
}

export const objectsOn = (row: Row, frame: number): ObjectLabel[] =>
	framesOf(row).get(frame)?.objects ?? [];

/** The frames of each class. */
export function framesByClass(row: Row): Record<string, number[]> {
	const found: Record<string, number[]> = {};
	for (const [frame, { objects = [] }] of framesOf(row))
		for (const { name } of objects) (found[name] ??= []).push(frame);
	return found;
}

/** Intersection over union of two boxes. */
export function overlap(a: Box, b: Box): number {
	const side = (from: number, length: number, from2: number, length2: number) =>
		Math.max(0, Math.min(from + length, from2 + length2) - Math.max(from, from2));
	const shared = side(a.x, a.w, b.x, b.w) * side(a.y, a.h, b.y, b.h);
	return shared / (a.w * a.h + b.w * b.h - shared);
}

/** Corners in pixels. */
export type Outline = Array<[x: number, y: number]>;

/** A polygon in pixels of its picture. */
export function outlineOf(
	{ polygon = {} }: ObjectLabel,
	{ width, height }: { width: number; height: number },
): Outline {
	return Object.keys(polygon)
		.map(Number)
		.sort((a, b) => a - b)
		.map((key) => [polygon[key]!.x * width, polygon[key]!.y * height]);
}

export function areaOf(outline: Outline): number {
	return (
		Math.abs(
			outline.reduce((sum, [x, y], at) => {
				const [nextX, nextY] = outline[(at + 1) % outline.length]!;
				return sum + x * nextY - nextX * y;
			}, 0),
		) / 2
	);
}

export function distanceTo(outline: Outline, [x, y]: [number, number]): number {
	return Math.min(
		...outline.map(([ax, ay], at) => {
			const [bx, by] = outline[(at + 1) % outline.length]!;
			const length = (bx - ax) ** 2 + (by - ay) ** 2;
			const share =
				length === 0
					? 0
					: Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
			return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
		}),
	);
}

/** Answers to the attributes of an object, by their names. */
export function attributesOf({ labels }: Row, objectHash: string): Record<string, string> {
	const entry = labels?.object_answers[objectHash] as ClassificationAnswer | undefined;
	return Object.fromEntries(
		(entry?.classifications ?? []).map(({ name, answers }) => [
			name,
			typeof answers === 'string' ? answers : answers.map((option) => option.name).join(', '),
		]),
	);
}
