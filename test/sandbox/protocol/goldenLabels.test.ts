/** What the official client writes is accepted as it is and comes back unchanged, but for what the server knows better. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../../sandbox/sandbox';
import { startSandbox } from '../../../sandbox/sandbox';
import type { Seed } from '../../../sandbox/seeds/builder';
import { LISTING, Signer } from '../signer';

/* eslint-disable @typescript-eslint/no-explicit-any -- label blobs are compared as they came */

const golden = JSON.parse(readFileSync(join(__dirname, 'goldenLabels.json'), 'utf8'));

const OWNER = 'owner@example.com';
const nothing = Buffer.from('x');

/** One data unit of each kind, as large and long as the golden rows were. */
const goldenSeed: Seed = async (build) => {
	build.addUser(OWNER, { withKey: true });
	const ontologyUuid = build.addOntology({ title: 'Golden', editor: golden.ontology });
	const dataset = build.addDataset({ title: 'Golden' });
	const file = nothing;
	build.addImage(dataset, { title: 'image', file, width: 40, height: 30 });
	build.addImageGroup(dataset, {
		title: 'img_group',
		images: [0, 1, 2].map((index) => ({
			title: `${index}.jpg`,
			file,
			width: 10 + index,
			height: 8 + index,
		})),
	});
	build.addVideo(dataset, {
		title: 'video',
		file,
		width: 640,
		height: 480,
		fps: 25,
		frames: 100,
		duration: 4,
	});
	build.addAudio(dataset, {
		title: 'audio',
		file,
		duration: 60,
		sampleRate: 44100,
		bitDepth: 16,
		channels: 2,
	});
	build.addText(dataset, { title: 'plain_text', file, characters: 1000 });
	build.addText(dataset, { title: 'html', file, characters: 1000, mimeType: 'text/html' });
	build.addPdf(dataset, { title: 'pdf', file, pages: 5 });
	build.addProject({
		title: 'Golden',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{ type: 'ANNOTATION', title: 'Annotate', to: 'Done' },
			{ type: 'DONE', title: 'Done' },
		],
	});
};

/** Authors where the payload left them open. */
function signed(instance: any): any {
	return {
		...instance,
		createdBy: instance.createdBy ?? OWNER,
		lastEditedBy: instance.lastEditedBy ?? OWNER,
	};
}

function signedLabels(labels: any): any {
	if (Array.isArray(labels.objects))
		return {
			...labels,
			objects: labels.objects.map(signed),
			classifications: (labels.classifications ?? []).map(signed),
		};
	return Object.fromEntries(
		Object.entries(labels).map(([frame, holder]) => [frame, signedLabels(holder)]),
	);
}

function signedEntries(entries: any): any {
	return Object.fromEntries(
		Object.entries(entries).map(([hash, entry]: [string, any]) => [
			hash,
			'createdBy' in entry ? signed(entry) : entry,
		]),
	);
}

describe('label content of the official client', () => {
	let sandbox: Sandbox;
	let owner: Signer;
	let resource: { type: string; id: string };
	const dataDir = mkdtempSync(join(tmpdir(), 'encord-sandbox-'));
	const rows = new Map<string, any>();

	beforeAll(async () => {
		sandbox = await startSandbox({ seed: { name: 'golden', build: goldenSeed }, dataDir });
		owner = new Signer(sandbox.url, sandbox.keyFile);
		resource = { type: 'project', id: sandbox.projects[0]?.projectHash ?? '' };
		const listed = (await owner.v1('labelrowmetadata', 'GET', { payload: LISTING }, resource)).json
			.response;
		const created = await owner.v1(
			'labelrow',
			'PUT',
			{ uid: listed.map((row: any) => row.data_hash), payload: { multi_request: true } },
			resource,
		);
		for (const blob of created.json.response) rows.set(blob.data_title, blob);
	});
	afterAll(async () => {
		await sandbox.close();
		rmSync(dataDir, { recursive: true, force: true });
	});

	it.each(golden.cases.map((one: any) => [one.name, one]))('%s', async (_name, one: any) => {
		const empty = rows.get(one.row);
		const data_units = Object.fromEntries(
			Object.values(empty.data_units).map((unit: any, index) => [
				unit.data_hash,
				{ ...unit, labels: one.units[index] },
			]),
		);
		const { object_answers, classification_answers, object_actions } = one;
		const blob = { ...empty, data_units, object_answers, classification_answers, object_actions };
		const saved = await owner.v1(
			'labelrow',
			'POST',
			{
				uid: [blob.label_hash],
				payload: { multi_request: true, labels: [blob], validate_before_saving: false },
			},
			resource,
		);
		expect(saved.json).toEqual({ status: 200, response: true });
		const read = (
			await owner.v1(
				'labelrow',
				'GET',
				{ uid: [blob.label_hash], payload: { multi_request: true } },
				resource,
			)
		).json.response[0];
		expect(Object.values(read.data_units).map((unit: any) => unit.labels)).toEqual(
			one.units.map(signedLabels),
		);
		expect(read.object_answers).toEqual(signedEntries(object_answers));
		expect(read.classification_answers).toEqual(signedEntries(classification_answers));
		expect(read.object_actions).toEqual(object_actions);
	});
});
