/** Label Row: Compare, in n8n's engine: where the agent's labels are, which file is which, what is given. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';
import { createLabels } from '../../../sandbox/labels/create';
import { saveLabels } from '../../../sandbox/labels/save';
import type { SeedBuilder } from '../../../sandbox/seeds/builder';
import { handLabels, type Box, type HandObject } from '../../../sandbox/seeds/handLabels';
import { labelRowId } from '../../../sandbox/state/entities';
import { byId, encord, useSeed } from './encordRun';
import { node, runWorkflow, workflow } from '../engine/harness';

type Title = 'Reviewed' | 'Trial' | 'Copies' | 'Doubles';

const OWNER = 'owner@example.com';
const ANN = 'ann@example.com';
const SHA = 'c'.repeat(64);
const HOSTILE = '<img src=x onerror=alert(1)>.png';

const box = (x: number, w = 0.2): Box => ({ x, y: 0.2, w, h: 0.2 });
const pet = (name: string, at: Box, attributes: HandObject['attributes'] = {}): HandObject => ({
	name,
	frames: { 0: { boundingBox: at } },
	attributes,
});

/** What the person drew, and what the agent drew, on each file. */
const drawn: Record<string, { person?: HandObject[]; agent?: HandObject[] }> = {
	// The same; half of the width in common: 1/3.
	'same.png': { person: [pet('Cat', box(0.1))], agent: [pet('Cat', box(0.1))] },
	'moved.png': { person: [pet('Cat', box(0.1))], agent: [pet('Cat', box(0.2))] },
	'other.png': { person: [pet('Cat', box(0.1))], agent: [pet('Dog', box(0.1))] },
	'fur.png': {
		person: [pet('Cat', box(0.1), { Fur: ['Red'] })],
		agent: [pet('Cat', box(0.1), { Fur: ['Black'] })],
	},
	'blank.png': { person: [], agent: [] },
	'unseen.png': { person: [pet('Cat', box(0.1))] },
	'open.png': { agent: [pet('Cat', box(0.1))] },
	[HOSTILE]: { person: [pet('Cat', box(0.1))], agent: [pet('Cat', box(0.1))] },
};

