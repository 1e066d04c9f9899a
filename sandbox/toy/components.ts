/** Connected regions of equal class in a map of classes. The toy takes each region for one thing. */

/** A region of pixels that touch each other along edges; right and bottom excluded. */
export interface Component {
	/** The class all its pixels have, > 0. */
	label: number;
	left: number;
	top: number;
	right: number;
	bottom: number;
	/** Pixels. */
	area: number;
	/** Its number in `owner`, from 1. */
	id: number;
}

export interface Regions {
	components: Component[];
	/** Per pixel the id of its component; 0 for class 0. */
	owner: Int32Array;
}

/** Finds the regions of every class but 0, with a flood fill that works row by row and has its own stack. */
export function connectedRegions(classes: Uint8Array, width: number, height: number): Regions {
	const owner = new Int32Array(classes.length);
	const components: Component[] = [];
	const stack: number[] = [];
	for (let start = 0; start < classes.length; start++) {
		const label = classes[start] ?? 0;
		if (label === 0 || owner[start] !== 0) continue;
		const component: Component = {
			label,
			left: width,
			top: height,
			right: 0,
			bottom: 0,
			area: 0,
			id: components.length + 1,
		};
		stack.push(start);
		for (let seed = stack.pop(); seed !== undefined; seed = stack.pop()) {
			if (owner[seed] !== 0) continue;
			const y = Math.floor(seed / width);
			const belongs = (index: number) => classes[index] === label && owner[index] === 0;
			let from = seed;
			let to = seed + 1;
			while (from > y * width && belongs(from - 1)) from--;
			while (to < (y + 1) * width && belongs(to)) to++;
			owner.fill(component.id, from, to);
			component.area += to - from;
			component.left = Math.min(component.left, from - y * width);
			component.right = Math.max(component.right, to - y * width);
			component.top = Math.min(component.top, y);
			component.bottom = Math.max(component.bottom, y + 1);
			for (const shift of [y > 0 ? -width : 0, y < height - 1 ? width : 0]) {
				if (shift === 0) continue;
				// One seed per run of the neighboring row is enough: it spreads along its row by itself.
				for (let index = from; index < to; index++) {
					if (belongs(index + shift) && (index === from || !belongs(index + shift - 1)))
						stack.push(index + shift);
				}
			}
		}
		components.push(component);
	}
	return { components, owner };
}
