/** Buttons, slider and number to move through the frames of a video or the images of a group. */
import { h, show } from '../dom.js';
import { hasPictures } from '../picture/media.js';

/** Colors the parts of the timeline that have objects. */
function showMarks(marks, labeledFrames, frames) {
	const percent = (frame) => `${(frame / frames) * 100}%`;
	const stops = labeledFrames
		.slice(0, 200)
		.flatMap(([first, last]) => [
			`transparent ${percent(first)}`,
			`var(--accent) ${percent(first)}`,
			`var(--accent) ${percent(last + 1)}`,
			`transparent ${percent(last + 1)}`,
		]);
	marks.style.backgroundImage =
		stops.length > 0 ? `linear-gradient(to right, ${stops.join(', ')})` : 'none';
}

/** @param {(frame: number) => void} go opens a frame */
export function timeline(go) {
	const element = h('div.controls');
	const marks = h('div.marks', { title: 'Frames with objects' });
	let frame = 0;
	const step = (testId, label, sign, by) =>
		h(
			'button',
			{ type: 'button', 'data-testid': testId, 'aria-label': label, onclick: () => go(frame + by) },
			sign,
		);

	function build({ frames, fps }) {
		const limits = { min: 0, max: frames - 1 };
		const open = (event) => go(Number(event.target.value));
		const slider = h('input', {
			type: 'range',
			...limits,
			'data-testid': 'frame-slider',
			'aria-label': 'Frame',
			oninput: open,
		});
		show(
			element,
			step('frame-previous', 'Previous frame', '◀', -1),
			h('div.timeline', {}, marks, slider),
			step('frame-next', 'Next frame', '▶', 1),
			h('input', {
				type: 'number',
				...limits,
				'data-testid': 'frame-number',
				'aria-label': 'Frame number',
				onchange: open,
			}),
			h('span.quiet', {}, `of ${frames - 1}${fps ? ` · ${Math.round(fps * 100) / 100} fps` : ''}`),
		);
	}

	function update({ dataUnit, frame: shown, labeledFrames }) {
		if (dataUnit.frames < 2 || !hasPictures(dataUnit)) return;
		if (element.childElementCount === 0) build(dataUnit);
		frame = shown;
		// The number stays while the user types in it.
		for (const input of element.querySelectorAll('input'))
			if (document.activeElement !== input || input.type === 'range') input.value = frame;
		showMarks(marks, labeledFrames, dataUnit.frames);
	}

	return { element, update };
}
