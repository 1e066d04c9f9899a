/** First workflows, built on an empty canvas. The tests in the browser run what they build; the README shows how they are built. */
import type { Canvas } from './canvas';

/** Tasks of a stage: a model labels the picture, the label decides the pathway. @returns the id of the published workflow */
export async function routeByModel(canvas: Canvas): Promise<string> {
	await canvas.addFirst('Encord Agent Stage Trigger');
	await canvas.fromList('project', 'pets');
	await canvas.fromList('stage', 'Agent 1');
	await canvas.back();
	await canvas.addBehind('Encord Agent Stage Trigger', 'Encord AI Labeler');
	await canvas.fromMenu('modelFrom', 'OpenAI-Compatible Endpoint');
	await canvas.credential(1, 'Toy vision model');
	await canvas.type('model', 'toy-vision');
	await canvas.back();
	await canvas.addBehind('Encord AI Labeler', 'Encord', 'Send tasks along a pathway');
	await canvas.executePrevious();
	await canvas.expression('pathway', '$json.values.Animal');
	await canvas.back();
	return await canvas.publish();
}

/** A custom agent that answers the annotator. @returns the id of the published workflow */
export async function answerAnnotator(canvas: Canvas): Promise<string> {
	await canvas.addFirst('Encord', 'On custom agent called');
	await canvas.fromMenu('projectIds', 'scenes');
	await canvas.back();
	await canvas.addBehind('Encord Trigger', 'Encord', 'Reply to the call of a custom agent');
	await canvas.type('message', 'Hello from n8n!');
	await canvas.back();
	return await canvas.publish();
}

/** A chain of language model nodes tells the annotator what the frame shows. @returns the id of the published workflow */
export async function describeFrame(canvas: Canvas): Promise<string> {
	await canvas.addFirst('Encord', 'On custom agent called');
	await canvas.fromMenu('projectIds', 'scenes');
	await canvas.back();
	await canvas.addBehind('Encord Trigger', 'Encord', 'Get a frame of a data unit');
	await canvas.back();
	await canvas.addBehind('Get a frame of a data unit', 'Basic LLM Chain');
	await canvas.fromMenu('promptType', 'Define below');
	await canvas.type('text', 'Describe the picture in one sentence.');
	await canvas.addRow('Add prompt');
	await canvas.fromMenu('type', 'User');
	await canvas.fromMenu('messageType', 'Image (Binary)');
	await canvas.back();
	await canvas.addBehind('Basic LLM Chain', 'OpenAI Chat Model', undefined, 1);
	await canvas.back();
	await canvas.addBehind('Basic LLM Chain', 'Encord', 'Reply to the call of a custom agent');
	await canvas.expression('message', '$json.text');
	await canvas.back();
	return await canvas.publish();
}

/** Tasks of a stage: the title decides the priority. @returns the id of the published workflow */
export async function prioritizeByTitle(canvas: Canvas): Promise<string> {
	await canvas.addFirst('Encord Agent Stage Trigger');
	await canvas.fromList('project', 'prioritisation');
	await canvas.fromList('stage', 'pre-label');
	await canvas.back();
	await canvas.addBehind('Encord Agent Stage Trigger', 'Encord', 'Set the priority of tasks');
	await canvas.expression('priority', '$json.dataTitle.includes(`london`) ? 1 : 0');
	await canvas.back();
	await canvas.addBehind('Set the priority of tasks', 'Encord', 'Send tasks along a pathway');
	await canvas.executePrevious();
	await canvas.fromList('pathway', 'annotate');
	await canvas.back();
	return await canvas.publish();
}
