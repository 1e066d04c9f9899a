/** The faults of a row with a few labels, for the tests of this folder. */
import { expect } from '@jest/globals';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { OntologyJson } from '../../../../src/encord/wire/ontologyJson';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import type { CheckRule, Fault } from '../../../../src/labels/reading/checkRule';
import { checkLabels } from '../../../../src/labels/reading/checks';
import type { TidyFilter } from '../../../../src/labels/reading/tidy';
import { box, context, ontologyJson, videoRow } from '../fixtures';

const shape = (name: string, kind: string) => ({
	...{ name, color: '#000', shape: kind, featureNodeHash: `ob${name}` },
});
const ontology = indexOntology({
	...ontologyJson,
	objects: [
		...ontologyJson.objects!,
		...[
			shape('Spot', 'point'),
			shape('Line', 'polyline'),
			shape('Turned', 'rotatable_bounding_box'),
		],
	],
} as OntologyJson);

export const FILM = { number_of_frames: 4, width: 640, height: 480, data_type: 'VIDEO' };
export const PICTURE = { number_of_frames: 1, width: 40, height: 30, data_type: 'IMAGE' };
export const GROUP = { data_type: 'GROUP', number_of_frames: 0 };

interface Checked {
	row?: LabelRowJson;
	metadata?: object;
	filter?: TidyFilter;
}

export function faults(
	edits: Edit[],
	rules: CheckRule[],
	{ row = videoRow, metadata = FILM, filter = {} }: Checked = {},
): Fault[] {
	const { labelRow, problems } = applyEdits(row, ontology, edits, context({ metadata }));
	expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	return checkLabels(labelRow, ontology, metadata, rules, filter);
}

let next = 0;
export const add = (
	object: string,
	frames: unknown,
	coordinates: object = box(),
	more: object = {},
): Edit =>
	({
		...{ kind: 'addObject', object, frames, coordinates, mode: 'add', outside: 'keep' },
		...{ hash: `Label${String(next++).padStart(3, '0')}`, ...more },
	}) as Edit;
export const where = (list: Fault[]) => list.map(({ frame, message }) => `${frame}: ${message}`);
