/**
 * Simplifies polygons without ever making two sides cross. Points are taken out one by one, the least noticeable first. A point goes only
 * when the triangle of it and its two neighbors holds no other point: then the outline moves over nothing, and rings that were simple,
 * apart, and inside of each other stay so. Distances are in pixels, because a fraction of the width and the same fraction of the height
 * have different lengths.
 */
import type { Size } from './plane';
import { PointGrid } from './pointGrid';
import { PriorityQueue } from './priorityQueue';
import { distinctPoints, polygonArea, scaledRing, signedArea } from './ring';
import { distanceToSegment } from './segment';
import { polygonFault } from './validity';

export interface SimplifyLimits {
	/** Largest distance in pixels between the old and the new outline, from each of them to the other. */
	tolerance: number;
	/** Most the area may change, as a share (0.01 = 1 %); without it, any change is fine. */
	maxAreaChange?: number;
}

export interface SimplifiedPolygons {
	polygons: number[][][];
	pointsBefore: number;
	pointsAfter: number;
	/** (new area − old area) / old area; holes subtracted. */
	areaChange: number;
	/** Why the polygons were left as they are; absent when they were not broken. */
	fault?: string;
}

/**
 * Takes points out of polygon → ring → x0, y0, x1, y1, … (fractions) as far as the limits allow. Points that stay keep their exact
 * coordinates; a ring keeps at least three. Polygons with a fault, such as an outline that crosses itself, are returned unchanged.
 * @param size of the picture in pixels
 */
export function simplifyPolygons(
	polygons: number[][][],
	size: Size,
	{ tolerance, maxAreaChange = Infinity }: SimplifyLimits,
): SimplifiedPolygons {
	const distinct = polygons.map((rings) =>
		rings.map((ring) => picked(ring, distinctPoints(scaledRing(ring, size)))),
	);
	const inPixels = distinct.map((rings) => rings.map((ring) => scaledRing(ring, size)));
	const fault = polygonFault(inPixels);
	if (fault !== undefined) return unchanged(polygons, fault);
	const area = polygonArea(inPixels);
	const outlines = new ThinnedOutlines(inPixels, tolerance, maxAreaChange * area);
	outlines.thin();
	const kept = outlines.kept();
	const simplified = distinct.map((rings) => rings.map((ring) => picked(ring, kept.shift()!)));
	return {
		polygons: simplified,
		pointsBefore: pointCount(polygons),
		pointsAfter: pointCount(simplified),
		areaChange: outlines.areaChange / area,
	};
}

/** The result for polygons that stay as they are. */
export function unchanged(polygons: number[][][], fault: string): SimplifiedPolygons {
	const points = pointCount(polygons);
	return { polygons, pointsBefore: points, pointsAfter: points, areaChange: 0, fault };
}

function pointCount(polygons: readonly number[][][]): number {
	return polygons.reduce(
		(sum, rings) => rings.reduce((all, ring) => all + ring.length / 2, sum),
		0,
	);
}

function picked(ring: readonly number[], points: readonly number[]): number[] {
	return points.flatMap((point) => [ring[2 * point]!, ring[2 * point + 1]!]);
}

/** The points of all rings, each linked to its neighbors; a point that was taken out is linked to none. */
class ThinnedOutlines {
	/** New area minus old area. */
	areaChange = 0;
	private readonly xs: Float64Array;
	private readonly ys: Float64Array;
	private readonly previous: Int32Array;
	private readonly next: Int32Array;
	private readonly ringOf: Int32Array;
	/** For each ring: the number of its first point, its points at first and now, and how a triangle to its right counts for the area. */
	private readonly rings: Array<{ first: number; before: number; now: number; sign: 1 | -1 }> = [];
	/** For each point, how many costs it has had; older entries of the queue do not count. */
	private readonly version: Int32Array;
	private readonly queue = new PriorityQueue<{ point: number; version: number }>();
	private grid: PointGrid;
	private gridSize: number;
	private left: number;

	constructor(
		polygons: readonly number[][][],
		private readonly tolerance: number,
		private readonly maxAreaChange: number,
	) {
		const flat = polygons.flat(2);
		const count = flat.length / 2;
		this.xs = Float64Array.from({ length: count }, (_, i) => flat[2 * i]!);
		this.ys = Float64Array.from({ length: count }, (_, i) => flat[2 * i + 1]!);
		this.previous = Int32Array.from({ length: count }, (_, i) => i - 1);
		this.next = Int32Array.from({ length: count }, (_, i) => i + 1);
		this.ringOf = new Int32Array(count);
		this.version = new Int32Array(count);
		let first = 0;
		for (const rings of polygons) {
			rings.forEach((ring, at) => {
				const before = ring.length / 2;
				const outward = signedArea(ring) > 0 === (at === 0);
				this.previous[first] = first + before - 1;
				this.next[first + before - 1] = first;
				this.ringOf.fill(this.rings.length, first, first + before);
				this.rings.push({ first, before, now: before, sign: outward ? 1 : -1 });
				first += before;
			});
		}
		this.left = count;
		[this.grid, this.gridSize] = [this.gridOfThoseLeft(), count];
	}

