/** The editor: data units on the left, the frame in the middle, agents and labels on the right. */
import { readAddress, writeAddress } from './address.js';
import { agentPanel } from './panels/agentPanel.js';
import { h, show, showTrail } from './dom.js';
import { classificationList, objectList } from './panels/labelPanel.js';
import { framePicture, hasPictures, player, preload } from './picture/media.js';
import { Labeling } from './labeling.js';
import { drawOverlay } from './picture/overlay.js';
import { questionForms } from './panels/questionForm.js';
import { actOnTask, dataPath, load, projectPath } from './sandboxApi.js';
import { TaskPanel } from './panels/taskPanel.js';
import { timeline } from './panels/timeline.js';
import { showUnits } from './panels/unitList.js';

const refreshEvery = 2000;

class Editor {
	place = readAddress();
	/** The sandbox's view of the frame that is shown; null before the first answer. */
	view = null;
	shownFrame = null;
	picture = null;
	units = h('nav.units', { 'aria-label': 'Data units' });
	stage = h('div.canvas');
	side = {
		objects: h('section.card'),
		classifications: h('section.card'),
	};
	task = new TaskPanel((action) => this.actOnTask(action));
	labeling = new Labeling({
		place: this.place,
		version: () => this.view.labelRow.version,
		person: () => this.task.person.value,
		refresh: () => this.refresh(true),
		toolChanged: () => this.showLabels(),
	});
	timeline = timeline((frame) => this.go(frame));
	agents = agentPanel(
		this.place.projectHash,
		() => this.payload(),
		() => this.refresh(true),
	);

	get element() {
		const { objects, classifications } = this.side;
		return h(
			'div.editor',
			{},
			this.units,
			h('div.middle', {}, this.labeling.notice, this.stage, this.timeline.element),
			h('aside', {}, this.agents.element, this.task.element, objects, classifications),
		);
	}

	/** The payload of an agent call. */
	payload() {
		const { projectHash, dataHash, frame, selected } = this.place;
		return {
			projectHash,
			dataHash,
			frame,
			...(selected.size > 0 ? { objectHashes: [...selected] } : {}),
		};
	}

	/** Selects one object. With `add` it adds the object to the selection, or removes it when selected. null clears the selection. */
	select(objectHash, add) {
		const { selected } = this.place;
		const was = selected.has(objectHash);
		if (!add) selected.clear();
		if (objectHash && !was) selected.add(objectHash);
		else if (objectHash && add) selected.delete(objectHash);
		writeAddress(this.place);
		this.showLabels();
	}

	/** Opens a frame. A number that is too small or too large opens the first or the last frame. */
	go(frame) {
		const last = (this.view?.dataUnit.frames ?? frame + 1) - 1;
		const target = Math.min(Math.max(Number.isInteger(frame) ? frame : 0, 0), last);
		if (target === this.place.frame && this.shownFrame === target) return;
		this.place.frame = target;
		writeAddress(this.place);
		void this.refresh(false).catch((error) => this.fail(error));
	}

	/** Reads the frame's labels. Draws them when they have changed, and always with `force`. */
	async refresh(force) {
		const { projectHash, dataHash, frame } = this.place;
		const [{ value, changed }, project] = await Promise.all([
			load(dataPath(projectHash, dataHash, frame)),
			load(projectPath(projectHash)),
		]);
		if (frame !== this.place.frame || this.labeling.isDragging) return;
		if (project.changed || force) this.showProject(project.value);
		if (!changed && !force && this.shownFrame === frame) return;
		this.view = value;
		if (frame >= value.dataUnit.frames) {
			this.go(value.dataUnit.frames - 1);
			return;
		}
		await this.showMedia(value.dataUnit, frame);
		if (frame !== this.place.frame) return;
		this.shownFrame = frame;
		this.task.update(value);
		this.timeline.update(value);
		this.showLabels();
	}