async function seed(build: SeedBuilder): Promise<void> {
	build.addUser(OWNER, { withKey: true });
	build.addUser(ANN);
	const ontologyUuid = build.addOntology({
		title: 'Pets',
		spec: {
			objects: ['Cat', 'Dog'].map((name) => ({
				name,
				shape: 'bounding_box',
				attributes: [{ name: 'Fur', type: 'radio', options: ['Red', 'Black'] }],
			})),
			classifications: [],
		},
	});
	const file = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#aaa' } })
		.png()
		.toBuffer();
	/** `uploaded`: with the SHA-256 that an upload of this package notes. */
	const addPictures = (title: string, titles: string[], width = 80, uploaded: string[] = []) => {
		const dataset = build.addDataset({ title });
		const units = titles.map((name) => ({
			title: name,
			dataHash: build.addImage(dataset, {
				...{ title: name, width, height: 60, file },
				...(uploaded.includes(name) ? { clientMetadata: { fileSha256: SHA } } : {}),
			}),
		}));
		return { dataset, units };
	};
	const addProject = (title: string, { dataset }: { dataset: string }) =>
		build.addProject({
			title,
			ontologyUuid,
			datasetHashes: [dataset],
			stages: [
				{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Complete' },
				{ type: 'DONE', title: 'Complete' },
			],
		});
	const titles = Object.keys(drawn);
	const shared = addPictures('Shared', titles, 80, ['same.png']);
	const copies = addPictures('Copied files', ['same.png', 'moved.png'], 80, ['same.png']);
	const doubles = ['First', 'Second'].map((title) => addPictures(`${title} files`, ['same.png']));
	const wider = addPictures('Wider files', ['moved.png'], 160);
	const projects = {
		person: addProject('Reviewed', shared),
		agent: addProject('Trial', shared),
	};
	const label = (project: string, dataHash: string, user: string, objects: HandObject[]) => {
		const ontology = build.ontology(ontologyUuid);
		build.saveLabels(
			project,
			dataHash,
			user,
			handLabels({ ontology, dataHash, still: true, objects }),
		);
	};
	for (const { title, dataHash } of shared.units) {
		const { person, agent } = drawn[title]!;
		if (person) label(projects.person, dataHash, ANN, person);
		if (agent) label(projects.agent, dataHash, OWNER, agent);
	}
	const copied = addProject('Copies', copies);
	for (const { dataHash } of copies.units) label(copied, dataHash, OWNER, [pet('Cat', box(0.1))]);
	build.addProject({
		title: 'Doubles',
		ontologyUuid,
		datasetHashes: [...doubles, wider].map(({ dataset }) => dataset),
		stages: [
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Complete' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}

const sandbox = useSeed<Title>('compare', seed);

async function itemsOf(titles: string[], project: Title = 'Reviewed'): Promise<IDataObject[]> {
	const { projectHash } = sandbox.project(project);
	return await Promise.all(
		titles.map(async (title) => ({
			projectHash,
			dataHash: (await sandbox.row(project, title)).dataHash,
		})),
	);
}

const compare = (parameters: INodeParameters, more: Partial<INode> = {}) =>
	encord(
		'labelRow',
		'compare',
		{ agentProject: byId(sandbox.project('Trial').projectHash), ...parameters },
		more,
	);

async function run(titles: string[], parameters: INodeParameters = {}, more: Partial<INode> = {}) {
	const items = (await itemsOf(titles)).map((json) => ({ json }));
	return await runWorkflow(workflow([compare(parameters, more)]), {
		credentials: sandbox.credentials,
		items,
	});
}

describe('with another project', () => {
	it('gives the agreement and the differences of each file, and writes nothing', async () => {
		await sandbox.requests();
		const result = await run(['same.png', 'moved.png', 'other.png', 'fur.png']);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([
			{ dataTitle: 'same.png', agreement: 1, meanOverlap: 1, differenceCount: 0 },
			{ dataTitle: 'moved.png', agreement: 0, missed: 1, extra: 1, meanOverlap: null },
			{
				dataTitle: 'other.png',
				agreement: 0,
				confused: 1,
				differences: [{ kind: 'otherClass', what: '"Cat" is "Dog" for the agent' }],
			},
			{
				dataTitle: 'fur.png',
				objectAgreement: 1,
				answerAgreement: 0,
				agreement: 0,
				summary: '0 % agreement (objects 100 %, answers 0 %); 1 difference',
				differences: [{ attribute: 'Fur', person: 'Red', agent: 'Black' }],
			},
		]);
		// Both projects, both listings, both sides' labels: whatever the number of files.
		expect(await sandbox.requests()).toEqual({
			'projects.get': 2,
			'labelrowmetadata.GET': 2,
			'labelrow.GET': 2,
		});
	});

	it('pairs what overlaps less when the form says so', async () => {
		const result = await run(['moved.png'], { options: { minOverlap: 33 } });
		expect(result.json('Encord')[0]).toMatchObject({ agreement: 1, agreed: 1 });
		expect(result.json('Encord')[0]!.meanOverlap).toBeCloseTo(1 / 3);
	});

	it('says that there is nothing to compare, and gives no agreement', async () => {
		const [item] = (await run(['blank.png'])).json('Encord');
		expect(item).toMatchObject({ nothingToCompare: true, agreement: null, objectAgreement: null });
		expect(item!.summary).toMatch(/^Nothing to compare/);
	});

	it('refuses files that one side has not labeled; they are neither missed nor extra', async () => {
		const result = await run(
			['unseen.png', 'open.png', 'same.png'],
			{},
			{
				onError: 'continueErrorOutput',
			},
		);
		expect(result.json('Encord')).toMatchObject([{ dataTitle: 'same.png' }]);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			'The agent has no label row of "unseen.png"',
			'"open.png" has no labels of a person yet',
		]);
	});

	it('refuses the project of the labels themselves', async () => {
		const own = byId(sandbox.project('Reviewed').projectHash);
		const result = await run(['same.png'], { agentProject: own });
		expect(result.error()!.message).toContain('is the project of the labels themselves');
	});

	it('finds files with other IDs by their content, and not by their title alone', async () => {
		const other = byId(sandbox.project('Copies').projectHash);
		const result = await run(
			['same.png', 'moved.png', 'other.png'],
			{ agentProject: other },
			{
				onError: 'continueErrorOutput',
			},
		);
		expect(result.json('Encord')).toMatchObject([{ dataTitle: 'same.png', agreement: 1 }]);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			expect.stringMatching(/^The file "moved.png" .* may be another one: it is another file in/),
			'The other project does not have the file "other.png"',
		]);
	});

	it('lists both projects once in a run, however many chunks of files there are', async () => {
		const other = byId(sandbox.project('Copies').projectHash);
		const titles = Array.from({ length: 401 }, () => 'same.png');
		const [item] = await itemsOf(['same.png']);
		await sandbox.requests();
		const result = await runWorkflow(workflow([compare({ agentProject: other })]), {
			credentials: sandbox.credentials,
			items: titles.map(() => ({ json: item! })),
		});
		expect(result.json('Encord')).toHaveLength(401);
		// Three chunks: the rows of the items, and those of the same data units. Then each project as a whole.
		expect((await sandbox.requests())['labelrowmetadata.GET']).toBe(2 * 3 + 2);
	});

	it('guesses neither between files of one title, nor that a picture of another size is the same', async () => {
		const other = byId(sandbox.project('Doubles').projectHash);
		const result = await run(
			['same.png', 'moved.png'],
			{ agentProject: other },
			{
				onError: 'continueErrorOutput',
			},
		);
		expect(result.json('Encord')).toEqual([]);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			expect.stringMatching(
				/^Which file "same.png" .* cannot be told: .* several files with this title/,
			),
			expect.stringMatching(/"moved.png" of the other project is another one/),
		]);
	});
});

