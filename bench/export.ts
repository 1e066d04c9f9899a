/**
 * Measures *Project: Export Labels*: 10,000 label rows from a scripted Encord into one file. Each case runs in a process of its own. One
 * JSON line per figure: seconds, size of the file, and how far the resident memory of the process rose, at most and in all.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createEncordClient, type EncordClient } from '../src/encord/client';
import { parsePrivateKey } from '../src/encord/auth/key';
import type { LabelRowMetadata } from '../src/encord/calls/labelRows';
import { classTable } from '../src/labels/export/classTable';
import { exportWriter, type ExportFormat } from '../src/labels/export/exportFile';
import { fileBytes } from '../src/labels/export/files/writer';
import { Losses } from '../src/labels/export/losses';
import { indexOntology } from '../src/labels/ontology/ontology';
import { exportRows } from '../nodes/shared/labels/exportRows';
import keys from '../test/unit/encord/auth/keys.json';
import { measured } from './agents/measure';

interface Case {
	what: string;
	format: ExportFormat;
	/** Frames of each row, and objects on each frame. */
	frames: number;
	objects: number;
}

const ROWS = 10_000;
const cases: Case[] = [
	...(['coco', 'yolo', 'csv', 'encord'] as const).map((format) => ({
		what: '10,000 pictures with 20 boxes each',
		format,
		frames: 1,
		objects: 20,
	})),
	...(['coco', 'yolo'] as const).map((format) => ({
		what: '10,000 videos with 4 moving boxes on 30 frames each',
		format,
		frames: 30,
		objects: 4,
	})),
];

const PROJECT = '11111111-1111-4111-8111-111111111111';
const ontology = indexOntology({
	objects: [{ name: 'Car', color: '#D33115', shape: 'bounding_box', featureNodeHash: 'obCar001' }],
	classifications: [],
});

function metadataOf(index: number, { frames }: Case): LabelRowMetadata {
	return {
		label_hash: `label-${index}`,
		branch_name: 'main',
		data_hash: randomUUID(),
		dataset_hash: PROJECT,
		dataset_title: 'Streets',
		data_title: `street-${index}.${frames === 1 ? 'jpg' : 'mp4'}`,
		data_type: frames === 1 ? 'IMAGE' : 'VIDEO',
		label_status: 'LABELLED',
		number_of_frames: frames,
		width: 1920,
		height: 1080,
	} as LabelRowMetadata;
}

function rowOf(metadata: LabelRowMetadata, { frames, objects }: Case): object {
	const hashes = Array.from({ length: objects }, (_, at) => `obj${String(at).padStart(5, '0')}`);
	const onFrame = (frame: number) => ({
		classifications: [],
		objects: hashes.map((objectHash, at) => ({
			name: 'Car',
			color: '#D33115',
			value: 'car',
			shape: 'bounding_box',
			featureHash: 'obCar001',
			objectHash,
			confidence: 1,
			manualAnnotation: true,
			createdAt: 'Thu, 09 Feb 2023 14:12:03 UTC',
			createdBy: 'ann@example.com',
			boundingBox: { x: 0.001 * frame + 0.01 * at, y: 0.1, w: 0.0512345, h: 0.0612345 },
		})),
	});
	const labels =
		frames === 1
			? onFrame(0)
			: Object.fromEntries(
					Array.from({ length: frames }, (_, frame) => [String(frame), onFrame(frame)]),
				);
	const { data_hash, data_title, width, height } = metadata;
	return {
		...metadata,
		data_type: metadata.data_type.toLowerCase(),
		data_units: { [data_hash]: { data_hash, data_title, width, height, labels } },
		object_answers: Object.fromEntries(
			hashes.map((objectHash) => [objectHash, { objectHash, classifications: [] }]),
		),
		classification_answers: {},
		object_actions: {},
	};
}

/** A client of an Encord that makes each row when it is asked for. */
function scriptedClient(rows: readonly LabelRowMetadata[], one: Case): EncordClient {
	const byLabel = new Map(rows.map((row) => [row.label_hash, row]));
	return createEncordClient({
		key: parsePrivateKey(keys.plain.privateKey),
		apiUrl: 'https://api.encord.com',
		send: async ({ body }) => {
			const { values } = JSON.parse(Buffer.from(body!).toString()) as {
				values: { uid: string[] };
			};
			const response = values.uid.map((label) => rowOf(byLabel.get(label)!, one));
			const text = Buffer.from(JSON.stringify({ status: 200, response }));
			return { status: 200, headers: {}, body: chunks(text) };
		},
	});
}

async function* chunks(bytes: Buffer): AsyncGenerator<Buffer> {
	for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function run(one: Case): Promise<void> {
	const rows = Array.from({ length: ROWS }, (_, index) => metadataOf(index, one));
	const client = scriptedClient(rows, one);
	let bytes = 0;
	let objects = 0;
	const { wallMs, growthMb } = await measured(async () => {
		const losses = new Losses();
		const writer = exportWriter(one.format, {
			classes: classTable(ontology),
			losses,
			allFrames: false,
		});
		for await (const piece of fileBytes(writer, exportRows(client, PROJECT, rows, ontology)))
			bytes += piece.length;
		objects = writer.written.objects;
	});
	const line = {
		what: one.what,
		format: one.format,
		objects,
		seconds: Math.round(wallMs / 100) / 10,
		fileMb: Math.round(bytes / 1e5) / 10,
		growthMb: Math.round(growthMb),
		highestRssMb: Math.round(process.resourceUsage().maxRSS / 1000),
	};
	process.stdout.write(`${JSON.stringify(line)}\n`);
}

const position = process.argv[2];
if (position !== undefined) void run(cases[Number(position)]!);
else
	void (async () => {
		for (const at of cases.keys()) {
			const child = fork(__filename, [String(at)], {
				execArgv: [...process.execArgv, '--expose-gc', '--max-old-space-size=200'],
			});
			const code = await new Promise((resolve) => child.once('exit', resolve));
			if (code !== 0) process.exitCode = 1;
		}
	})();
