/**
 * n8n's canvas, used as a person does: with clicks, keys and nothing else. Counts the clicks. Typing, Enter and Escape are not clicks.
 */
import type { Locator, Page } from 'playwright-core';
import { byId, either, exactly, isSoon } from './locating';

export class Canvas {
	clicks = 0;
	/** What was typed since the canvas was opened. */
	private typed: Array<{ field: string; text: string }> = [];
	/** Called after each step, with a word for what was done. */
	onStep: (what: string) => Promise<void> = async () => {};

	constructor(readonly page: Page) {}

	async click(target: Locator): Promise<void> {
		this.clicks += 1;
		try {
			await target.click();
		} catch (error) {
			await this.onStep('See what is in the way');
			throw error;
		}
	}

	/** An empty canvas. */
	async open(url: string): Promise<void> {
		this.typed = [];
		await this.page.goto(`${url}/workflow/new`);
		await this.page.locator(byId('canvas-plus-button')).waitFor();
	}

	/** Adds the first node of the workflow. */
	async addFirst(search: string, action?: string): Promise<void> {
		await this.click(this.page.locator(byId('canvas-plus-button')));
		await this.choose(search, action);
	}

	/** Adds a node behind another one. @param handle which plus sign of that node: 0 is its first one */
	async addBehind(node: string, search: string, action?: string, handle = 0): Promise<void> {
		const plus = this.nodeNamed(node).locator(byId('canvas-handle-plus')).nth(handle);
		const { width, height } = this.page.viewportSize()!;
		const at = await plus.boundingBox();
		// A long workflow does not fit on the canvas.
		if (at === null || at.x > width - 100 || at.y > height - 100)
			await this.click(this.page.locator(byId('zoom-to-fit')));
		await this.click(plus);
		await this.choose(search, action);
	}

	private nodeNamed(name: string): Locator {
		return this.page
			.locator(byId('canvas-node'))
			.and(this.page.locator(`[data-node-name="${name}"]`));
	}

	/** Types into the search of the node panel and takes the entry of that name; then its action, where the node has several. */
	private async choose(search: string, action?: string): Promise<void> {
		await this.page.locator(`${byId('node-creator-search-bar')}:visible`).fill(search);
		const entry = (name: string) =>
			this.page.locator(byId('node-creator-item-name')).filter({ hasText: exactly(name) });
		await this.click(entry(search).first());
		const added = this.page.locator(byId('ndv'));
		const add = this.page.getByText('Add to workflow', { exact: true });
		if (action !== undefined) await this.click(entry(action).first());
		else if (await either(added, add)) await this.click(add);
		await added.waitFor();
		await this.onStep(action === undefined ? `Add ${search}` : `Add ${search}, ${action}`);
	}

	/** Leaves the open node: by Escape, or by its cross where Escape only leaves a field. */
	async back(): Promise<void> {
		await this.onStep('Set its fields');
		const node = this.page.locator(byId('ndv'));
		await this.page.keyboard.press('Escape');
		if (await isSoon(node, 'hidden')) return;
		await this.click(this.page.locator(byId('ndv-close-button')));
		await node.waitFor({ state: 'hidden' });
	}

	/** Takes an entry of a list such as *Project*. */
	async fromList(field: string, entry: string): Promise<void> {
		await this.click(
			this.page.locator(`${byId(`resource-locator-${field}`)} ${byId('rlc-input')}`),
		);
		await this.click(
			this.page
				.locator(`${byId('rlc-item')}:visible`)
				.filter({ hasText: exactly(entry) })
				.first(),
		);
	}

	private field(name: string): Locator {
		return this.page.locator(byId(`parameter-input-${name}`)).first();
	}

	/** Takes an entry of a menu such as *Model From*. */
	async fromMenu(field: string, entry: string): Promise<void> {
		// While n8n asks the node for the entries, the menu is disabled.
		const enabled = this.field(field).locator('input:not([disabled])').first();
		if (!(await isSoon(enabled, 'attached', 6000))) await this.refreshList(field);
		await enabled.waitFor({ state: 'attached' });
		await this.takeFrom(
			this.field(field),
			this.entryOfMenu({ has: this.page.getByText(entry, { exact: true }) }),
		);
	}

