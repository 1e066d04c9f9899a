/**
 * A label instance as in the official client: it is made first, gets frames and answers, and is added to a row at some point. The
 * package's edits work on rows. So an instance records its edits and, until it is added, applies them to a row of its own.
 */
import type { LabelRowJson } from '../../../src/encord/wire/json';
import { RowEditor } from '../../../src/labels/edits/apply';
import type { Edit } from '../../../src/labels/edits/edit';
import type { Problem } from '../../../src/labels/row/problem';
import type {
	ClassificationItem,
	ObjectItem,
	OntologyIndex,
} from '../../../src/labels/ontology/ontology';
import type { EditContext } from '../../../src/labels/edits/rules/editState';
import { editCoordinates, type CoordinatesJson } from './operations';

export class Instance {
	placing: Edit[] = [];
	answering: Edit[] = [];
	attached = false;
	/** Kind of media its coordinates are for. */
	media = 'video';

	constructor(
		readonly item: ObjectItem | ClassificationItem,
		readonly hash: string,
		readonly made: { rangeOnly: boolean; constructor_: boolean },
	) {
		if (item.kind === 'object' && (item.shape === 'audio' || item.shape === 'text'))
			this.media = item.shape === 'audio' ? 'audio' : 'plain_text';
	}

	get edits(): Edit[] {
		return [...this.placing, ...this.answering];
	}

	/** A copy under another hash, not in any row. */
	copy(hash: string): Instance {
		const copy = new Instance(this.item, hash, this.made);
		const renamed = (edit: Edit): Edit =>
			({
				...edit,
				...('hash' in edit ? { hash } : {}),
				...('objectHash' in edit ? { objectHash: hash } : {}),
			}) as Edit;
		copy.placing = this.placing.map(renamed);
		copy.answering = this.answering.map(renamed);
		copy.media = this.media;
		return copy;
	}

	noteMedia(coordinates: CoordinatesJson | undefined): void {
		if (coordinates?.type === 'html') this.media = 'html';
	}

	/** The row of its own, with its edits and these ones applied. */
	tryAlone(
		ontology: OntologyIndex,
		context: EditContext,
		placing: Edit[] = [],
		answering: Edit[] = [],
	): { row: LabelRowJson; problems: Problem[] } {
		const editor = new RowEditor(emptyRow(this.media), ontology, { ...context, metadata: {} });
		const placed = [...this.placing, ...placing];
		const first = placed.length > 0 ? placed : [this.somewhere()];
		const { problems, labelRow } = editor.apply([...first, ...this.answering, ...answering]);
		return { row: labelRow, problems: problems.filter(({ severity }) => severity === 'error') };
	}

	/** Answers can be set before the instance is on any frame. */
	private somewhere(): Edit {
		if (this.item.kind === 'classification') {
			return {
				kind: 'setClassification',
				classification: this.item.featureHash,
				hash: this.hash,
				frames: this.item.global ? 'global' : 0,
			};
		}
		return {
			kind: 'addObject',
			object: this.item.featureHash,
			hash: this.hash,
			frames: 0,
			coordinates: editCoordinates(
				ANYWHERE[this.item.shape] ?? { type: 'ranges', ranges: [[0, 0]] },
			),
		};
	}
}

const ANYWHERE: { [shape: string]: CoordinatesJson } = {
	bounding_box: { type: 'boundingBox', x: 0, y: 0, w: 1, h: 1 },
	rotatable_bounding_box: { type: 'rotatableBoundingBox', x: 0, y: 0, w: 1, h: 1, theta: 0 },
	polygon: {
		type: 'polygon',
		points: [
			[0, 0],
			[1, 0],
			[1, 1],
		],
	},
	polyline: {
		type: 'polyline',
		points: [
			[0, 0],
			[1, 1],
		],
	},
	point: { type: 'point', point: [0, 0] },
	skeleton: { type: 'skeleton', values: [{ x: 0, y: 0, name: 'a' }] },
	bitmask: { type: 'bitmask', rows: '1' },
	cuboid: { type: 'cuboid', position: [0, 0, 0], orientation: [0, 0, 0], size: [1, 1, 1] },
	cuboid_2d: {
		type: 'cuboid2dPerspective',
		front: [
			[0, 0],
			[1, 0],
			[1, 1],
			[0, 1],
		],
		vanishingPoint: [0, 0],
		scaleRatio: 1,
	},
};

function emptyRow(media: string): LabelRowJson {
	const html = media === 'html';
	return {
		label_hash: 'own',
		data_hash: 'own',
		dataset_hash: '',
		dataset_title: '',
		data_title: '',
		data_type: html ? 'plain_text' : media,
		label_status: '',
		object_answers: {},
		classification_answers: {},
		object_actions: {},
		data_units: {
			own: { data_hash: 'own', data_sequence: 0, data_type: html ? 'text/html' : '', labels: {} },
		},
	};
}
