/** Makes a label row with one object on the first frame. */
import type { EncordJson, LabelRowJson } from '../../src/encord/wire/json';
import { applyEdits } from '../../src/labels/edits/apply';
import type { Edit } from '../../src/labels/edits/edit';
import { indexOntology, type OntologyIndex } from '../../src/labels/ontology/ontology';
import type { CaseJson } from './kind';
import { emptyRow, metadataOf } from './mediaRow';

/** An ontology with one class, whose objects have this shape; `pointNames` are the points of a skeleton. */
export function ontologyOf(shape: string, pointNames: readonly string[] = []): OntologyIndex {
	const object = { name: 'Object', color: '#D33115', shape, featureNodeHash: 'obObject' };
	const skeleton = Object.fromEntries(pointNames.map((name, at) => [at, { name }]));
	const template = { name: 'Object', feature_node_hash: 'obObject', skeleton };
	return indexOntology({
		objects: [object],
		classifications: [],
		skeleton_templates: shape === 'skeleton' ? [{ template }] : [],
	});
}

/**
 * The row of a case's media with one object as it was drawn, also beyond the edge of the picture.
 * @throws Error when the coordinates are refused
 */
export function rowWithObject(
	json: CaseJson,
	ontology: OntologyIndex,
	coordinates: EncordJson,
): LabelRowJson {
	return edited(json, emptyRow(json.media), ontology, [
		{ kind: 'addObject', object: 'Object', frames: 0, coordinates: coordinates as never },
	]);
}

/** @throws Error when an edit is refused */
export function edited(
	json: CaseJson,
	row: LabelRowJson,
	ontology: OntologyIndex,
	edits: Edit[],
): LabelRowJson {
	const { labelRow, problems } = applyEdits(row, ontology, edits, {
		now: new Date(0),
		agent: { name: 'cases' },
		metadata: metadataOf(json.media),
		outside: 'keep',
	});
	if (problems[0] !== undefined) throw new Error(problems[0].message);
	return labelRow;
}
