/** The list of projects, and the data units of one project. */
import { h, show, showTrail } from './dom.js';
import { load, projectPath, projectsPath } from './sandboxApi.js';
import { stageChip } from './panels/stageChip.js';

/** Draws now, and again each time the data has changed. */
async function keepShowing(path, draw) {
	const once = async () => {
		const { value, changed } = await load(path);
		if (changed) draw(value);
	};
	await once();
	setInterval(
		() => document.visibilityState === 'visible' && void once().catch(() => undefined),
		2000,
	);
}

export async function projectsPage(page) {
	showTrail({ text: 'Projects' });
	await keepShowing(projectsPath, (projects) =>
		show(
			page,
			h(
				'div.narrow',
				{},
				h('h1', {}, 'Projects'),
				h(
					'p.lead',
					{},
					'A local stand-in for Encord: same protocol, generated pictures, no account. Open a data unit to trigger an agent.',
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
	await keepShowing(projectPath(projectHash), (project) => {
		showTrail({ text: 'Projects', href: '/' }, { text: project.title });
		const open = (unit) => `/label_editor/${projectHash}/${unit.dataHash}`;
		show(
			page,
			h(
				'div.narrow',
				{},
				h('h1', {}, project.title),
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
							h(
								'small',
								{},
								String(project.dataUnits.filter(({ stage }) => stage === title).length),
							),
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
								h('td.quiet', {}, (unit.status ?? '').toLowerCase()),
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
			),
		);
	});
}
