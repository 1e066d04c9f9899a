/** Draws, moves and resizes boxes with the pointer. Boxes are fractions of the picture (protocol §8.2). */
import { svg } from '../dom.js';

/** Pixels of the screen that a pointer has to move before it draws or drags. */
const slack = 4;
/** The smallest box, in pixels of the screen: a click draws nothing. */
const smallest = 5;

const clamp = (value, most = 1) => Math.min(Math.max(value, 0), most);

/** Where the pointer is, as a fraction of the picture. */
function placeIn(element, { clientX, clientY }) {
	const { left, top, width, height } = element.getBoundingClientRect();
	return { x: clamp((clientX - left) / width), y: clamp((clientY - top) / height) };
}

const between = (a, b) => ({
	x: Math.min(a.x, b.x),
	y: Math.min(a.y, b.y),
	w: Math.abs(a.x - b.x),
	h: Math.abs(a.y - b.y),
});

const moved = (box, from, to) => ({
	...box,
	x: clamp(box.x + to.x - from.x, 1 - box.w),
	y: clamp(box.y + to.y - from.y, 1 - box.h),
});

const corners = [
	['nw', 0, 0],
	['ne', 1, 0],
	['sw', 0, 1],
	['se', 1, 1],
];

/** A box as a rectangle on a picture of this many pixels. */
export function rectangle({ x, y, w, h }, { width, height }, attributes = {}) {
	return svg('rect', {
		x: x * width,
		y: y * height,
		width: w * width,
		height: h * height,
		...attributes,
	});
}

/** Squares on the corners of a box; dragging one resizes it. */
export function cornerHandles(box, { width, height }, scale) {
	const side = 9 * scale;
	return corners.map(([name, right, bottom]) =>
		svg('rect', {
			x: (box.x + right * box.w) * width - side / 2,
			y: (box.y + bottom * box.h) * height - side / 2,
			width: side,
			height: side,
			class: `handle ${name}`,
			'data-corner': name,
		}),
	);
}

/** The end of a drag is a click, too, for the browser. It must not change the selection. */
function ignoreClick() {
	const stop = (event) => event.stopPropagation();
	window.addEventListener('click', stop, { capture: true, once: true });
	setTimeout(() => window.removeEventListener('click', stop, { capture: true }));
}

/**
 * Follows the pointer from the press of a button until it is released.
 * @param {SVGElement} layer the drawing over the picture
 * @param {PointerEvent} press
 * @param {(from: object, to: object) => object} boxOf the box for the places of the pointer
 * @param {{width: number, height: number}} size pixels of the picture
 * @param {{color: string, began(): void, done(box: object|null): void}} told `done` gets null when nothing was drawn or moved
 */
function follow(layer, press, boxOf, size, { color, began, done }) {
	const from = placeIn(layer, press);
	const ghost = svg('g', { class: 'object ghost', style: { color } });
	let box = null;
	const move = (event) => {
		const far = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY);
		if (box === null && far < slack) return;
		if (box === null) {
			began();
			layer.append(ghost);
		}
		box = boxOf(from, placeIn(layer, event));
		ghost.replaceChildren(rectangle(box, size));
	};
	const end = (given) => {
		window.removeEventListener('pointermove', move);
		window.removeEventListener('pointerup', up);
		window.removeEventListener('pointercancel', cancel);
		ghost.remove();
		if (box !== null) ignoreClick();
		done(given);
	};
	const up = () => {
		const { width, height } = layer.getBoundingClientRect();
		const isBox = box !== null && box.w * width >= smallest && box.h * height >= smallest;
		end(isBox ? box : null);
	};
	const cancel = () => end(null);
	window.addEventListener('pointermove', move);
	window.addEventListener('pointerup', up);
	window.addEventListener('pointercancel', cancel);
}

/**
 * Makes boxes on a picture.
 * @param {SVGElement} layer the drawing over the picture
 * @param {{width: number, height: number}} size pixels of the picture
 * @param {object} editing
 * @param {() => {featureHash: string, color: string}|null} editing.tool the class that is drawn; null: boxes are moved
 * @param {() => Array} editing.objects the objects of the frame
 * @param {() => void} editing.began called when a drag begins: the picture must not be drawn anew until it ends
 * @param {(edit: object|null) => void} editing.done called with what the drag was, null for nothing
 */
export function onBoxGestures(layer, size, { tool, objects, began, done }) {
	layer.addEventListener('pointerdown', (press) => {
		if (press.button !== 0) return;
		const drawn = tool();
		if (drawn) {
			follow(layer, press, between, size, {
				color: drawn.color,
				began,
				done: (box) => done(box && { kind: 'addBox', featureHash: drawn.featureHash, box }),
			});
			return;
		}
		const { hash } = press.target.closest('[data-hash]')?.dataset ?? {};
		const object = objects().find(({ objectHash }) => objectHash === hash);
		const box = object?.coordinates.boundingBox;
		if (!box) return;
		const corner = corners.find(([name]) => name === press.target.dataset.corner);
		// The corner across from the one that is dragged stays where it is.
		const anchor = corner && {
			x: box.x + (1 - corner[1]) * box.w,
			y: box.y + (1 - corner[2]) * box.h,
		};
		const boxOf = anchor ? (_, to) => between(anchor, to) : (from, to) => moved(box, from, to);
		follow(layer, press, boxOf, size, {
			color: object.color,
			began,
			done: (moved) => done(moved && { kind: 'moveBox', objectHash: hash, box: moved }),
		});
	});
}