	thin(): void {
		for (let point = 0; point < this.xs.length; point++) this.enqueue(point);
		// A point that was in the way of another, or balanced its area, may have been taken out since.
		for (let before = -1; before !== this.left; ) {
			before = this.left;
			const refused = this.takeOutQueued();
			for (const point of refused) this.enqueue(point);
		}
	}

	/** For each ring, the positions in it of the points that are left. */
	kept(): number[][] {
		return this.rings.map(({ first, before }) =>
			Array.from({ length: before }, (_, at) => at).filter((at) => this.isLeft(first + at)),
		);
	}

	private isLeft(point: number): boolean {
		return this.next[point] !== -1;
	}

	/** @returns the points that were within the tolerance and could not be taken out */
	private takeOutQueued(): Set<number> {
		const refused = new Set<number>();
		for (let entry = this.queue.pop(); entry !== undefined; entry = this.queue.pop()) {
			const { point, version } = entry;
			if (this.version[point] !== version) continue;
			if (this.mayGo(point)) this.takeOut(point);
			else refused.add(point);
		}
		return refused;
	}

	/** Queues a point by how far the outline would move; among points of the same magnitude, short chains of old points go first. */
	private enqueue(point: number): void {
		if (!this.isLeft(point)) return;
		const version = ++this.version[point]!;
		const distance = this.distanceWithout(point);
		if (!(distance <= this.tolerance)) return;
		const magnitude = distance === 0 ? 0 : Math.max(0, 64 + Math.floor(4 * Math.log2(distance)));
		this.queue.push({ point, version }, magnitude + this.chainLength(point) / (this.xs.length + 1));
	}

	private chainLength(point: number): number {
		const { first, before } = this.rings[this.ringOf[point]!]!;
		const [from, to] = [this.previous[point]! - first, this.next[point]! - first];
		return (to - from + before) % before || before;
	}

	/** How far the old points between the point's neighbors lie from the side that would join them; ∞ above the tolerance. */
	private distanceWithout(point: number): number {
		const { first, before } = this.rings[this.ringOf[point]!]!;
		const [from, to] = [this.previous[point]!, this.next[point]!];
		const [ax, ay, bx, by] = [this.xs[from]!, this.ys[from]!, this.xs[to]!, this.ys[to]!];
		let farthest = 0;
		for (let at = from; ; ) {
			at = at + 1 === first + before ? first : at + 1;
			if (at === to) return farthest;
			const away = distanceToSegment(this.xs[at]!, this.ys[at]!, ax, ay, bx, by);
			if (away > this.tolerance) return Infinity;
			farthest = Math.max(farthest, away);
		}
	}

	private mayGo(point: number): boolean {
		if (this.rings[this.ringOf[point]!]!.now <= 3) return false;
		if (Math.abs(this.areaChange + this.areaOfGoing(point)) > this.maxAreaChange) return false;
		return !this.grid.anyInTriangle(this.previous[point]!, point, this.next[point]!, (other) =>
			this.isLeft(other),
		);
	}

	/** How the area of the polygons changes without the point. */
	private areaOfGoing(point: number): number {
		const [a, c] = [this.previous[point]!, this.next[point]!];
		const triangle = signedArea([
			this.xs[a]!,
			this.ys[a]!,
			this.xs[point]!,
			this.ys[point]!,
			this.xs[c]!,
			this.ys[c]!,
		]);
		return -this.rings[this.ringOf[point]!]!.sign * triangle;
	}

	private takeOut(point: number): void {
		this.areaChange += this.areaOfGoing(point);
		const [before, after] = [this.previous[point]!, this.next[point]!];
		[this.next[before], this.previous[after]] = [after, before];
		[this.next[point], this.previous[point]] = [-1, -1];
		this.rings[this.ringOf[point]!]!.now--;
		this.left--;
		if (this.left < this.gridSize / 2)
			[this.grid, this.gridSize] = [this.gridOfThoseLeft(), this.left];
		this.enqueue(before);
		this.enqueue(after);
	}

	private gridOfThoseLeft(): PointGrid {
		const points = Array.from({ length: this.xs.length }, (_, i) => i).filter((i) =>
			this.isLeft(i),
		);
		return new PointGrid(this.xs, this.ys, points);
	}
}
