/** n8n's list of the executions of the open workflow, used as a person does. */
import type { Canvas } from './canvas';
import { byId } from './locating';

/** Opens an execution and retries it with the saved workflow, from the node that failed. */
export async function retryFromList(canvas: Canvas, executionId: string): Promise<void> {
	const { page } = canvas;
	await canvas.click(page.getByText('Executions', { exact: true }).first());
	const list = page.locator(byId('current-executions-list'));
	await canvas.click(list.locator(`a[href*="/executions/${executionId}"]`).first());
	await page.getByText(`ID#${executionId}`).first().waitFor();
	const retry = page.locator(byId('execution-preview-retry-button'));
	await retry.waitFor();
	await canvas.onStep('Look at the execution');
	await canvas.click(retry);
	const entry = page
		.getByText('Retry with currently saved workflow (from node with error)')
		.first();
	await entry.waitFor();
	await canvas.onStep('Retry');
	await canvas.click(entry);
}
