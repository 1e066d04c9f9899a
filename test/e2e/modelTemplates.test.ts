/**
 * The templates in which models write, read, sum up, judge and answer, run in a real n8n against the toy models: judged by what the
 * sandbox holds afterwards. Each is also run with a model whose answers are of no use; then nothing is written.
 */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { shapeColors, type ShapeColor } from '../../sandbox/media/palette';
import { answerInChat } from '../../scripts/demo/mainJob';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { WorkflowNode } from '../../scripts/n8n/api';
import { callAgent, type AgentAnswer } from '../../scripts/sandbox/agentCall';
import {
	answersOf,
	projectState,
	stageIsEmpty,
	type ProjectState,
} from '../../scripts/sandbox/state';
import { attributesOf, objectsOn, rowNamed } from './demo/rowLabels';
import { freshDemo, goLive, resetDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});
beforeEach(async () => {
	await resetDemo(demo);
});

const stateOf = async (project: string) => await projectState(demo.sandbox, project);
const byTitle = <T>(of: (index: number) => T) =>
	Object.fromEntries(Array.from({ length: 12 }, (_, index) => [photo(index), of(index)]));
const photo = (index: number) => `pet-${String(index + 1).padStart(2, '0')}.jpg`;
const stages = ({ tasks }: ProjectState) =>
	Object.fromEntries(tasks.map(({ title, stage }) => [title, stage]));
const agentSaves = ({ labelRows }: ProjectState) =>
	labelRows.flatMap(({ saves }) => saves).filter(({ by }) => by === 'agent@example.com');

/** Puts another model into the chat model nodes; with a name, into that one. */
const withModel =
	(model: string, name?: string) =>
	(node: WorkflowNode): WorkflowNode =>
		node.type.endsWith('.lmChatOpenAi') && (name === undefined || node.name === name)
			? {
					...node,
					parameters: { ...node.parameters, model: { __rl: true, mode: 'id', value: model } },
				}
			: node;
const useless = withModel('toy-apology');

/** Publishes the template and returns the project once no task waits for it. */
async function drained(
	file: string,
	project: string,
	change?: (node: WorkflowNode) => WorkflowNode,
): Promise<ProjectState> {
	await goLive(demo, file, change);
	expect(await stageIsEmpty(demo.sandbox, project, 'Agent 1', 120_000)).toBe(true);
	return await stateOf(project);
}

describe('Read text in selected objects', () => {
	async function readSigns(
		title: string,
		selected: number[],
		change?: (node: WorkflowNode) => WorkflowNode,
	): Promise<{ answer: AgentAnswer; texts: Array<string | undefined> }> {
		const { endpoint } = await goLive(demo, 'read-text-in-selected-objects', change);
		const before = await stateOf('signs');
		const { dataHash, ...row } = rowNamed(before, title);
		const hashes = objectsOn({ dataHash, ...row }, 0).map(({ objectHash }) => objectHash);
		const answer = await callAgent(demo.sandbox, endpoint, {
			projectHash: before.projectHash,
			dataHash,
			frame: 0,
			objectHashes: selected.map((index) => hashes[index]!),
		});
		const after = rowNamed(await stateOf('signs'), title);
		expect(objectsOn(after, 0).map(({ boundingBox }) => boundingBox)).toEqual(
			objectsOn({ dataHash, ...row }, 0).map(({ boundingBox }) => boundingBox),
		);
		return { answer, texts: hashes.map((hash) => attributesOf(after, hash).Text) };
	}

	it('answers the text attribute of each selected object, and of no other', async () => {
		const { answer, texts } = await readSigns('street-1.png', [0, 2]);
		expect(texts).toEqual(['HARBOR 12', undefined, 'LKW 4711']);
		expect(answer).toMatchObject({ status: 200, message: 'Sign 1: HARBOR 12\nSign 2: LKW 4711' });
	});

	it('leaves an object without text as it is, and says so', async () => {
		const { answer, texts } = await readSigns('street-2.png', [0, 1, 2]);
		expect(texts).toEqual(['BAKERY', 'NO PARKING', undefined]);
		expect(answer).toMatchObject({
			status: 400,
			message: expect.stringMatching(
				/^Sign 1: BAKERY\nSign 2: NO PARKING\nSign 3: nothing was saved\. No text/,
			),
		});
	});

	it('saves nothing when the model gives no answer of use', async () => {
		const { answer, texts } = await readSigns('street-1.png', [0, 1], useless);
		expect(texts).toEqual([undefined, undefined, undefined]);
		expect(answer).toMatchObject({
			status: 400,
			message: expect.stringMatching(/^Sign 1: nothing was saved\./),
		});
		expect(agentSaves(await stateOf('signs'))).toEqual([]);
	});

	it('asks for a selection', async () => {
		const { answer } = await readSigns('street-1.png', []);
		expect(answer).toMatchObject({ status: 400, message: expect.stringMatching(/^Select one/) });
	});
});