	async showMedia(dataUnit, frame) {
		const { projectHash } = this.place;
		if (!hasPictures(dataUnit)) {
			if (this.shownFrame === null) show(this.stage, player(projectHash, dataUnit));
		} else if (this.shownFrame !== frame) {
			const picture = await framePicture(projectHash, dataUnit, frame);
			if (frame === this.place.frame) this.picture = picture;
			preload(projectHash, dataUnit, frame);
		}
	}

	showLabels() {
		const {
			view,
			picture,
			labeling,
			place: { selected },
		} = this;
		const select = (objectHash, add) => this.select(objectHash, add);
		if (picture) {
			const { width, height } = view.dataUnit;
			const style = { 'aspect-ratio': `${width} / ${height}`, '--ratio': width / height };
			const overlay = drawOverlay(view.objects, { width, height }, selected, select);
			const tool = labeling.tool ? '.drawing' : '';
			show(this.stage, h(`div.frame${tool}`, { style }, picture, overlay));
			labeling.listen(this.stage.querySelector('.shapes'), view);
		}
		this.showObjects(view, select);
		this.showClassifications(view);
	}

	showObjects(view, select) {
		const { selected } = this.place;
		const count = h('small', { 'data-testid': 'object-count' }, String(view.objects.length));
		show(
			this.side.objects,
			h('h2', {}, 'Objects', count),
			this.picture ? this.labeling.toolBar(view) : null,
			objectList(view, selected, select),
			this.picture && selected.size > 0 ? this.labeling.removeButton(view) : null,
		);
	}

	/** The forms stay as they are while somebody types in them. */
	showClassifications(view) {
		const { classifications } = this.side;
		if (classifications.contains(document.activeElement) && document.activeElement.matches('input'))
			return;
		const save = (edit) => {
			document.activeElement?.blur();
			void this.labeling.save(edit);
		};
		const remove = (classificationHash) =>
			save({ kind: 'removeClassification', classificationHash });
		show(
			classifications,
			h('h2', {}, 'Classifications'),
			classificationList(view, this.picture ? remove : null),
			this.picture ? questionForms(view, save) : null,
		);
	}

	/** @returns {Promise<string>} what happened, for the person */
	async actOnTask(action) {
		const { projectHash, dataHash } = this.place;
		await actOnTask(projectHash, dataHash, { person: this.task.person.value, action });
		await this.refresh(true);
		const done = { SUBMIT: 'Submitted', APPROVE: 'Approved', REJECT: 'Rejected' }[action];
		return `${done}. The task is now in ${this.view.task.stage}.`;
	}

	showProject({ title, dataUnits, agents }) {
		const { projectHash, dataHash } = this.place;
		showUnits(this.units, this.place, dataUnits);
		this.agents.setAgents(agents);
		const unit = dataUnits.find((each) => each.dataHash === dataHash);
		showTrail(
			{ text: 'Projects', href: '/' },
			{ text: title, href: `/projects/${projectHash}` },
			{ text: unit?.title ?? dataHash },
		);
	}

	fail(error) {
		show(this.stage, h('p.problem', { role: 'alert', 'data-testid': 'problem' }, error.message));
	}

	onKey(event) {
		if (
			event.target.closest?.('input, select, textarea') ||
			event.altKey ||
			event.ctrlKey ||
			event.metaKey ||
			!this.view
		)
			return;
		const step = { ArrowRight: 1, ArrowLeft: -1, '.': 1, ',': -1 }[event.key];
		if (step && hasPictures(this.view.dataUnit)) {
			event.preventDefault();
			this.go(this.place.frame + step * (event.shiftKey ? 10 : 1));
		}
		if (event.key === 'Escape') {
			this.labeling.choose(null);
			this.select(null, false);
		}
		if (event.key === 'Delete' && this.picture) void this.labeling.removeSelected(this.view);
	}
}

export async function editorPage(page) {
	const editor = new Editor();
	show(page, editor.element);
	document.addEventListener('keydown', (event) => editor.onKey(event));
	await editor.refresh(true).catch((error) => editor.fail(error));
	editor.units.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
	setInterval(
		() =>
			document.visibilityState === 'visible' && void editor.refresh(false).catch(() => undefined),
		refreshEvery,
	);
}