	/** Opens a menu, again when n8n closes it at once because it draws the form anew, and takes an entry. */
	private async takeFrom(menu: Locator, entry: Locator): Promise<void> {
		await this.click(menu);
		if (!(await isSoon(entry, 'visible'))) await this.click(menu);
		await this.click(entry);
	}

	/** Asks for the entries again, where n8n shows those of before the credential was chosen. */
	private async refreshList(field: string): Promise<void> {
		await this.field(field).hover();
		const options = this.page.locator(byId(`${field}-parameter-input-options-container`));
		await this.click(options.locator(byId('action-toggle')));
		await this.click(this.page.getByRole('menuitem', { name: /refresh/i }).first());
	}

	private entryOfMenu(filter: { has: Locator } | { hasText: string | RegExp }): Locator {
		return this.page.locator('.el-select-dropdown__item:visible').filter(filter).first();
	}

	/** Chooses a credential. @param position which of the node's credentials: 0 is the first one */
	async credential(position: number, name: string): Promise<void> {
		await this.takeFrom(
			this.page.locator(byId('node-credentials-select')).nth(position),
			this.entryOfMenu({ hasText: name }),
		);
	}

	/** Types into a field. Text with `{{ }}` makes n8n take it as an expression. @param position which of the fields of that name */
	async type(field: string, text: string, position = 0): Promise<void> {
		const fields = this.page.locator(byId(`parameter-input-${field}`));
		const input = fields.nth(position).locator('input, textarea').first();
		await this.click(input);
		await input.fill(text);
		this.typed.push({ field, text });
	}

	/** Switches a field to *Expression* and types one, without the braces at its end: the editor adds them. */
	async expression(field: string, expression: string): Promise<void> {
		await this.field(field).hover();
		const options = this.page.locator(byId(`${field}-parameter-input-options-container`));
		await this.click(options.locator(byId('radio-button-expression')));
		// n8n puts the cursor into the editor a moment later; keys that come before it are lost.
		const editor = this.field(field).locator('.cm-content');
		await editor.focus();
		await editor.fill('');
		await this.page.keyboard.type(`{{ ${expression} `);
		const typed = ((await editor.textContent()) ?? '').replace(/\s/g, '');
		if (!typed.includes(expression.replace(/\s/g, '')))
			throw new Error(`The field ${field} has ${typed} instead of ${expression}.`);
		this.typed.push({ field, text: expression });
	}

	/** Fills the first condition of *If*: an expression, without its braces, and the text that it is to be equal to. */
	async condition(expression: string, text: string): Promise<void> {
		const side = (id: string) =>
			this.page
				.locator(byId(`filter-condition-${id}`))
				.first()
				.locator('input, textarea')
				.first();
		// The result of the expression, which n8n shows below it, hides the right side.
		await this.click(side('right'));
		await side('right').fill(text);
		await this.click(side('left'));
		await side('left').fill(`{{ ${expression} }}`);
		this.typed.push({ field: 'left', text: expression }, { field: 'right', text });
	}

	/** Presses a button that adds a row to a field. */
	async addRow(button: string): Promise<void> {
		await this.click(
			this.page
				.locator(byId('fixed-collection-add'))
				.filter({ hasText: exactly(button) })
				.first(),
		);
	}

	/** Presses a button that offers several kinds of rows, such as *Add Rule*, and takes one. */
	async addRowOf(button: string, kind: string): Promise<void> {
		await this.takeFrom(
			this.page.locator(`${byId('ndv')} input[placeholder="${button}"]`).first(),
			this.entryOfMenu({ hasText: exactly(kind) }),
		);
	}

	/** Adds an option such as *Dry Run*. Where it is the only one, the button adds it at once. */
	async addOption(option: string): Promise<void> {
		await this.click(this.page.locator(byId('collection-parameter-add')).last());
		const entry = this.entryOfMenu({ hasText: exactly(option) });
		if (await isSoon(entry, 'visible')) await this.click(entry);
	}

	/** Turns a switch such as *Dry Run* on or off. */
	async toggle(field: string): Promise<void> {
		await this.click(this.field(field).locator('.el-switch').first());
	}

	/** Says what the open node does when it fails. */
	async onError(entry: string): Promise<void> {
		await this.click(this.page.locator(`${byId('ndv')} ${byId('tab-settings')}`));
		await this.fromMenu('onError', entry);
	}

