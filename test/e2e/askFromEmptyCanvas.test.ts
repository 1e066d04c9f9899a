/** A model is not sure: n8n's own Send and Wait asks a person by e-mail, and the task waits in its stage until the answer says where it goes. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { answersOf, projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { describeInBrowser, keepScreenshot, openPage } from './browser/browser';
import { emptyCanvas, walkForTests } from './browser/canvasWalk';
import { Mailbox, type Letter } from './demo/mailbox';

const trigger = 'Encord Agent Stage Trigger';
const labeler = 'Encord AI Labeler';
const proceed = 'Send tasks along a pathway';
/** Of these two the toy model is less sure than of the others. */
const unsure = ['pet-06.jpg', 'pet-12.jpg'];

const walk = walkForTests();
let mailbox: Mailbox;

/** Opens the letter, chooses its button, and answers on the page that opens. */
async function answer({ body, subject }: Letter, pathway: string): Promise<void> {
	const page = await openPage(walk.browser);
	await page.setContent(body);
	await keepScreenshot(page, `ask-letter-${subject.split(' ')[0]}`);
	const opened = page.waitForEvent('popup');
	await page.getByText('Respond', { exact: true }).click();
	const form = await opened;
	await form.locator('select').selectOption(pathway);
	await keepScreenshot(form, `ask-form-${subject.split(' ')[0]}`);
	await form.getByRole('button', { name: 'Submit' }).click();
	await form.getByText('Got it, thanks').waitFor();
	await page.context().close();
}

describeInBrowser('a person is asked by n8n', () => {
	beforeAll(async () => {
		mailbox = await Mailbox.open();
	});
	afterAll(async () => {
		mailbox.close();
	});

	it('the task of a picture that the model is not sure of goes where the answer to an e-mail says', async () => {
		const { api, sandbox } = walk.demo;
		await mailbox.saveCredential(api, 'Mail of the team');
		const canvas = await emptyCanvas(walk, 'ask');
		await canvas.addFirst(trigger);
		await canvas.credential(0, 'Encord (sandbox)');
		await canvas.fromList('project', 'pets');
		await canvas.fromList('stage', 'Agent 1');
		await canvas.addOption('One Execution per Task');
		await canvas.toggle('separate');
		await canvas.back();
		await canvas.addBehind(trigger, labeler);
		await canvas.fromMenu('modelFrom', 'OpenAI-Compatible Endpoint');
		await canvas.credential(1, 'Toy vision model');
		await canvas.type('model', 'toy-vision');
		await canvas.fromMenu('onRefused', 'Save the Rest');
		await canvas.addOption('Lowest Confidence');
		await canvas.type('confidence', '0.98');
		await canvas.back();
		await canvas.addBehind(labeler, 'If');
		await canvas.condition('$json.values.Animal ?? `ask`', 'ask');
		await canvas.back();
		await canvas.addBehind('If', 'Send Email', 'Send message and wait for response');
		await canvas.credential(0, 'Mail of the team');
		await canvas.type('fromEmail', 'n8n@example.com');
		await canvas.type('toEmail', 'anna@example.com');
		await canvas.fromMenu('responseType', 'Custom Form');
		await canvas.addRow('Add Form Element');
		await canvas.type('fieldLabel', 'Pathway');
		await canvas.fromMenu('fieldType', 'Dropdown');
		for (const [position, pathway] of ['Cat', 'Dog', 'Other'].entries()) {
			if (position > 0) await canvas.addRow('Add Field Option');
			await canvas.type('option', pathway, position);
		}
		await canvas.expression('subject', '$json.dataTitle + ` needs you`');
		await canvas.expression('message', '`Where should it go? ` + $json.editorUrl');
		await canvas.back();
		await canvas.addBehind('Send message and wait for response', 'Encord', proceed);
		await canvas.expression('pathway', '$json.data.Pathway');
		await canvas.back();
		await canvas.addBehind('If', 'Encord', proceed);
		await canvas.expression('pathway', '$json.values.Animal');
		await canvas.back();
		await canvas.publish();

		const letters = await mailbox.received(unsure.length, 90_000);
		expect(letters.map(({ subject }) => subject).sort()).toEqual(
			unsure.map((title) => `${title} needs you`),
		);
		const waiting = await projectState(sandbox, 'pets');
		for (const { title, stage } of waiting.tasks)
			if (unsure.includes(title)) expect(stage).toBe('Agent 1');
		for (const letter of letters) await answer(letter, 'Other');
		expect(await stageIsEmpty(sandbox, 'pets', 'Agent 1', 90_000)).toBe(true);
		const after = await projectState(sandbox, 'pets');
		expect(tasksByStage(after)).toEqual({
			'Annotate cats': 4,
			'Annotate dogs': 4,
			'Annotate others': 4,
		});
		expect(Object.keys(answersOf(after, 'Animal'))).toHaveLength(10);
		expect(mailbox.letters).toHaveLength(unsure.length);
	});
});
