/** The panel with the task of the data unit: where it is, who is at work, and what can be done with it. */
import { h, show } from '../dom.js';
import { taskStatus } from '../taskStatus.js';

function progress({ labelHash, version, savedBy }) {
	if (labelHash === null) return 'not started';
	return version === 0 ? 'created, never saved' : `saved ${version} × · last by ${savedBy}`;
}

/** What a person can do with the task, by the type of its stage. */
const deeds = {
	ANNOTATION: [['SUBMIT', 'Submit', 'primary']],
	REVIEW: [
		['APPROVE', 'Approve', 'primary'],
		['REJECT', 'Reject', 'plain'],
	],
};
const remembered = 'sandbox-person';

export class TaskPanel {
	element = h('section.card', { 'data-testid': 'task' });
	facts = h('dl');
	person = h('select', {
		'data-testid': 'person',
		'aria-label': 'You work as',
		onchange: () => sessionStorage.setItem(remembered, this.person.value),
	});
	buttons = h('div.row', {});
	message = h('p.quiet', { role: 'status', 'data-testid': 'task-message' });

	/** @param {(action: string) => Promise<void>} act does something with the task */
	constructor(act) {
		this.act = act;
		show(
			this.element,
			h('h2', {}, 'Task'),
			this.facts,
			h('label.field', {}, 'You work as', this.person),
			this.buttons,
			this.message,
		);
	}

	/** @param view the editor view as the sandbox sends it */
	update({ task: { stage, stageType, status, priority, assignee }, labelRow, people }) {
		const fact = (key, testId, value) =>
			h('div.fact', {}, h('dt', {}, key), h('dd', { 'data-testid': testId }, value));
		show(
			this.facts,
			fact('Stage', 'stage', stage ?? '—'),
			fact('Status', 'task-status', taskStatus(status)),
			fact(
				'Priority',
				'priority',
				priority === null ? '—' : String(Math.round(priority * 100) / 100),
			),
			assignee ? fact('Assignee', 'assignee', assignee) : null,
			fact('Labels', 'label-version', progress(labelRow)),
		);
		this.showPeople(people);
		show(
			this.buttons,
			(deeds[stageType] ?? []).map(([action, text, look]) =>
				h(
					`button.${look}`,
					{
						type: 'button',
						'data-testid': `task-${action.toLowerCase()}`,
						onclick: () => void this.run(action),
					},
					text,
				),
			),
		);
	}

	showPeople(people) {
		const shown = [...this.person.options].map(({ value }) => value);
		if (JSON.stringify(shown) === JSON.stringify(people)) return;
		const before = this.person.value || sessionStorage.getItem(remembered);
		show(
			this.person,
			people.map((email) => h('option', { value: email }, email)),
		);
		this.person.value = people.includes(before) ? before : (people[0] ?? '');
	}

	async run(action) {
		for (const button of this.buttons.children) button.disabled = true;
		try {
			this.say(await this.act(action));
		} catch (error) {
			this.say(error.message);
		}
		for (const button of this.buttons.children) button.disabled = false;
	}

	say(text) {
		this.message.textContent = text;
	}
}
