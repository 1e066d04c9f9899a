/** The panel with the task of the data unit, and whether its labels are saved. */
import { h } from '../dom.js';

function progress({ labelHash, version, savedBy }) {
	if (labelHash === null) return 'not started';
	return version === 0 ? 'created, never saved' : `saved ${version} × · last by ${savedBy}`;
}

/** @param view the editor view as the sandbox sends it */
export function taskFacts({ task: { stage, status, priority, assignee }, labelRow }) {
	const fact = (key, testId, value) =>
		h('div.fact', {}, h('dt', {}, key), h('dd', { 'data-testid': testId }, value));
	return h(
		'dl',
		{},
		fact('Stage', 'stage', stage ?? '—'),
		fact('Status', 'task-status', status ?? '—'),
		fact(
			'Priority',
			'priority',
			priority === null ? '—' : String(Math.round(priority * 100) / 100),
		),
		assignee ? fact('Assignee', 'assignee', assignee) : null,
		fact('Labels', 'label-version', progress(labelRow)),
	);
}