describe('with a branch', () => {
	async function labelBranch(title: string, objects: HandObject[]): Promise<void> {
		const { store } = sandbox.sandbox.host;
		const { projectHash } = sandbox.project('Reviewed');
		const { dataHash } = await sandbox.row('Reviewed', title);
		const context = {
			store,
			user: OWNER,
			now: new Date(),
			pageSize: 1,
			signedUrl: () => null,
			uploadUrl: () => '',
		};
		const project = store.projects.get(projectHash)!;
		const main = store.labelRows.get(labelRowId(projectHash, dataHash, 'main'))!;
		const branch = {
			...main,
			id: labelRowId(projectHash, dataHash, 'pre'),
			branchName: 'pre',
			labelHash: null,
		};
		const ontology = store.ontologies.get(project.ontologyUuid)!.editor;
		const labels = handLabels({ ontology, dataHash, still: true, objects });
		saveLabels(context, project, createLabels(context, branch), labels);
	}

	it('compares the two branches of each file', async () => {
		await labelBranch('same.png', [pet('Cat', box(0.1)), pet('Dog', box(0.6))]);
		const result = await run(
			['same.png', 'moved.png'],
			{ agentLabelsIn: 'branch', agentBranch: 'pre' },
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Encord')).toMatchObject([{ agreed: 1, extra: 1, missed: 0 }]);
		expect(result.json('Encord', 1)[0]!.error).toMatch(/no label row of "moved.png"/);
	});

	it('refuses the branch of the labels themselves, and an empty name', async () => {
		const same = await run(['same.png'], { agentLabelsIn: 'branch', agentBranch: 'main' });
		expect(same.error()!.message).toContain('the branch of the labels themselves');
		const none = await run(['same.png'], { agentLabelsIn: 'branch', agentBranch: '={{ "" }}' });
		expect(none.error()!.message).toBe('Branch is empty');
	});
});

describe('with labels that were kept', () => {
	it('takes what Label Row: Get gave before people worked', async () => {
		const [item] = await itemsOf(['same.png']);
		const get = { ...encord('labelRow', 'get', { simplify: false }), name: 'Before' };
		const later = compare({ agentLabelsIn: 'kept', keptLabels: '={{ $json.labelRow }}' });
		const result = await runWorkflow(workflow([get, later]), {
			credentials: sandbox.credentials,
			items: [{ json: item! }],
		});
		expect(result.json('Encord')).toMatchObject([{ agreement: 1, agreed: 1 }]);
	});

	it.each([
		['those of another file', 'are those of another file'],
		['simplified ones', 'are not a label row'],
	])('refuses %s', async (what, says) => {
		const kept =
			what === 'simplified ones'
				? { objects: [] }
				: (await sandbox.row('Reviewed', 'moved.png')).labels;
		const result = await run(['same.png'], {
			agentLabelsIn: 'kept',
			keptLabels: JSON.stringify(kept),
		});
		expect(result.error()!.message).toContain(`Kept Labels ${says}`);
	});
});

describe('in the same label row', () => {
	const sameRow = { agentLabelsIn: 'sameRow', undoAgentName: 'Finder' };

	async function agentAdds(title: string, detections: IDataObject[]): Promise<void> {
		const add = encord('object', 'addMany', {
			format: 'xyxy',
			scale: 'fractions',
			detections: JSON.stringify(detections),
			options: { agentName: 'Finder' },
		});
		const result = await runWorkflow(workflow([add]), {
			credentials: sandbox.credentials,
			items: (await itemsOf([title])).map((json) => ({ json })),
		});
		expect(result.error()).toBeUndefined();
	}

	async function annChanges(title: string, change: (labels: IDataObject) => void): Promise<void> {
		const { dataHash, labels } = await sandbox.row('Reviewed', title);
		change(labels as unknown as IDataObject);
		const project = sandbox.project('Reviewed').projectHash;
		await sandbox.control('POST', 'labels', { project, dataHash, user: ANN, labels });
	}

	it('counts what people kept, changed and added, and calls that no agreement', async () => {
		await agentAdds('same.png', [
			{ class: 'Dog', box: [0.5, 0.5, 0.6, 0.6] },
			{ class: 'Dog', box: [0.7, 0.7, 0.9, 0.9] },
		]);
		await annChanges('same.png', (labels) => {
			const [unit] = Object.values(labels.data_units as Record<string, { labels: IDataObject }>);
			const objects = unit!.labels.objects as IDataObject[];
			const dog = objects.find(({ name }) => name === 'Dog')!;
			Object.assign(dog, {
				boundingBox: { x: 0.4, y: 0.5, w: 0.1, h: 0.1 },
				lastEditedBy: ANN,
			});
		});
		const result = await run(['same.png'], sameRow);
		expect(result.json('Encord')[0]).toMatchObject({
			agreement: null,
			kept: 1,
			changed: 1,
			added: 1,
			unclear: 0,
			keptShare: 0.5,
			differences: [
				{ kind: 'added', class: 'Cat', by: ANN },
				{ kind: 'changed', class: 'Dog', by: ANN },
			],
		});
	});

	it('does not take the labels of another agent for the work of people', async () => {
		const add = (agentName: string, x: number) =>
			encord('object', 'addMany', {
				...{ format: 'xyxy', scale: 'fractions', options: { agentName } },
				detections: JSON.stringify([{ class: 'Dog', box: [x, 0.7, x + 0.1, 0.9] }]),
			});
		for (const one of [add('Finder', 0.1), add('Second finder', 0.7)]) {
			const items = (await itemsOf(['same.png', 'blank.png'])).map((json) => ({ json }));
			const added = await runWorkflow(workflow([one]), {
				...{ credentials: sandbox.credentials, items },
			});
			expect(added.error()).toBeUndefined();
		}
		const result = await run(['same.png', 'blank.png'], sameRow, {
			onError: 'continueErrorOutput',
		});
		expect(result.json('Encord')).toMatchObject([
			{
				...{ kept: 1, changed: 0, added: 1, unclear: 1 },
				summary: expect.stringContaining('whether a person made or changed 1 more cannot be told'),
				differences: [
					{ kind: 'added', class: 'Cat', by: ANN },
					{ kind: 'unclear', class: 'Dog', why: expect.stringContaining(OWNER) },
				],
			},
		]);
		expect(result.json('Encord', 1)[0]!.error).toMatch(/^Nothing tells whether a person .* "blank/);
	});

	it('refuses a file without labels of the agent, or one that nobody has looked at', async () => {
		await agentAdds('blank.png', [{ class: 'Dog', box: [0.5, 0.5, 0.6, 0.6] }]);
		const result = await run(['same.png', 'blank.png'], sameRow, {
			onError: 'continueErrorOutput',
		});
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			'"same.png" has no label of the agent "Finder"',
			expect.stringMatching(/^Nothing tells whether a person has looked at "blank.png"/),
		]);
	});
});

