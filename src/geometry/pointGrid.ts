/** Points in the squares of a grid, to find those in a triangle without looking at all of them. */
import { side } from './segment';

/** Points in this distance of a triangle count as inside. */
const NEAR = 1e-9;

export class PointGrid {
	private readonly cells: number[][];
	private readonly columns: number;
	private readonly rows: number;
	private readonly cell: number;
	private readonly left: number;
	private readonly top: number;

	/** @param points numbers of the points in the lists of their x and y */
	constructor(
		private readonly xs: Float64Array,
		private readonly ys: Float64Array,
		points: readonly number[],
	) {
		let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
		for (const point of points) {
			[left, right] = [Math.min(left, xs[point]!), Math.max(right, xs[point]!)];
			[top, bottom] = [Math.min(top, ys[point]!), Math.max(bottom, ys[point]!)];
		}
		const [width, height] = [right - left, bottom - top];
		// About one point in each square, and no more than a few squares for each point of a long, thin polygon.
		this.cell = Math.max(
			Math.sqrt((width * height) / points.length),
			(width + height) / points.length,
			NEAR,
		);
		[this.left, this.top] = [left, top];
		this.columns = Math.floor(width / this.cell) + 1;
		this.rows = Math.floor(height / this.cell) + 1;
		this.cells = Array.from({ length: this.columns * this.rows }, () => []);
		for (const point of points)
			this.cells[this.row(ys[point]!) * this.columns + this.column(xs[point]!)]!.push(point);
	}

	private column(x: number): number {
		return Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.left) / this.cell)));
	}

	private row(y: number): number {
		return Math.min(this.rows - 1, Math.max(0, Math.floor((y - this.top) / this.cell)));
	}

	/** Whether another point, for which `counts` holds, lies in the triangle of points a, b, c or on its sides. */
	anyInTriangle(a: number, b: number, c: number, counts: (point: number) => boolean): boolean {
		const { ys } = this;
		const corners = [a, b, c, a] as const;
		const top = Math.min(ys[a]!, ys[b]!, ys[c]!) - NEAR;
		const bottom = Math.max(ys[a]!, ys[b]!, ys[c]!) + NEAR;
		for (let row = this.row(top); row <= this.row(bottom); row++) {
			const upper = Math.max(top, this.top + row * this.cell - NEAR);
			const lower = Math.min(bottom, this.top + (row + 1) * this.cell + NEAR);
			let [left, right] = [Infinity, -Infinity];
			for (let i = 0; i < 3; i++) {
				const [from, to] = this.between(corners[i]!, corners[i + 1]!, upper, lower);
				[left, right] = [Math.min(left, from), Math.max(right, to)];
			}
			if (left > right) continue;
			for (let column = this.column(left - NEAR); column <= this.column(right + NEAR); column++) {
				for (const point of this.cells[row * this.columns + column]!) {
					if (point === a || point === b || point === c || !counts(point)) continue;
					if (this.isInTriangle(point, a, b, c)) return true;
				}
			}
		}
		return false;
	}

	/** Smallest and largest x of the side p–q between two heights; nothing (∞, −∞) when it does not come there. */
	private between(p: number, q: number, upper: number, lower: number): [number, number] {
		const [px, py, qx, qy] = [this.xs[p]!, this.ys[p]!, this.xs[q]!, this.ys[q]!];
		if (Math.max(py, qy) < upper || Math.min(py, qy) > lower) return [Infinity, -Infinity];
		if (Math.abs(py - qy) <= NEAR) return [Math.min(px, qx), Math.max(px, qx)];
		const at = (y: number) => px + Math.min(1, Math.max(0, (y - py) / (qy - py))) * (qx - px);
		const [first, second] = [at(upper), at(lower)];
		return [Math.min(first, second), Math.max(first, second)];
	}

	private isInTriangle(point: number, a: number, b: number, c: number): boolean {
		const { xs, ys } = this;
		const [x, y] = [xs[point]!, ys[point]!];
		const [ax, ay, bx, by, cx, cy] = [xs[a]!, ys[a]!, xs[b]!, ys[b]!, xs[c]!, ys[c]!];
		if (x < Math.min(ax, bx, cx) - NEAR || x > Math.max(ax, bx, cx) + NEAR) return false;
		if (y < Math.min(ay, by, cy) - NEAR || y > Math.max(ay, by, cy) + NEAR) return false;
		const sides = [
			side(ax, ay, bx, by, x, y),
			side(bx, by, cx, cy, x, y),
			side(cx, cy, ax, ay, x, y),
		];
		return !(sides.includes(1) && sides.includes(-1));
	}
}
