/** The list of projects, and the data units of one project. */
import { h, show, showTrail } from './dom.js';
import { bar, pictureButtons, webhookList } from './panels/playground.js';
import { load, projectPath, projectsPath, putTasksBack, resetSandbox } from './sandboxApi.js';
import { stageChip } from './panels/stageChip.js';
import { taskStatus } from './taskStatus.js';

/** Draws now, and again each time the data has changed. */
async function keepShowing(path, draw) {
	const once = async () => {
		const { value, changed } = await load(path);
		if (changed) draw(value);
	};
	await once();
	// What a button did is shown at once.
	document.addEventListener('sandbox-changed', () => void once().catch(() => undefined));
	setInterval(
		() => document.visibilityState === 'visible' && void once().catch(() => undefined),
		2000,
	);
}

export async function projectsPage(page) {
	showTrail({ text: 'Projects' });
	const buttons = bar([
		{
			name: 'put-back',
			text: 'Put tasks back',
			title: 'Each task goes back to the stage where it began. Labels stay.',
			act: async () => `${(await putTasksBack()).moved} tasks put back`,
		},
		{
			name: 'reset',
			text: 'Reset',
			title: 'Everything as on the first day, without the labels and pictures that were added',
			ask: 'Reset the sandbox? Labels and pictures that were added are lost.',
			act: async () => {
				await resetSandbox();
				return 'The sandbox is as on the first day';
			},
		},
	]);
	await keepShowing(projectsPath, (projects) =>
		show(
			page,
			h(
				'div.narrow',
				{},
				h('div.heading', {}, h('h1', {}, 'Projects'), buttons),
				h(
					'p.lead',
					{},
					'A local stand-in for Encord: same protocol, sample pictures, no account. Open a data unit to label it or to trigger an agent.',
				),
				projects.map((project) =>
					h(
						'a.card.project',
						{ href: `/projects/${project.projectHash}`, 'data-testid': `project-${project.title}` },
						h('span', {}, h('b', {}, project.title), h('span.quiet', {}, project.description)),
						h(
							'span.stages',
							{},
							project.stages
								.filter(({ tasks }) => tasks > 0)
								.map(({ title, tasks }) => [stageChip(title), h('small', {}, String(tasks))]),
						),
						h('small.quiet', {}, `${project.dataUnits} data units`),
					),
				),
				projects.length === 0 ? h('p.quiet', {}, 'This sandbox has no projects.') : null,
			),
		),
	);
}

/** `image group · 3 frames` */
function kindOf({ dataType, frames }) {
	const kind = dataType.replaceAll('_', ' ').replace('img', 'image');
	return ['video', 'img_group'].includes(dataType) ? `${kind} · ${frames} frames` : kind;
}

export async function projectPage(page) {
	const projectHash = location.pathname.split('/')[2] ?? '';
	const buttons = pictureButtons(projectHash);
	const hooks = webhookList(projectHash);
	// The form of the webhooks stays in its place: what somebody types into it must not get lost when a task moves.
	const facts = h('div');
	show(page, h('div.narrow', {}, facts, hooks.element));
	await keepShowing(projectPath(projectHash), (project) => {
		hooks.update(project.webhooks);
		showTrail({ text: 'Projects', href: '/' }, { text: project.title });
		const open = (unit) => `/label_editor/${projectHash}/${unit.dataHash}`;
		show(facts, [
			h('div.heading', {}, h('h1', {}, project.title), buttons),
			h('p.lead', {}, project.description),
			h('p.quiet', {}, 'Project ID ', h('code', { 'data-testid': 'project-hash' }, projectHash)),
			h(
				'div.stages.wide',
				{},
				project.stages.map(({ title, stageType }) =>
					h(
						'span.stage',
						{ title: stageType.toLowerCase() },
						stageChip(title),
						h('small', {}, String(project.dataUnits.filter(({ stage }) => stage === title).length)),
					),
				),
			),
			h(
				'table',
				{},
				h(
					'thead',
					{},
					h(
						'tr',
						{},
						['Data unit', 'Kind', 'Stage', 'Status', 'Priority', 'Labels'].map((title) =>
							h('th', {}, title),
						),
					),
				),
				h(
					'tbody',
					{},
					project.dataUnits.map((unit) =>
						h(
							'tr',
							{ 'data-testid': `row-${unit.title}` },
							h('td', {}, h('a', { href: open(unit) }, unit.title)),
							h('td.quiet', {}, kindOf(unit)),
							h('td', {}, stageChip(unit.stage)),
							h('td.quiet', {}, taskStatus(unit.status)),
							h(
								'td',
								{},
								unit.priority === null ? '—' : String(Math.round(unit.priority * 100) / 100),
							),
							h('td', {}, unit.labels || h('span.quiet', {}, '—')),
						),
					),
				),
			),
		]);
	});
}
