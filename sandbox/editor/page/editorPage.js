/** The editor: data units on the left, the frame in the middle, agents and labels on the right. */
import { agentPanel } from './agentPanel.js';
import { h, show, showTrail } from './dom.js';
import { classificationList, objectList } from './labelPanel.js';
import { framePicture, hasPictures, player, preload } from './media.js';
import { drawOverlay } from './overlay.js';
import { dataPath, load, picturePath, projectPath } from './sandboxApi.js';
import { stageChip } from './stageChip.js';

const refreshEvery = 2000;

/** `/label_editor/<project>/<data>[/<frame>][?objectHash=…]`, as in Encord. */
function readAddress() {
	const [, , projectHash = '', dataHash = '', frame = '0'] = location.pathname.split('/');
	return { projectHash, dataHash, frame: /^\d+$/.test(frame) ? Number(frame) : 0, selected: new Set(new URLSearchParams(location.search).getAll('objectHash')) };
}

function address({ projectHash, dataHash, frame, selected }) {
	const query = new URLSearchParams([...selected].map((hash) => ['objectHash', hash])).toString();
	return `/label_editor/${projectHash}/${dataHash}/${frame}${query ? `?${query}` : ''}`;
}

function unitLink(place, unit) {
	const picture = hasPictures(unit)
		? h('img', { src: picturePath(place.projectHash, unit.dataHash, 0, 96), alt: '', loading: 'lazy', width: 56, height: 42 })
		: h('span.kind', {}, { audio: '♪', plain_text: '¶', pdf: 'PDF' }[unit.dataType]);
	return h(`a.unit${unit.dataHash === place.dataHash ? '.current' : ''}`, {
		href: `/label_editor/${place.projectHash}/${unit.dataHash}`, 'data-testid': `data-unit-${unit.title}`, 'aria-current': unit.dataHash === place.dataHash ? 'page' : null,
	}, picture, h('span', {}, h('b', {}, unit.title), stageChip(unit.stage), unit.labels > 0 ? h('small', {}, `${unit.labels} label${unit.labels === 1 ? '' : 's'}`) : null));
}

/** Colors the parts of the timeline that have objects. */
function showMarks(marks, labeledFrames, frames) {
	const percent = (frame) => `${(frame / frames) * 100}%`;
	const stops = labeledFrames.slice(0, 200).flatMap(([first, last]) => [
		`transparent ${percent(first)}`, `var(--accent) ${percent(first)}`, `var(--accent) ${percent(last + 1)}`, `transparent ${percent(last + 1)}`,
	]);
	marks.style.backgroundImage = stops.length > 0 ? `linear-gradient(to right, ${stops.join(', ')})` : 'none';
}