describe('A second model judges captions', () => {
	const wrong = [2, 6];
	const unclear = [9, 11];
	const verdictOf = (index: number) =>
		wrong.includes(index) ? 'Wrong' : unclear.includes(index) ? undefined : 'Right';

	it('saves the verdict with its reason, and the verdict decides the pathway', async () => {
		const before = await stateOf('judgments');
		const state = await drained('judge-captions-with-a-second-model', 'judgments');
		const verdicts = answersOf(state, 'Verdict');
		expect(byTitle((index) => verdicts[photo(index)]?.[0])).toEqual(byTitle(verdictOf));
		const stageOf = { Right: 'Review 1', Wrong: 'Correct captions' } as const;
		expect(stages(state)).toEqual(
			byTitle((index) => {
				const verdict = verdictOf(index);
				return verdict === undefined ? 'Judge by hand' : stageOf[verdict];
			}),
		);
		expect(answersOf(state, 'Reason')[photo(2)]).toEqual([
			expect.stringMatching(/shows no dog, but a bird/),
		]);
		expect(answersOf(state, 'Caption')).toEqual(answersOf(before, 'Caption'));
	});

	it('sends the task to a person and saves nothing when the judge gives no answer of use', async () => {
		const state = await drained('judge-captions-with-a-second-model', 'judgments', useless);
		expect(stages(state)).toEqual(byTitle(() => 'Judge by hand'));
		expect(agentSaves(state)).toEqual([]);
	});
});

describe('Three rephrasings of a caption', () => {
	it('saves three different texts beside the caption, and sends the rest to a person', async () => {
		const before = await stateOf('rephrasings');
		const state = await drained('rephrase-captions', 'rephrasings');
		expect(answersOf(state, 'Caption')).toEqual(answersOf(before, 'Caption'));
		for (const index of [0, 3, 7]) {
			const texts = [1, 2, 3].flatMap(
				(number) => answersOf(state, `Rephrasing ${number}`)[photo(index)] ?? [],
			);
			const caption = answersOf(state, 'Caption')[photo(index)]![0]!;
			expect(new Set([caption, ...texts]).size).toBe(4);
			const [thing] = /cat|dog|bird|fish/.exec(caption)!;
			for (const text of texts) expect(text).toContain(thing);
		}
		expect(Object.keys(answersOf(state, 'Rephrasing 3')).sort()).toEqual(
			Array.from({ length: 8 }, (_, index) => photo(index)),
		);
		expect(stages(state)).toEqual(byTitle((index) => (index < 8 ? 'Review 1' : 'Annotate 1')));
	});

	it('sends the task to a person and saves nothing when the model gives no answer of use', async () => {
		const state = await drained('rephrase-captions', 'rephrasings', useless);
		expect(stages(state)).toEqual(byTitle(() => 'Annotate 1'));
		expect(agentSaves(state)).toEqual([]);
	});
});

describe('Summarize videos in two stages', () => {
	const colors = Object.keys(shapeColors) as ShapeColor[];
	const drawnIn = (title: string) => {
		const seed = Number(/\d+/.exec(title)?.[0]) - 1;
		return [0, 2, 4].slice(0, 1 + (seed % 3)).map((step) => colors[(seed + step) % colors.length]!);
	};

	it('saves one summary of the whole video, which says what its frames show', async () => {
		const state = await drained('summarize-videos-in-two-stages', 'summaries');
		const summaries = answersOf(state, 'Summary');
		expect(Object.keys(summaries)).toHaveLength(8);
		for (const row of state.labelRows) {
			const [text = '', ...more] = summaries[row.title] ?? [];
			expect(more).toEqual([]);
			expect(colors.filter((color) => text.includes(`${color} rectangle`)).sort()).toEqual(
				drawnIn(row.title).sort(),
			);
			expect(text).toMatch(/^The video shows/);
		}
		expect(new Set(Object.values(stages(state)))).toEqual(new Set(['Review 1']));
	});

	it.each(['Vision model', 'Language model'])(
		'sends the task to a person and saves nothing when the %s gives no answer of use',
		async (model) => {
			const state = await drained(
				'summarize-videos-in-two-stages',
				'summaries',
				withModel('toy-apology', model),
			);
			expect(new Set(Object.values(stages(state)))).toEqual(new Set(['Annotate 1']));
			expect(agentSaves(state)).toEqual([]);
		},
	);
});

