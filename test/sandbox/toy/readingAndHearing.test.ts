/** What the toys do with letters, with sound and with text, alone or beside a picture. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { renderTone, wavFile } from '../../../sandbox/media/documents';
import { glyphs } from '../../../sandbox/media/lettering';
import { renderPicture, type Scene } from '../../../sandbox/media/pictures';
import { alphabet, speechRate, speechSamples } from '../../../sandbox/media/speech';
import { perceive } from '../../../sandbox/toy/perception';
import { handleToy } from '../../../sandbox/toy/toyRoutes';
import { drawPictures, messages, post } from './toyClient';

beforeAll(async () => {
	await drawPictures();
});

const schema = (properties: object) => ({
	response_format: {
		type: 'json_schema',
		json_schema: {
			name: 'answer',
			schema: { type: 'object', properties, required: Object.keys(properties) },
		},
	},
});

async function ask(text: string, { picture, model = 'toy-vision', ...more }: AskMore = {}) {
	const { status, text: body } = await post({ model, messages: messages(text, picture), ...more });
	expect(status).toBe(200);
	const { choices } = JSON.parse(body) as { choices: Array<{ message: { content: string } }> };
	return choices[0]!.message;
}
interface AskMore {
	picture?: string;
	model?: string;
	response_format?: object;
}
const told = async (text: string, properties: object, more: AskMore = {}) =>
	JSON.parse((await ask(text, { ...more, ...schema(properties) })).content) as Record<
		string,
		unknown
	>;

describe('letters on signs', () => {
	const scene: Scene = {
		kind: 'street',
		background: 'light blue',
		shapes: [],
		signs: [
			...(
				Object.keys(glyphs)
					.join('')
					.match(/.{1,12}/g) ?? []
			).map((text, index) => ({
				text,
				x: 40,
				y: 20 + index * 80,
				dot: 6,
			})),
			{ text: 'TWO WORDS', x: 60, y: 400, dot: 5 },
		],
	};

	it.each(['jpeg', 'png', 'webp'] as const)('are read from a %s', async (format) => {
		const { texts } = await perceive(
			await renderPicture({ width: 800, height: 600, scene, format }),
		);
		expect(texts.slice(0, -1).join('')).toBe(Object.keys(glyphs).join(''));
		expect(texts.at(-1)).toBe('TWO WORDS');
	});

	it('are not seen where there are none', async () => {
		const nullable = { Text: { type: ['string', 'null'] } };
		expect(await told('Read it', nullable, { picture: 'street' })).toEqual({ Text: null });
	});
});

describe('speech', () => {
	async function transcript(file: Buffer, format = 'verbose_json', field = 'file') {
		const form = new FormData();
		form.append(field, new Blob([new Uint8Array(file)]), 'call.wav');
		form.append('response_format', format);
		const sent = new Response(form);
		const reply = await handleToy({
			method: 'POST',
			path: '/v1/audio/transcriptions',
			headers: {
				authorization: 'Bearer any',
				'content-type': sent.headers.get('content-type') ?? '',
			},
			body: Buffer.from(await sent.arrayBuffer()),
		});
		return { status: reply?.status, body: reply?.body.toString('utf8') ?? '' };
	}
	const wav = wavFile(
		speechSamples([
			{ pause: 0.5, text: alphabet.trim() },
			{ pause: 0.75, text: 'And i said yes.' },
		]),
		speechRate,
	);

	it('is written down with its times', async () => {
		const { status, body } = await transcript(wav);
		expect(status).toBe(200);
		const [first, second] = [alphabet.trim(), 'And I said yes.'];
		expect(JSON.parse(body)).toMatchObject({
			text: `${first.charAt(0).toUpperCase()}${first.slice(1)} ${second}`,
			segments: [
				{ start: 0.5, end: 0.5 + first.length * 0.05 },
				{ start: 1.25 + first.length * 0.05, text: second },
			],
		});
		expect((await transcript(wav, 'text')).body).toMatch(/And I said yes\.$/);
		expect(Object.keys(JSON.parse((await transcript(wav, 'json')).body))).toEqual(['text']);
	});

	it.each([425, 440, 1013])('is not heard in a tone of %i hertz', async (hertz) => {
		const { body } = await transcript(renderTone({ seconds: 2, hertz }));
		expect(JSON.parse(body)).toMatchObject({ text: '', segments: [] });
	});

	it('is refused when it is no such file, or none', async () => {
		expect(
			await transcript(Buffer.from('ID3 this is no wave file, and it is not long')),
		).toMatchObject({
			status: 400,
			body: expect.stringContaining('WAV'),
		});
		expect(await transcript(wav, 'json', 'sound')).toMatchObject({ status: 400 });
	});
});

describe('text between triple quotes', () => {
	const options = (...values: string[]) => ({ type: 'string', enum: values });

	it('is summed up, said in other words and classified', async () => {
		const lines =
			'"""Frame 0: a red rectangle on a pink background.\nFrame 9: a red rectangle and a blue circle on a pink background."""';
		expect(await told(`Sum up ${lines}`, { Summary: { type: 'string' } })).toEqual({
			Summary:
				'The video shows a red rectangle on a pink background, and a blue circle in 1 of 2 frames.',
		});
		const ways = await told('"""A dog barks."""', {
			'Rephrasing 1': { type: 'string' },
			'Rephrasing 2': { type: 'string' },
		});
		expect(new Set(Object.values(ways)).size).toBe(2);
		for (const way of Object.values(ways)) expect(way).toMatch(/dog barks/);
		expect(
			await told('"""The invoice is wrong."""', {
				Topic: options('Repair', 'Invoice', 'Other'),
				Mood: options('Positive', 'Negative', 'Neutral'),
			}),
		).toEqual({ Topic: 'Invoice', Mood: 'Negative' });
	});

	it.each<[string, string | null, RegExp | null]>([
		['A cat on a beige background.', 'Right', /cat/],
		['A dog on a beige background.', 'Wrong', /no dog, but a cat/],
		['A cat on a pink background.', 'Wrong', /no pink background/],
		['Taken in spring.', null, null],
	])('is judged beside a picture: %s', async (text, verdict, reason) => {
		const answer = await told(
			`"""${text}"""`,
			{
				Verdict: { anyOf: [options('Right', 'Wrong'), { type: 'null' }] },
				Reason: { type: ['string', 'null'] },
			},
			{ picture: 'cat' },
		);
		expect(answer.Verdict).toBe(verdict);
		if (reason) expect(answer.Reason).toMatch(reason);
		else expect(answer.Reason).toBeNull();
	});

	it('means nothing to the model that apologizes', async () => {
		const { content } = await ask('"""A dog barks."""', { model: 'toy-apology' });
		expect(content).toMatch(/^I am sorry/);
	});
});

describe('the question how many tasks wait', () => {
	const tool = (name: string) => ({
		type: 'function',
		function: { name, parameters: { type: 'object', properties: { stage: { type: 'string' } } } },
	});
	const tools = [tool('List_files'), tool('List_waiting_tasks')];
	const asked = { role: 'user', content: 'How many tasks wait in the stage "Agent 1", please?' };
	async function talk(results: string[]) {
		const conversation: object[] = [asked];
		for (;;) {
			const { text } = await post({ model: 'toy-vision', messages: conversation, tools });
			const [{ message }] = JSON.parse(text).choices;
			const [call] = message.tool_calls ?? [];
			if (!call) return message.content as string;
			expect(JSON.parse(call.function.arguments)).toEqual({ stage: 'Agent 1' });
			conversation.push(message, { role: 'tool', tool_call_id: call.id, content: results.shift() });
		}
	}

	it('is answered from what the tools return', async () => {
		const tasks = JSON.stringify([{ dataTitle: 'a' }, { dataTitle: 'b' }]);
		const files = JSON.stringify([
			{ dataTitle: 'a', labelStatus: 'LABELLED' },
			{ dataTitle: 'b', labelStatus: 'NOT_LABELLED' },
		]);
		expect(await talk([tasks, files])).toBe('2 tasks wait in "Agent 1". 1 have no labels: b.');
		expect(await talk(['[{"results":[]}]', ''])).toBe(
			'0 tasks wait in "Agent 1". All of them have labels.',
		);
		expect(await talk(['[{"error":"No stage"}]', '[]'])).toMatch(/could not look it up.*No stage/);
	});
});
