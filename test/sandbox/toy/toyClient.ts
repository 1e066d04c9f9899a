/** Asks the toy model about generated pictures, by their names. */
import { expect } from '@jest/globals';

import { renderPicture, type Scene } from '../../../sandbox/media/pictures';
import { handleToy } from '../../../sandbox/toy/toyRoutes';

const pictures: Record<string, string> = {};
const dataUrl = (file: Buffer, type = 'jpeg') =>
	`data:image/${type};base64,${file.toString('base64')}`;
const street: Scene = {
	kind: 'street',
	background: 'light green',
	shapes: [
		{ shape: 'rectangle', color: 'red', x: 60, y: 60, width: 180, height: 90 },
		{ shape: 'rectangle', color: 'red', x: 420, y: 60, width: 100, height: 90 },
		{ shape: 'circle', color: 'blue', x: 300, y: 180, width: 90, height: 90 },
	],
};

/** Draws the pictures. Call it before the tests. */
export async function drawPictures(): Promise<void> {
	for (const thing of ['cat', 'dog', 'bird'] as const) {
		pictures[thing] = dataUrl(
			await renderPicture({
				width: 480,
				height: 360,
				scene: { kind: 'thing', thing, background: 'beige' },
			}),
		);
	}
	pictures.street = dataUrl(
		await renderPicture({ width: 640, height: 480, scene: street, format: 'png' }),
		'png',
	);
	pictures.frame = dataUrl(
		await renderPicture({
			width: 640,
			height: 480,
			scene: street,
			frameNumber: 4711,
			format: 'webp',
		}),
		'webp',
	);
}

export async function post(
	body: unknown,
	headers: Record<string, string> = { authorization: 'Bearer any' },
) {
	const reply = await handleToy({
		method: 'POST',
		path: '/v1/chat/completions',
		headers,
		body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
	});
	return {
		status: reply?.status,
		type: reply?.headers['content-type'],
		text: reply?.body.toString('utf8') ?? '',
	};
}

export const messages = (text: string, picture?: string) => [
	{
		role: 'user',
		content: [
			...(picture ? [{ type: 'image_url', image_url: { url: pictures[picture] ?? picture } }] : []),
			{ type: 'text', text },
		],
	},
];

export async function ask(
	picture: string | undefined,
	more: object = {},
	text = 'What is on the picture?',
) {
	const { status, text: answer } = await post({
		model: 'toy-vision',
		messages: messages(text, picture),
		...more,
	});
	expect(status).toBe(200);
	return JSON.parse(answer).choices[0];
}

const $schema = 'http://json-schema.org/draft-07/schema#';

/** What n8n's Structured Output Parser adds to a prompt: doubled braces in the example, the schema in a fenced block. */
export const parserInstructions = (
	schema: object,
) => `You must format your output as a JSON value that adheres to a given "JSON Schema" instance.

For example, the example "JSON Schema" instance {{"properties": {{"foo": {{"description": "a list of test words", "type": "array", "items": {{"type": "string"}}}}}}, "required": ["foo"]}}}}
would match an object with one required property, "foo". Thus, the object {{"foo": ["bar", "baz"]}} is a well-formatted instance of this example "JSON Schema".

Here is the JSON Schema instance your output must adhere to. Include the enclosing markdown codeblock:
\`\`\`json
${JSON.stringify({ type: 'object', properties: { output: schema }, required: ['output'], additionalProperties: false, $schema })}
\`\`\`
`;

export const animal = {
	type: 'object',
	properties: { animal: { type: 'string', enum: ['Cat', 'Dog', 'Other'] } },
	required: ['animal'],
	additionalProperties: false,
};
export const asFormat = (schema: object) => ({
	response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
});
export const animals = [
	['cat', 'Cat'],
	['dog', 'Dog'],
	['bird', 'Other'],
	['street', 'Other'],
] as const;

/** The data URL of a generated picture; other texts stay as they are. */
export const pictureNamed = (name: string) => pictures[name] ?? name;