describe('Transcribe and tag audio', () => {
	interface Spoken {
		name: string;
		range: Array<[number, number]>;
		classifications: Array<{ answers: string }>;
	}
	const spoken = ({ labelRows }: ProjectState, title: string) =>
		Object.values(
			(labelRows.find((row) => row.title === title)?.labels?.object_answers ?? {}) as Record<
				string,
				Spoken
			>,
		).map(({ name, range, classifications }) => [name, range, classifications[0]?.answers]);

	it('marks what is said on its range of time, tags the file, and sends a bell to a person', async () => {
		const state = await drained('transcribe-and-tag-audio', 'voices');
		// A letter takes 50 ms.
		expect(spoken(state, 'message-1.wav')).toEqual([
			['Speech', [[400, 1749]], 'Hello, my delivery is late.'],
			['Speech', [[2550, 4049]], 'It should have come on monday.'],
		]);
		expect(spoken(state, 'message-3.wav').map(([, , text]) => text)).toEqual([
			'The second lamp is broken.',
			'Who can come for a repair?',
			"I'm at home until 5.",
		]);
		expect(answersOf(state, 'Topic')).toEqual({
			'message-1.wav': ['Delivery'],
			'message-2.wav': ['Invoice'],
			'message-3.wav': ['Repair'],
			'message-4.wav': ['Invoice'],
			'message-5.wav': ['Delivery'],
		});
		expect(answersOf(state, 'Mood')).toEqual({
			'message-1.wav': ['Negative'],
			'message-2.wav': ['Positive'],
			'message-3.wav': ['Negative'],
			'message-4.wav': ['Neutral'],
			'message-5.wav': ['Positive'],
		});
		expect(spoken(state, 'message-6.wav')).toEqual([]);
		expect(stages(state)).toEqual({
			...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`message-${number}.wav`, 'Review 1'])),
			'message-6.wav': 'Annotate 1',
		});
	});

	it('sends the task to a person and saves nothing when the tags are of no use', async () => {
		const state = await drained('transcribe-and-tag-audio', 'voices', useless);
		expect(new Set(Object.values(stages(state)))).toEqual(new Set(['Annotate 1']));
		expect(agentSaves(state)).toEqual([]);
	});

	it('sends the task to a person when the speech model fails', async () => {
		await demo.sandbox.control('POST', 'faults', {
			match: { call: 'audio.transcriptions' },
			then: { status: 500, body: { error: { message: 'overloaded' } } },
			times: 6,
		});
		const state = await drained('transcribe-and-tag-audio', 'voices');
		expect(new Set(Object.values(stages(state)))).toEqual(new Set(['Annotate 1']));
		expect(agentSaves(state)).toEqual([]);
	});
});

describe('Classify and caption images and documents', () => {
	it('reads documents, and sends the tasks of all to be checked', async () => {
		const state = await drained('classify-and-caption-images', 'captions');
		expect(answersOf(state, 'Subject')).toMatchObject({
			'paper-1.pdf': ['Cat'],
			'paper-2.pdf': ['Dog'],
			'paper-3.pdf': ['Other'],
			'pet-01.jpg': ['Cat'],
		});
		expect(answersOf(state, 'Caption')).toMatchObject({
			'paper-1.pdf': [expect.stringMatching(/vet looked at the cat/)],
			'paper-3.pdf': ['How to clean an aquarium.'],
		});
		expect(answersOf(state, 'Background')).not.toHaveProperty(['paper-1.pdf']);
		expect(new Set(Object.values(stages(state)))).toEqual(new Set(['Review 1']));
	});

	it('sends all to people and saves nothing when the models give no answers of use', async () => {
		const state = await drained('classify-and-caption-images', 'captions', useless);
		expect(new Set(Object.values(stages(state)))).toEqual(new Set(['Annotate 1']));
		expect(agentSaves(state)).toEqual([]);
	});
});

describe('Ask an agent about tasks', () => {
	async function ask(question: string): Promise<string> {
		const { workflow } = await goLive(demo, 'ask-an-agent-about-tasks');
		return answerInChat(await demo.api.finished(await demo.api.chat(workflow, question)));
	}

	it('counts the tasks of a stage and names the files without labels', async () => {
		const state = await stateOf('backlog');
		const without = state.labelRows.filter(({ version }) => version === 0);
		const answer = await ask(
			'How many tasks wait in the stage "Waiting for labels", and which have no labels?',
		);
		expect(without).toHaveLength(4);
		expect(answer).toMatch(/^10 tasks wait in "Waiting for labels"\. 4 have no labels: /);
		for (const { title } of without) expect(answer).toContain(title);
		expect(await stateOf('backlog')).toEqual(state);
	});

	it('hears that there is no such stage, and what stages there are', async () => {
		const answer = await ask(
			'How many tasks wait in the stage "Nowhere", and which have no labels?',
		);
		expect(answer).toMatch(/could not look it up.*no agent stage .*Nowhere.*Waiting for labels/s);
	});
});
