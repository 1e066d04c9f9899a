/**
 * Measures the cost of editing label rows. One JSON line per figure:
 * edits per second on a row of 10,000 frames × 20 objects and over 1,000 small rows; time and memory of reading, editing
 * and writing a 50 MB row, beside bare JSON.parse + JSON.stringify of the same text in the same run.
 */
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { EncordJson, LabelRowJson } from '../src/encord/wire/json';
import type { OntologyJson } from '../src/encord/wire/ontologyJson';
import type { Edit } from '../src/labels/edits/edit';
import { applyEdits } from '../src/labels/edits/apply';
import { indexOntology } from '../src/labels/ontology/ontology';
import type { EditContext } from '../src/labels/edits/rules/editState';

const ontologyJson: OntologyJson = {
	objects: [
		{
			name: 'Car',
			color: '#D33115',
			shape: 'bounding_box',
			featureNodeHash: 'obCar001',
			attributes: [
				{ name: 'Plate', type: 'text', featureNodeHash: 'atPlate1' },
				{
					name: 'Lights',
					type: 'radio',
					dynamic: true,
					featureNodeHash: 'atLight1',
					options: [{ label: 'On', value: 'on', featureNodeHash: 'opOn0001' }],
				},
			],
		},
	],
	classifications: [
		{
			featureNodeHash: 'clWeath1',
			attributes: [
				{
					name: 'Weather',
					type: 'radio',
					featureNodeHash: 'atWeath1',
					options: [
						{ label: 'Sunny', value: 'sunny', featureNodeHash: 'opSunny1' },
						{ label: 'Rain', value: 'rain', featureNodeHash: 'opRain01' },
					],
				},
			],
		},
	],
};

const ontology = indexOntology(ontologyJson);
const context = (frames: number): EditContext => ({
	now: new Date('2024-03-05T10:20:30Z'),
	agent: { name: 'bench' },
	metadata: { number_of_frames: frames, width: 1920, height: 1080 },
});

/** A video row with this many objects on each frame, as Encord sends it. */
function videoRow(frames: number, objects: number): LabelRowJson {
	const labels: EncordJson = {};
	const hashes = Array.from({ length: objects }, (_, i) => `OBJ${String(i).padStart(5, '0')}`);
	for (let frame = 0; frame < frames; frame++) {
		labels[String(frame)] = {
			classifications: [],
			objects: hashes.map((objectHash, i) => ({
				name: 'Car',
				color: '#D33115',
				shape: 'bounding_box',
				value: 'car',
				createdAt: 'Thu, 09 Feb 2023 14:12:03 UTC',
				createdBy: 'ann@example.com',
				confidence: 1,
				objectHash,
				featureHash: 'obCar001',
				manualAnnotation: true,
				lastEditedAt: 'Thu, 09 Feb 2023 14:12:03 UTC',
				lastEditedBy: 'ann@example.com',
				boundingBox: {
					h: 0.1234567,
					w: 0.2345678,
					x: ((frame + i) % 700) / 1000,
					y: (frame % 800) / 1000,
				},
			})),
		};
	}
	return {
		label_hash: 'label-1',
		branch_name: 'main',
		created_at: 'Thu, 09 Feb 2023 14:12:03 UTC',
		last_edited_at: 'Thu, 09 Feb 2023 14:12:03 UTC',
		data_hash: 'data-1',
		dataset_hash: 'dataset-1',
		dataset_title: 'Set',
		data_title: 'film',
		data_type: 'video',
		label_status: 'LABEL_IN_PROGRESS',
		object_answers: Object.fromEntries(
			hashes.map((objectHash) => [objectHash, { objectHash, classifications: [] }]),
		),
		classification_answers: {},
		object_actions: {},
		spaces: {},
		data_units: {
			'data-1': {
				data_hash: 'data-1',
				data_title: 'film',
				data_link: 'x',
				data_type: 'video/mp4',
				data_sequence: 0,
				width: 1920,
				height: 1080,
				labels,
			},
		},
	};
}

const someEdits = (frames: number, count: number): Edit[] =>
	Array.from(
		{ length: count },
		(_, i): Edit =>
			i % 2 === 0
				? {
						kind: 'setClassification',
						classification: 'Weather',
						answers: i % 4 === 0 ? 'Rain' : 'Sunny',
						frames: i % frames,
					}
				: {
						kind: 'addObject',
						object: 'Car',
						frames: i % frames,
						coordinates: { boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } },
						attributes: { Plate: `P${i}`, Lights: 'On' },
					},
	);

const seconds = (since: number): number => (performance.now() - since) / 1000;
const print = (figure: object): void => void process.stdout.write(`${JSON.stringify(figure)}\n`);

