/** Opens the page that belongs to the address. */
import { h, show } from './dom.js';
import { editorPage } from './editorPage.js';
import { projectPage, projectsPage } from './listPages.js';

const page = document.getElementById('page');
const open = location.pathname.startsWith('/label_editor/')
	? editorPage
	: location.pathname.startsWith('/projects/')
		? projectPage
		: projectsPage;

open(page).catch((error) =>
	show(page, h('p.problem', { role: 'alert', 'data-testid': 'problem' }, error.message)),
);
