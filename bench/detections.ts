/**
 * Measures how many boxes of a detector are read and made edits in a second, one JSON line per figure: a list that
 * needs no choice, the same with the hashes by which objects are found again, as text, and a second run that finds them.
 */
import { detectionEdits } from '../src/detections/detections';
import type { LabelRowJson } from '../src/encord/wire/json';
import { applyEdits } from '../src/labels/edits/apply';
import { indexOntology } from '../src/labels/ontology/ontology';

const ontology = indexOntology({
	objects: ['Car', 'Person'].map((name) => ({
		name,
		color: '#D33115',
		shape: 'bounding_box',
		featureNodeHash: `ob${name}`,
	})),
	classifications: [],
});
const metadata = { number_of_frames: 1000, width: 1920, height: 1080 };

const row: LabelRowJson = {
	label_hash: 'l',
	data_hash: 'd',
	dataset_hash: 's',
	dataset_title: 'set',
	data_title: 'film.mp4',
	data_type: 'video',
	label_status: 'LABELLED',
	data_units: { d: { data_hash: 'd', data_sequence: 0, width: 1920, height: 1080, labels: {} } },
	object_answers: {},
	classification_answers: {},
	object_actions: {},
	spaces: {},
};

/** A hundred boxes that do not overlap on each frame. */
function boxes(frames: number): object[] {
	return Array.from({ length: frames * 100 }, (_, at) => {
		const [left, top] = [(at % 10) * 180, (Math.floor(at / 10) % 10) * 100];
		return {
			name: at % 2 === 0 ? 'Car' : 'Person',
			class: at % 2,
			confidence: 0.5 + (at % 50) / 100,
			box: { x1: left, y1: top, x2: left + 100, y2: top + 60 },
			frame: Math.floor(at / 100),
		};
	});
}

function measure(
	bench: string,
	input: unknown,
	count: number,
	labels: LabelRowJson,
	mode: 'add' | 'upsert' = 'upsert',
): void {
	let best = Infinity;
	for (let turn = 0; turn < 8; turn++) {
		const start = performance.now();
		const report = detectionEdits(
			input,
			{ labels, row: metadata, ontology, agent: 'bench' },
			{ format: 'auto', mode },
		);
		best = Math.min(best, performance.now() - start);
		if (report.edits.length !== count) throw new Error(`${report.edits.length} edits of ${count}`);
	}
	const perSecond = Math.round((count / best) * 1000);
	console.log(JSON.stringify({ bench, boxes: count, ms: Math.round(best), perSecond }));
}

const list = boxes(100);
measure('detections read', list, list.length, row, 'add');
measure('detections as data', list, list.length, row);
measure('detections as text', JSON.stringify(list), list.length, row);
const few = boxes(20);
const { edits } = detectionEdits(
	few,
	{ labels: row, row: metadata, ontology, agent: 'bench' },
	{ format: 'auto' },
);
const { labelRow } = applyEdits(row, ontology, edits, {
	now: new Date(0),
	agent: { name: 'bench' },
	metadata,
});
measure('detections found again', few, few.length, labelRow);