function editLargeRow(): void {
	const row = videoRow(10_000, 20);
	const edits = someEdits(10_000, 10_000);
	applyEdits(row, ontology, edits.slice(0, 100), context(10_000));
	const start = performance.now();
	const { problems } = applyEdits(row, ontology, edits, context(10_000));
	if (problems.length > 0) throw new Error(problems[0]?.message);
	print({
		bench: 'labels',
		figure: 'edits per second, one row of 10,000 frames × 20 objects',
		value: Math.round(edits.length / seconds(start)),
		edits: edits.length,
	});
}

function editSmallRows(): void {
	const rows = Array.from({ length: 1000 }, () => videoRow(10, 3));
	const edits = someEdits(10, 4);
	const start = performance.now();
	for (const row of rows)
		if (applyEdits(row, ontology, edits, context(10)).diff.length === 0)
			throw new Error('Nothing was edited');
	print({
		bench: 'labels',
		figure: 'edits per second, 1,000 rows of 10 frames × 3 objects',
		value: Math.round((rows.length * edits.length) / seconds(start)),
		edits: rows.length * edits.length,
	});
}

/** Peak resident bytes since the last reset; Linux only, elsewhere since the start of the process. */
function peakBytes(): number {
	const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
	return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS) * 1024;
}

function resetPeak(): void {
	if (existsSync('/proc/self/clear_refs')) writeFileSync('/proc/self/clear_refs', '5');
}

/** The child's work: reads the text, then handles it one of the two ways. Memory counts from before the text was read. */
function handleLargeText(way: 'bare' | 'edited', file: string): void {
	const work = (json: string): string => {
		const row = JSON.parse(json) as LabelRowJson;
		return JSON.stringify(
			way === 'bare' ? row : applyEdits(row, ontology, someEdits(5, 20), context(6_600)).labelRow,
		);
	};
	// Both ways first run once on a small row, so that the start-up of the JavaScript engine is not measured.
	work(JSON.stringify(videoRow(50, 20)));
	global.gc?.();
	const before = process.memoryUsage().rss;
	const text = readFileSync(file, 'latin1');
	global.gc?.();
	resetPeak();
	const start = performance.now();
	const written = work(text);
	const took = seconds(start);
	if (written.length < text.length) throw new Error('The row came out shorter');
	process.send?.({ took, bytes: text.length, memory: peakBytes() - before });
}

interface ChildResult {
	took: number;
	bytes: number;
	memory: number;
}

function inChild(way: 'bare' | 'edited', file: string): Promise<ChildResult> {
	return new Promise((resolve, reject) => {
		const child = fork(__filename, [way, file], { execArgv: [...process.execArgv, '--expose-gc'] });
		child.once('message', (message) => resolve(message as ChildResult));
		child.once('error', reject);
		child.once('exit', (code) =>
			code === 0
				? undefined
				: reject(new Error(`The measuring process ended with ${String(code)}`)),
		);
	});
}

async function measureLargeText(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'labels-bench-'));
	const file = join(folder, 'row.json');
	writeFileSync(file, JSON.stringify(videoRow(6_600, 20)));
	try {
		const pairs: Array<{ bare: ChildResult; edited: ChildResult }> = [];
		for (let i = 0; i < 5; i++)
			pairs.push({ bare: await inChild('bare', file), edited: await inChild('edited', file) });
		const best = (of: (pair: (typeof pairs)[number]) => number): number =>
			Math.min(...pairs.map(of));
		const [bare, edited] = [best((pair) => pair.bare.took), best((pair) => pair.edited.took)];
		const megabytes = Number(((pairs[0]?.edited.bytes ?? 0) / 1e6).toFixed(1));
		print({
			bench: 'labels',
			figure: 'seconds to parse, edit and write a row',
			value: Number(edited.toFixed(3)),
			megabytes,
		});
		print({
			bench: 'labels',
			figure: 'times JSON.parse + JSON.stringify of the same text',
			value: Number((edited / bare).toFixed(2)),
			limit: 2,
			bareSeconds: Number(bare.toFixed(3)),
		});
		const times = (result: ChildResult): number =>
			Number((result.memory / result.bytes).toFixed(2));
		print({
			bench: 'labels',
			figure:
				'peak memory of text, parsed row, edited row and written text, times the size of the text',
			value: best((pair) => times(pair.edited)),
			limit: 4,
			bare: best((pair) => times(pair.bare)),
			megabytes,
		});
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function main(): Promise<void> {
	const [way, file] = process.argv.slice(2);
	if ((way === 'bare' || way === 'edited') && file !== undefined) return handleLargeText(way, file);
	editLargeRow();
	editSmallRows();
	await measureLargeText();
}

void main();
