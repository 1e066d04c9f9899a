/** An annotator asks the team to look: an e-mail with the link back to the file goes out, and the annotator reads that it did. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { projectState } from '../../scripts/sandbox/state';
import { describeInBrowser } from './browser/browser';
import { emptyCanvas, registerInEncord, walkForTests, triggerAgent } from './browser/canvasWalk';
import { Mailbox } from './demo/mailbox';
import { rowNamed } from './demo/rowLabels';

const walk = walkForTests();
let mailbox: Mailbox;

describeInBrowser('the team is told', () => {
	beforeAll(async () => {
		mailbox = await Mailbox.open();
	});
	afterAll(async () => {
		mailbox.close();
	});

	it('an annotator triggers the agent: the team gets an e-mail with the link, and the annotator reads so', async () => {
		const { api, sandbox } = walk.demo;
		const email = 'Send an Email';
		await mailbox.saveCredential(api, 'Mail of the team');
		const canvas = await emptyCanvas(walk, 'tell');
		await canvas.addFirst('Encord', 'On custom agent called');
		await canvas.credential(0, 'Encord (sandbox)');
		await canvas.fromMenu('projectIds', 'scenes');
		await canvas.back();
		await canvas.addBehind('Encord Trigger', 'Send Email', email);
		await canvas.credential(0, 'Mail of the team');
		await canvas.type('fromEmail', 'n8n@example.com');
		await canvas.type('toEmail', 'team@example.com');
		await canvas.fromMenu('emailFormat', 'Text');
		await canvas.expression('subject', '`Please look at ` + $json.dataTitle');
		await canvas.expression('text', '$json.editorUrl');
		await canvas.back();
		await canvas.addBehind(email, 'Encord', 'Reply to the call of a custom agent');
		await canvas.type('message', 'Team told');
		await canvas.back();
		const { agent } = await registerInEncord(walk, await canvas.publish(), 'scenes');

		const answer = await triggerAgent(walk, 'scenes', agent, 'scene-04.jpg', 'tell-answer');
		expect(answer).toEqual({ state: 'success', text: expect.stringMatching(/^Team told/) });
		const scenes = await projectState(sandbox, 'scenes');
		const { dataHash } = rowNamed(scenes, 'scene-04.jpg');
		const [letter, ...others] = await mailbox.received(1, 30_000);
		expect(letter).toMatchObject({
			to: 'team@example.com',
			subject: 'Please look at scene-04.jpg',
			body: expect.stringContaining(
				`${sandbox.appUrl}/label_editor/${scenes.projectHash}/${dataHash}/0`,
			),
		});
		expect(others).toEqual([]);
	});
});