export async function editorPage(page) {
	const place = readAddress();
	let view;
	let shownFrame = null;
	let picture = null;
	const units = h('nav.units', { 'aria-label': 'Data units' });
	const stage = h('div.canvas');
	const controls = h('div.controls');
	const marks = h('div.marks', { title: 'Frames with objects' });
	const task = h('section.card');
	const labels = h('section.card');
	const classifications = h('section.card');
	const agents = agentPanel(place.projectHash, payload, () => refresh(true));

	function payload() {
		const call = { projectHash: place.projectHash, dataHash: place.dataHash, frame: place.frame };
		return place.selected.size > 0 ? { ...call, objectHashes: [...place.selected] } : call;
	}

	function select(objectHash, add) {
		const was = place.selected.has(objectHash);
		if (!add) place.selected.clear();
		if (objectHash && !was) place.selected.add(objectHash);
		else if (objectHash && add) place.selected.delete(objectHash);
		history.replaceState(null, '', address(place));
		showLabels();
	}

	function showLabels() {
		if (picture) {
			const { dataUnit } = view;
			const size = { width: dataUnit.width ?? picture.naturalWidth, height: dataUnit.height ?? picture.naturalHeight };
			show(stage, h('div.frame', { style: { 'aspect-ratio': `${size.width} / ${size.height}`, '--ratio': size.width / size.height } }, picture, drawOverlay(view.objects, size, place.selected, select)));
		}
		show(labels, h('h2', {}, 'Objects', h('small', { 'data-testid': 'object-count' }, String(view.objects.length))), objectList(view, place.selected, select));
		show(classifications, h('h2', {}, 'Classifications'), classificationList(view));
	}

	function showTask() {
		const { task: { stage: title, status, priority, assignee }, labelRow } = view;
		const row = (key, testId, value) => h('div.fact', {}, h('dt', {}, key), h('dd', { 'data-testid': testId }, value));
		show(task, h('h2', {}, 'Task'), h('dl', {},
			row('Stage', 'stage', title ?? '—'),
			row('Status', 'task-status', status ?? '—'),
			row('Priority', 'priority', priority === null ? '—' : String(Math.round(priority * 100) / 100)),
			assignee ? row('Assignee', 'assignee', assignee) : null,
			row('Labels', 'label-version', labelRow.labelHash === null ? 'not started' : labelRow.version === 0 ? 'created, never saved' : `saved ${labelRow.version} × · last by ${labelRow.savedBy}`)));
	}

	function showControls() {
		const { frames, fps } = view.dataUnit;
		if (frames < 2 || !hasPictures(view.dataUnit)) return show(controls);
		if (controls.childElementCount === 0) {
			show(controls,
				h('button', { type: 'button', 'data-testid': 'frame-previous', 'aria-label': 'Previous frame', onclick: () => go(place.frame - 1) }, '◀'),
				h('div.timeline', {}, marks, h('input', { type: 'range', min: 0, max: frames - 1, 'data-testid': 'frame-slider', 'aria-label': 'Frame', oninput: (event) => go(Number(event.target.value)) })),
				h('button', { type: 'button', 'data-testid': 'frame-next', 'aria-label': 'Next frame', onclick: () => go(place.frame + 1) }, '▶'),
				h('input', { type: 'number', min: 0, max: frames - 1, 'data-testid': 'frame-number', 'aria-label': 'Frame number', onchange: (event) => go(Number(event.target.value)) }),
				h('span.quiet', {}, `of ${frames - 1}${fps ? ` · ${Math.round(fps * 100) / 100} fps` : ''}`));
		}
		for (const input of controls.querySelectorAll('input')) if (document.activeElement !== input || input.type === 'range') input.value = place.frame;
		showMarks(marks, view.labeledFrames, frames);
	}

	async function refresh(force) {
		const path = dataPath(place.projectHash, place.dataHash, place.frame);
		const { frame } = place;
		const [{ value, changed }, project] = await Promise.all([load(path), load(projectPath(place.projectHash))]);
		if (frame !== place.frame) return;
		if (project.changed || force || units.childElementCount === 0) showUnits(project.value);
		if (!changed && !force && shownFrame === frame) return;
		if (frame >= value.dataUnit.frames) return go(value.dataUnit.frames - 1);
		view = value;
		if (!hasPictures(value.dataUnit)) {
			if (shownFrame === null) show(stage, player(place.projectHash, value.dataUnit));
		} else if (shownFrame !== frame) {
			const next = await framePicture(place.projectHash, value.dataUnit, frame);
			if (frame !== place.frame) return;
			picture = next;
			preload(place.projectHash, value.dataUnit, frame);
		}
		shownFrame = frame;
		showTask();
		showControls();
		showLabels();
	}

	function showUnits(project) {
		const top = units.scrollTop;
		show(units, project.dataUnits.map((unit) => unitLink(place, unit)));
		units.scrollTop = top;
		agents.setAgents(project.agents);
		const unit = project.dataUnits.find(({ dataHash }) => dataHash === place.dataHash);
		showTrail({ text: 'Projects', href: '/' }, { text: project.title, href: `/projects/${place.projectHash}` }, { text: unit?.title ?? place.dataHash });
	}

	function fail(error) {
		show(stage, h('p.problem', { role: 'alert', 'data-testid': 'problem' }, error.message));
	}

	function go(frame) {
		const last = (view?.dataUnit.frames ?? frame + 1) - 1;
		const target = Math.min(Math.max(Number.isInteger(frame) ? frame : 0, 0), last);
		if (target === place.frame && shownFrame === target) return;
		place.frame = target;
		history.replaceState(null, '', address(place));
		void refresh(false).catch(fail);
	}

	show(page, h('div.editor', {}, units, h('div.middle', {}, stage, controls), h('aside', {}, agents.element, task, labels, classifications)));
	document.addEventListener('keydown', (event) => {
		if (event.target.closest?.('input, select, textarea') || event.altKey || event.ctrlKey || event.metaKey) return;
		const step = { ArrowRight: 1, ArrowLeft: -1, '.': 1, ',': -1 }[event.key];
		if (step && view?.dataUnit.frames > 1) {
			event.preventDefault();
			go(place.frame + step * (event.shiftKey ? 10 : 1));
		}
		if (event.key === 'Escape') select(null, false);
	});
	await refresh(true).catch(fail);
	units.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
	setInterval(() => document.visibilityState === 'visible' && void refresh(false).catch(() => undefined), refreshEvery);
}
