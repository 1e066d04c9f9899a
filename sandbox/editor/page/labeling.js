/** What a person at the page does with labels. Each edit is saved at once, on the version of the labels that the person saw. */
import { h, show } from './dom.js';
import { onBoxGestures } from './picture/boxGestures.js';
import { saveEdit } from './sandboxApi.js';

const whatItWas = {
	addBox: 'Your box',
	moveBox: 'Your change of the box',
	removeObject: 'Removing the object',
	classify: 'Your answer',
	removeClassification: 'Removing the answer',
};

export class Labeling {
	/** The class that the pointer draws; null: it moves boxes. */
	tool = null;
	/** True from the beginning of a drag until it is saved: the picture is not drawn anew meanwhile. */
	isDragging = false;
	/** The version that the last save made: the next edit may come before the page shows it. */
	savedVersion = 0;
	last = Promise.resolve();
	notice = h('div.notice', { role: 'alert', 'data-testid': 'label-notice', hidden: true });

	/**
	 * @param {object} page
	 * @param page.place the address: project, data unit, frame, selection
	 * @param {() => number} page.version the version of the labels that are shown
	 * @param {() => string} page.person who is at the page
	 * @param {() => Promise<void>} page.refresh reads and shows the labels again
	 * @param {() => void} page.toolChanged
	 */
	constructor(page) {
		this.page = page;
	}

	choose(tool) {
		if (this.tool?.featureHash === tool?.featureHash) return;
		this.tool = tool;
		this.page.toolChanged();
	}

	/** A button for each class that is drawn as a box. */
	toolBar({ tools: { boxes } }) {
		if (boxes.length === 0) return null;
		return h(
			'div.tools',
			{},
			boxes.map((box) => {
				const isChosen = this.tool?.featureHash === box.featureHash;
				return h(
					'button.choice',
					{
						type: 'button',
						'aria-pressed': String(isChosen),
						'data-testid': `draw-${box.name}`,
						title: 'Draw a box on the picture',
						onclick: () => this.choose(isChosen ? null : box),
					},
					h('i.swatch', { style: { 'background-color': box.color } }),
					`Draw ${box.name}`,
				);
			}),
		);
	}

	removeButton(view) {
		return h(
			'button.link',
			{
				type: 'button',
				'data-testid': 'remove-objects',
				onclick: () => void this.removeSelected(view),
			},
			'Remove the selected',
		);
	}

	async removeSelected({ objects }) {
		const { selected } = this.page.place;
		for (const { objectHash } of objects.filter((object) => selected.has(object.objectHash)))
			if (!(await this.save({ kind: 'removeObject', objectHash }))) return;
	}

	/** Lets the pointer draw and move boxes on this layer. */
	listen(layer, { dataUnit: { width, height }, objects }) {
		onBoxGestures(
			layer,
			{ width, height },
			{
				tool: () => this.tool,
				objects: () => objects,
				began: () => (this.isDragging = true),
				done: (edit) => {
					this.isDragging = false;
					if (!edit) return;
					this.tool = null;
					void this.save(edit);
				},
			},
		);
	}

	/**
	 * Saves one edit after the other.
	 * @returns {Promise<boolean>} whether it is saved; otherwise the notice says why not, and what can be done
	 */
	save(edit) {
		const saved = this.last.then(() => this.saveNow(edit));
		this.last = saved.catch(() => undefined);
		return saved;
	}

	async saveNow(edit) {
		const { place, person, version, refresh } = this.page;
		const seen = Math.max(version(), this.savedVersion);
		const request = { person: person(), frame: place.frame, version: seen, edit };
		try {
			const saved = await saveEdit(place.projectHash, place.dataHash, request);
			this.savedVersion = saved.version;
		} catch (error) {
			this.savedVersion = 0;
			await refresh().catch(() => undefined);
			this.tell(error, edit, place.frame);
			return false;
		}
		this.close();
		await refresh();
		return true;
	}

	/** Says that an edit is not saved. When somebody else saved meanwhile, the person decides on what is shown now. */
	tell({ message, status }, edit, frame) {
		const again = () => {
			this.close();
			if (frame === this.page.place.frame) void this.save(edit);
		};
		const isConflict = status === 409;
		this.notice.hidden = false;
		show(
			this.notice,
			h('span', {}, h('strong', {}, `${message}.`), ` ${whatItWas[edit.kind]} is not saved.`),
			isConflict
				? h(
						'button',
						{ type: 'button', 'data-testid': 'save-again', onclick: again },
						'Save it on the labels as they are now',
					)
				: null,
			h('button.link', { type: 'button', onclick: () => this.close() }, 'Leave it'),
		);
	}

	close() {
		this.notice.hidden = true;
	}
}
