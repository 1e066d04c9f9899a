/** Uses the sandbox's Label Editor in a browser. */
import type { Browser, Page } from 'playwright-core';
import type { DemoAccess } from '../../../scripts/demo/demo';
import type { ProjectState } from '../../../scripts/sandbox/state';
import { openPage } from './browser';
import { rowNamed } from '../demo/rowLabels';

/** Opens a frame of the project's file with this title and chooses an agent. */
export async function openLabelEditor(
	browser: Browser,
	{ sandbox }: DemoAccess,
	project: ProjectState,
	{ title, frame, agent }: { title: string; frame: number; agent: string },
): Promise<Page> {
	const page = await openPage(browser);
	await page.goto(
		`${sandbox.appUrl}/label_editor/${project.projectHash}/${rowNamed(project, title).dataHash}/${frame}`,
	);
	await page.getByTestId('agent-select').selectOption(agent);
	return page;
}

export interface ShownAnswer {
	state: 'success' | 'failure';
	text: string;
}

/** Presses *Trigger agent* or *Test agent* and waits for the answer, as the page shows it. */
export async function answerTo(
	button: 'trigger-agent' | 'test-agent',
	page: Page,
): Promise<ShownAnswer> {
	await page.getByTestId(button).click();
	const message = page.locator(
		'[data-testid="agent-message"]:is([data-state="success"], [data-state="failure"])',
	);
	await message.waitFor();
	return {
		state: (await message.getAttribute('data-state')) as ShownAnswer['state'],
		text: (await message.textContent()) ?? '',
	};
}
