/** The outlines of masks along the edges of their pixels. */
import type { Mask } from './mask';
import { signedArea } from './ring';

/** Steps from one corner of a pixel to the next; turning right is the next in this list. */
const STEPS = [
	{ dx: 1, dy: 0 },
	{ dx: 0, dy: 1 },
	{ dx: -1, dy: 0 },
	{ dx: 0, dy: -1 },
] as const;
const [RIGHT, DOWN, LEFT, UP] = [0, 1, 2, 3];

/**
 * The polygons that cover exactly the set pixels: polygon → ring → x0, y0, x1, y1, … in pixels; outlines run clockwise on screen, holes
 * the other way. Pixels that share a side belong to one polygon. Rings do not cross themselves or each other; where pixels touch at a
 * corner, rings may share that one point.
 */
export function outlinesOfMask(mask: Mask): number[][][] {
	const rings = new PixelBorders(mask).rings();
	const polygons = new Map<number, number[][]>();
	rings.forEach(({ ring, isHole }, at) => {
		if (!isHole) polygons.set(at, [ring]);
	});
	const owners = sidesFacingRight(mask, rings);
	rings.forEach(({ ring, isHole }, at) => {
		if (isHole) polygons.get(outlineAround(at, rings, owners, mask.width))!.push(ring);
	});
	return [...polygons.values()];
}

interface PixelRing {
	ring: number[];
	isHole: boolean;
}

/** The sides between set and unset pixels, each with the set pixel on its right, followed to closed rings. */
class PixelBorders {
	/** One byte for each corner of a pixel, with a bit for each direction in which a side starts there. */
	private readonly sides: Uint8Array;
	private readonly corners: number;
	private readonly found: PixelRing[] = [];

	constructor({ width, height, data }: Mask) {
		this.corners = width + 1;
		this.sides = new Uint8Array((width + 1) * (height + 1));
		const isSet = (x: number, y: number) =>
			x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] !== 0;
		const add = (x: number, y: number, direction: number) => {
			this.sides[y * this.corners + x]! |= 1 << direction;
		};
		for (let y = 0; y < height; y++) {
			for (let x = 0; x < width; x++) {
				if (!data[y * width + x]) continue;
				if (!isSet(x, y - 1)) add(x, y, RIGHT!);
				if (!isSet(x + 1, y)) add(x + 1, y, DOWN!);
				if (!isSet(x, y + 1)) add(x + 1, y + 1, LEFT!);
				if (!isSet(x - 1, y)) add(x, y + 1, UP!);
			}
		}
	}

	rings(): PixelRing[] {
		const used = new Uint8Array(this.sides.length);
		for (let corner = 0; corner < this.sides.length; corner++) {
			if (this.sides[corner]! & 1 && !used[corner]) this.follow(corner, used);
		}
		return this.found;
	}

	/**
	 * Follows a border that starts to the right. At a corner with four sides it turns right, which keeps pixels apart that touch only
	 * there. A ring that comes to such a corner twice is two rings.
	 * @param used marks the corners whose side to the right has been followed
	 */
	private follow(start: number, used: Uint8Array): void {
		const ring: number[] = [];
		/** Corners with four sides that the ring came by → where they are in the ring. */
		const crossroads = new Map<number, number>();
		let [corner, direction, before] = [start, RIGHT!, -1];
		do {
			if (direction !== before) {
				if (this.isCrossroads(corner)) this.cutAt(corner, ring, crossroads);
				ring.push(corner % this.corners, Math.floor(corner / this.corners));
			}
			if (direction === RIGHT) used[corner] = 1;
			corner += STEPS[direction]!.dx + STEPS[direction]!.dy * this.corners;
			before = direction;
			direction = this.next(corner, direction);
		} while (corner !== start || direction !== RIGHT);
		this.keep(ring);
	}

	/** Takes off the part of the ring since it was at this corner, if it was. */
	private cutAt(corner: number, ring: number[], crossroads: Map<number, number>): void {
		const earlier = crossroads.get(corner);
		if (earlier === undefined) {
			crossroads.set(corner, ring.length);
			return;
		}
		const cut = ring.splice(earlier);
		for (let i = 2; i < cut.length; i += 2) crossroads.delete(cut[i + 1]! * this.corners + cut[i]!);
		this.keep(cut);
	}

	private isCrossroads(corner: number): boolean {
		const sides = this.sides[corner]!;
		return sides === 0b0101 || sides === 0b1010;
	}

	private next(corner: number, direction: number): number {
		const sides = this.sides[corner]!;
		const [right, left] = [(direction + 1) % 4, (direction + 3) % 4];
		if (sides & (1 << right)) return right;
		return sides & (1 << direction) ? direction : left;
	}

	private keep(ring: number[]): void {
		this.found.push({ ring, isHole: signedArea(ring) < 0 });
	}
}

/** For each pixel, which ring runs up along its left side; −1 for none. */
function sidesFacingRight({ width, height }: Mask, rings: readonly PixelRing[]): Int32Array {
	const owners = new Int32Array(width * height).fill(-1);
	rings.forEach(({ ring }, owner) => {
		for (let i = 0; i < ring.length; i += 2) {
			const next = (i + 2) % ring.length;
			if (ring[i] !== ring[next]) continue;
			for (let y = ring[next + 1]!; y < ring[i + 1]!; y++) owners[y * width + ring[i]!] = owner;
		}
	});
	return owners;
}

/**
 * The outline of the pixels around a hole. To the left of the hole's leftmost side, in the same polygon, comes the outline or a hole
 * that reaches farther to the left.
 */
function outlineAround(
	hole: number,
	rings: readonly PixelRing[],
	owners: Int32Array,
	width: number,
): number {
	let at = hole;
	while (rings[at]!.isHole) {
		let pixel = pixelLeftOf(rings[at]!.ring, width);
		while (owners[pixel] === -1) pixel--;
		at = owners[pixel]!;
	}
	return at;
}

/** A set pixel at the leftmost side of a hole. */
function pixelLeftOf(ring: readonly number[], width: number): number {
	let leftmost = 0;
	for (let i = 0; i < ring.length; i += 2) if (ring[i]! < ring[leftmost]!) leftmost = i;
	const next = (leftmost + 2) % ring.length;
	const other = ring[next] === ring[leftmost] ? next : (leftmost + ring.length - 2) % ring.length;
	const row = Math.min(ring[leftmost + 1]!, ring[other + 1]!);
	return row * width + ring[leftmost]! - 1;
}