	/** Opens a node of the canvas. */
	async openNode(name: string): Promise<void> {
		this.clicks += 2;
		await this.nodeNamed(name).dblclick();
		await this.page.locator(byId('ndv')).waitFor();
	}

	/** Runs the open node, and those before it that have not run, and waits for what it gives. @returns its output panel */
	async executeStep(): Promise<Locator> {
		const output = this.page.locator(byId('output-panel'));
		await this.click(this.page.locator(byId('node-execute-button')));
		await output
			.locator(byId('node-error-message'))
			.or(output.getByText(/^\s*\d+ items?\b/))
			.first()
			.waitFor({ timeout: 60_000 });
		await this.onStep('Execute step');
		return output;
	}

	/** Shows the output of the open node as *Table*, *JSON*, *Schema* or *Binary*. */
	async showOutputAs(view: string): Promise<void> {
		await this.click(this.page.locator(byId('output-panel')).getByText(view, { exact: true }));
		await this.onStep(`Show ${view}`);
	}

	/** Runs the nodes before the open one, so that its fields can be chosen from what they give. */
	async executePrevious(): Promise<void> {
		const execute = this.page
			.locator(byId('execute-previous-node'))
			// Where n8n knows what the node before gives, it shows that with a link.
			.or(this.page.getByText('Execute the node', { exact: true }));
		await this.click(execute.first());
		await this.page.locator(byId('run-data-schema-node-item-count')).first().waitFor();
	}

	/** Publishes the workflow as it is on the canvas. @returns its id */
	async publish(): Promise<string> {
		await this.untilSaved();
		await this.click(this.page.locator(byId('workflow-open-publish-modal-button')));
		await this.click(this.page.locator(byId('workflow-publish-button')));
		await this.page.locator(byId('workflowPublish-modal')).waitFor({ state: 'hidden' });
		await this.onStep('Publish');
		const { id, versionId, activeVersionId } = await this.stored();
		if (activeVersionId !== versionId)
			throw new Error('The workflow was changed after the version that was published.');
		await this.untilTriggersWork(id);
		return id;
	}

	/** n8n starts the triggers of a published workflow in the background. */
	private async untilTriggersWork(workflowId: string): Promise<void> {
		let status = '';
		for (let looks = 0; looks < 240; looks += 1) {
			({ status } = await this.fromN8n(`/workflows/${workflowId}/publication-status`, { status }));
			if (status === 'published') return;
			await this.page.waitForTimeout(250);
		}
		throw new Error(`The triggers of the published workflow do not work: ${status}.`);
	}

	/** n8n saves by itself a moment after a change. What is published earlier lacks that change. */
	private async untilSaved(): Promise<void> {
		let missing: Array<{ field: string; text: string }> = [];
		for (let tries = 0; tries < 40; tries += 1) {
			const nodes = JSON.stringify((await this.stored()).nodes);
			missing = this.typed.filter(({ text }) => !nodes.includes(JSON.stringify(text).slice(1, -1)));
			if (missing.length === 0) return;
			await this.page.waitForTimeout(250);
		}
		throw new Error(`n8n has not saved what was typed: ${JSON.stringify(missing)}`);
	}

	/** The open workflow as n8n has it; without nodes while n8n has none. */
	private async stored(): Promise<StoredCanvas> {
		const id = /\/workflow\/(\w+)/.exec(this.page.url())?.[1];
		if (id === undefined) throw new Error(`No workflow is open at ${this.page.url()}.`);
		return await this.fromN8n(`/workflows/${id}`, { id, nodes: [] });
	}

	/** What n8n answers the editor. @param otherwise where n8n answers with an error */
	private async fromN8n<T extends object>(path: string, otherwise: T): Promise<T> {
		const asked = { path: `/rest${path}`, otherwise };
		const answer = await this.page.evaluate(async ({ path, otherwise }) => {
			const headers = { 'browser-id': localStorage.getItem('n8n-browserId') ?? '' };
			const response = await fetch(path, { headers });
			return response.ok ? ((await response.json()) as { data: unknown }).data : otherwise;
		}, asked);
		return answer as T;
	}
}

interface StoredCanvas {
	id: string;
	nodes: unknown[];
	versionId?: string;
	/** The published version. */
	activeVersionId?: string | null;
}