describe('the report', () => {
	const report = { comparisonResult: 'report', reportTitle: 'Trial of <June>' };

	it('has the numbers of all files, and names those that were not compared', async () => {
		const titles = Object.keys(drawn);
		const result = await run(titles, report);
		expect(result.error()).toBeUndefined();
		const [item, ...others] = result.items('Encord');
		expect(others).toEqual([]);
		expect(item!.json).toMatchObject({
			files: 5,
			notComparedCount: 3,
			failedCount: 0,
			notCompared: [
				{
					dataTitle: 'blank.png',
					reason: 'Nothing to compare: neither side has an object or an answer that counts',
				},
				{ dataTitle: 'unseen.png', reason: 'The agent has no label row of "unseen.png"' },
				{ dataTitle: 'open.png', reason: '"open.png" has no labels of a person yet' },
			],
			// Five cats of the person: three found, one elsewhere, one as a dog.
			agreed: 3,
			missed: 1,
			extra: 1,
			confused: 1,
			objectAgreement: 0.6,
			answerAgreement: 0,
			agreement: 0,
			nothingToCompare: false,
		});
		expect((item!.json.byFile as IDataObject[]).map(({ agreement }) => agreement)).toEqual([
			1, 0, 0, 0, 1,
		]);
		const page = String(await result.binary(item));
		expect(page).toContain('<b>3 files were not compared</b>');
		expect(page).toContain('blank.png');
	});

	it('is one page with a chart, in which no text of others is markup', async () => {
		const result = await run([HOSTILE, 'other.png'], report);
		const [item] = result.items('Encord');
		expect(item!.binary!.data).toMatchObject({
			fileName: 'Trial-of-June.html',
			mimeType: 'text/html',
		});
		const page = String(await result.binary(item));
		expect(page).toContain('<svg');
		expect(page).toContain('Trial of &lt;June&gt;');
		expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;.png');
		expect(page).not.toMatch(/<img|<script|<link|javascript:|src="|href="/i);
		expect(page).toContain("default-src 'none'");
	});

	it('says that there is nothing to compare', async () => {
		const result = await run(['blank.png', 'unseen.png'], report);
		const [item] = result.items('Encord');
		expect(item!.json).toMatchObject({ nothingToCompare: true, agreement: null, files: 0 });
		const page = String(await result.binary(item));
		expect(page).toContain('Nothing to compare');
		expect(page).not.toContain('100 %');
	});

	it('names the items that fail, and gives the numbers of the others', async () => {
		const items: IDataObject[] = await itemsOf(['same.png', 'other.png', 'fur.png']);
		const lost = '00000000-0000-4000-8000-00000000dead';
		Object.assign(items[1]!, { dataHash: lost, dataTitle: 'lost.png' });
		items[2]!.dataHash = 'no ID at all';
		const result = await runWorkflow(
			workflow([
				node('Start', 'n8n-nodes-base.manualTrigger'),
				compare(report, { onError: 'continueErrorOutput' }),
			]),
			{ credentials: sandbox.credentials, items: items.map((json) => ({ json })) },
		);
		const errors = result.json('Encord', 1).map(({ error }) => error);
		expect(errors).toHaveLength(2);
		expect(result.json('Encord')).toMatchObject([
			{
				...{ files: 1, agreement: 1, notComparedCount: 0, failedCount: 2 },
				failed: expect.arrayContaining([
					{ item: 1, dataHash: lost, dataTitle: 'lost.png', reason: errors[0] },
					expect.objectContaining({ item: 2, reason: errors[1] }),
				]),
			},
		]);
		const page = String(await result.binary(result.items('Encord')[0]));
		expect(page).toContain('<b>2 files were not compared because of an error</b>');
		expect(page).toContain('lost.png');
		expect(page).toContain('no ID at all');
	});
});
