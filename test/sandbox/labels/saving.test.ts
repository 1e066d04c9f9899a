/** Editing and saving label rows against the sandbox: its state is the judge of what was kept. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { keyFileOf } from '../../../sandbox/state/keys';
import { createEncordClient, type EncordClient } from '../../../src/encord/client';
import { parsePrivateKey } from '../../../src/encord/auth/key';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { whyUnreadable } from '../../oracle/clientForm/form';
import type { Edit } from '../../../src/labels/edits/edit';
import { applyEdits } from '../../../src/labels/edits/apply';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import { editLabelRows } from '../../../src/labels/saving/saving';
import { tidyLabelRow } from '../../../src/labels/reading/tidy';
import type { EditJob, SavingOptions } from '../../../src/labels/saving/editJob';
import { fetchSend } from '../../../src/fetchSend';
import { ConformanceSandbox } from '../conformanceSandbox';

jest.setTimeout(300_000);

let encord: ConformanceSandbox;
let ours: EncordClient;
let theirs: EncordClient;
let ontology: OntologyIndex;
let rows: LabelRowMetadata[];
let requests = 0;
/** Runs before each of our requests is sent. */
let before: (url: string, body: string) => Promise<void> = async () => undefined;

beforeAll(async () => {
	encord = await ConformanceSandbox.start();
	const clientOf = (email: string, send = fetchSend) =>
		createEncordClient({
			key: parsePrivateKey(readFileSync(keyFileOf(encord.dataDir, email), 'utf8')),
			apiUrl: encord.url,
			send,
		});
	encord.setRole('colleague@example.com', 4);
	theirs = clientOf('colleague@example.com');
	ours = clientOf('owner@example.com', async (request) => {
		requests++;
		await before(request.url, Buffer.from(request.body ?? []).toString('utf8'));
		return await fetchSend(request);
	});
	ontology = indexOntology((await ours.getProject(encord.projectHash)).editorOntology);
	rows = (await ours.listLabelRows(encord.projectHash)).filter(({ data_type }) =>
		['IMAGE', 'VIDEO'].includes(data_type),
	);
});

afterAll(async () => await encord.stop());

const options = (extra: Partial<SavingOptions> = {}): SavingOptions => ({
	ontology,
	agent: { name: 'detector', version: '1' },
	...extra,
});
const boxClass = () => ontology.objects.find(({ shape }) => shape === 'bounding_box')!;
const box = (key: string): Edit => ({
	kind: 'addObject',
	object: boxClass().featureHash,
	key,
	frames: 0,
	coordinates: { boundingBox: { x: 0.25, y: 0.25, w: 0.5, h: 0.5 } },
});

async function labelsOf(row: LabelRowMetadata) {
	const [metadata] = await theirs.listLabelRows(encord.projectHash, {
		dataHashes: [row.data_hash],
	});
	const [labels] = await theirs.initialiseLabels(encord.projectHash, [metadata!]);
	return { labels: labels!, metadata: metadata! };
}

describe('the sandbox', () => {
	it("keeps what was saved, with the key's owner as author, and applying it again changes nothing", async () => {
		const jobs: EditJob[] = rows.map(({ data_hash }) => ({
			dataHash: data_hash,
			edits: [box('one')],
		}));
		requests = 0;
		const outcomes = await editLabelRows(ours, encord.projectHash, jobs, options());
		expect(outcomes.filter(({ ok, saved }) => !ok || !saved)).toEqual([]);
		expect(requests).toBeLessThanOrEqual(6);
		for (const row of rows.slice(0, 3)) {
			const { labels, metadata } = await labelsOf(row);
			expect(whyUnreadable(labels, ontology, metadata)).toBeUndefined();
			const tidy = tidyLabelRow(labels, ontology, metadata, { agent: 'detector' });
			expect(tidy.objects).toMatchObject([
				{ class: boxClass().title, author: { createdBy: 'owner@example.com', manual: false } },
			]);
		}
		const again = await editLabelRows(ours, encord.projectHash, jobs, options());
		expect(again.every(({ ok, saved, diff }) => ok && !saved && diff.length === 0)).toBe(true);
	});

	it('loses no label in 200 random interleavings with a save by somebody else', async () => {
		const row = rows.find(({ data_type }) => data_type === 'IMAGE')!;
		const expected = new Set<string>();
		let seed = 11;
		const random = (max: number): number => (seed = (seed * 48271) % 2147483647) % max;
		const count = async () => tidyLabelRow((await labelsOf(row)).labels, ontology).objects.length;
		const start = await count();
		for (let run = 0; run < 200; run++) {
			// Between our last look and our save nothing can be noticed (protocol §7.3 knows no condition); anywhere else they save.
			let at = random(4);
			before = async (_, body) => {
				if (body.includes('"query_method":"POST"') || at-- > 0) return;
				before = async () => undefined;
				const { labels, metadata } = await labelsOf(row);
				const { labelRow } = applyEdits(labels, ontology, [box(`theirs ${run}`)], {
					now: new Date(),
					agent: { name: 'colleague' },
					metadata,
				});
				const [saved] = await theirs.saveLabels(encord.projectHash, [labelRow]);
				if (saved?.ok === true) expected.add(`theirs ${run}`);
			};
			const [outcome] = await editLabelRows(
				ours,
				encord.projectHash,
				[{ dataHash: row.data_hash, edits: [box(`ours ${run}`)] }],
				options(),
			);
			expect(outcome).toMatchObject({ ok: true, saved: true });
			expected.add(`ours ${run}`);
			before = async () => undefined;
			if (run % 20 === 19) expect(await count()).toBe(start + expected.size);
		}
		expect(expected.size).toBeGreaterThan(300);
	});
});
