/** Random ontologies, rows that others have labeled, and edits that fit them. */
import fc from '../fastCheck';

import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { OntologyAttributeJson, OntologyJson } from '../../../src/encord/wire/ontologyJson';
import type { Edit } from '../../../src/labels/edits/edit';
import { applyEdits } from '../../../src/labels/edits/apply';
import type { AnswerInput } from '../../../src/labels/answers/attributeInput';
import type { FrameRange } from '../../../src/labels/row/frames';
import {
	indexOntology,
	type AttributeItem,
	type OntologyIndex,
	type OntologyItem,
} from '../../../src/labels/ontology/ontology';
import type { EditContext } from '../../../src/labels/edits/rules/editState';
import { videoRow } from './fixtures';

export const FRAMES = 12;
export const NOW = new Date('2024-03-05T10:20:30Z');

export const contextOf = (extra: Partial<EditContext> = {}): EditContext => ({
	now: NOW,
	agent: { name: 'ours' },
	metadata: { number_of_frames: FRAMES, width: 640, height: 480 },
	...extra,
});

interface Draw {
	<T>(arbitrary: fc.Arbitrary<T>): T;
}

/** Unique hashes and titles, counted per ontology. */
function attribute(
	draw: Draw,
	next: () => string,
	depth: number,
	dynamic: boolean,
): OntologyAttributeJson {
	const type = draw(fc.constantFrom('text', 'numeric', 'radio', 'checklist'));
	const hash = next();
	const base = {
		name: `Attribute ${hash}`,
		type,
		featureNodeHash: hash,
		required: draw(fc.boolean()),
		dynamic,
	};
	if (type === 'text' || type === 'numeric') return base;
	const options = Array.from({ length: draw(fc.integer({ min: 1, max: 3 })) }, () => {
		const option = next();
		const nested =
			type === 'radio' && depth > 0 && !dynamic
				? Array.from({ length: draw(fc.integer({ min: 0, max: 2 })) }, () =>
						attribute(draw, next, depth - 1, false),
					)
				: [];
		return {
			label: `Option ${option}`,
			value: `option_${option}`,
			featureNodeHash: option,
			...(nested.length > 0 ? { options: nested } : {}),
		};
	});
	return { ...base, options };
}

function drawOntology(draw: Draw): OntologyJson {
	let count = 0;
	const next = (): string => `f${count++}`;
	const many = (max: number) => Array.from({ length: draw(fc.integer({ min: 1, max })) });
	return {
		objects: many(3).map(() => {
			const hash = next();
			const attributes = many(3).map(() => attribute(draw, next, 2, draw(fc.boolean())));
			return {
				name: `Object ${hash}`,
				color: '#123456',
				shape: draw(fc.constantFrom('bounding_box', 'polygon', 'point')),
				featureNodeHash: hash,
				attributes,
			};
		}),
		classifications: many(3).map(() => ({
			featureNodeHash: next(),
			...(draw(fc.integer({ min: 0, max: 3 })) === 0 ? { level: 'global' } : {}),
			attributes: [attribute(draw, next, 3, false)],
		})),
	};
}

function drawAnswer(
	draw: Draw,
	attributeItem: AttributeItem,
	into: { [key: string]: AnswerInput },
): void {
	const key = attributeItem.featureHash;
	switch (attributeItem.type) {
		case 'text':
			into[key] = draw(fc.string({ maxLength: 5 }));
			break;
		case 'numeric':
			into[key] = draw(fc.integer({ min: -5, max: 5 }));
			break;
		case 'checklist':
			into[key] = draw(fc.subarray(attributeItem.options.map(({ featureHash }) => featureHash)));
			break;
		default: {
			const option = draw(fc.constantFrom(...attributeItem.options));
			into[key] = option.title;
			for (const nested of option.attributes)
				if (draw(fc.boolean())) drawAnswer(draw, nested, into);
		}
	}
}

function drawAnswers(draw: Draw, item: OntologyItem): { [key: string]: AnswerInput } {
	const answers: { [key: string]: AnswerInput } = {};
	for (const root of item.attributes)
		if (item.kind === 'classification' || draw(fc.boolean())) drawAnswer(draw, root, answers);
	return answers;
}

export function drawFrames(draw: Draw): FrameRange[] {
	const start = draw(fc.integer({ min: 0, max: FRAMES - 1 }));
	return [[start, draw(fc.integer({ min: start, max: FRAMES - 1 }))]];
}

const fraction = fc.integer({ min: 0, max: 8 }).map((value) => value / 16);

export function drawCoordinates(draw: Draw, shape: string): never {
	const [x, y] = [draw(fraction), draw(fraction)];
	const all: { [shape: string]: unknown } = {
		bounding_box: { boundingBox: { x, y, w: 0.25, h: 0.25 } },
		point: { point: { x, y } },
		polygon: { polygons: [[[x, y, x + 0.25, y, x + 0.25, y + 0.25]]] },
	};
	return all[shape] as never;
}

/** An edit that makes or changes a label by upsert. */
export function drawUpsert(draw: Draw, ontology: OntologyIndex): Edit {
	if (draw(fc.boolean())) {
		const item = draw(fc.constantFrom(...ontology.classifications));
		return {
			kind: 'setClassification',
			classification: item.featureHash,
			answers: drawAnswers(draw, item),
			...(item.global ? {} : { frames: drawFrames(draw) }),
		};
	}
	const item = draw(fc.constantFrom(...ontology.objects));
	return {
		kind: 'addObject',
		object: item.featureHash,
		frames: drawFrames(draw),
		coordinates: drawCoordinates(draw, item.shape),
		attributes: drawAnswers(draw, item),
		...(draw(fc.boolean()) ? { key: draw(fc.constantFrom('a', 'b')) } : {}),
	};
}

/** Any edit. An edit of a label names a label of the row. */
export function drawEdit(draw: Draw, ontology: OntologyIndex, row: LabelRowJson): Edit {
	const objects = Object.keys(row.object_answers);
	const classifications = Object.keys(row.classification_answers);
	const kind = draw(
		fc.constantFrom(
			'upsert',
			'upsert',
			'clear',
			'move',
			'delete',
			'attributes',
			'class',
			'copy',
			'agent',
		),
	);
	const objectHash = objects.length > 0 ? draw(fc.constantFrom(...objects)) : undefined;
	const some = draw(fc.boolean()) ? { frames: drawFrames(draw) } : {};
	if (kind === 'agent')
		return { kind: 'deleteByAgent', agent: draw(fc.constantFrom('ours', 'theirs')), ...some };
	if (kind === 'clear') {
		return {
			kind: 'clearClassification',
			classification: draw(fc.constantFrom(...ontology.classifications)).featureHash,
			...some,
		};
	}
	if (kind === 'upsert' || objectHash === undefined) return drawUpsert(draw, ontology);
	const item = objectClass(row, ontology, objectHash);
	switch (kind) {
		case 'move':
			return {
				kind: 'moveObject',
				objectHash,
				frames: drawFrames(draw),
				coordinates: drawCoordinates(draw, item.shape),
			};
		case 'delete':
			return { kind: 'deleteObject', objectHash, ...some };
		case 'class':
			return {
				kind: 'changeClass',
				objectHash,
				object: draw(fc.constantFrom(...ontology.objects)).featureHash,
			};
		case 'copy':
			return { kind: 'copyObject', objectHash, toFrames: drawFrames(draw) };
		default: {
			const classificationHash =
				classifications.length > 0 && draw(fc.boolean())
					? draw(fc.constantFrom(...classifications))
					: undefined;
			if (classificationHash === undefined)
				return { kind: 'setAttributes', objectHash, attributes: drawAnswers(draw, item) };
			const classification = ontology.classificationByHash.get(
				String(row.classification_answers[classificationHash]?.featureHash),
			);
			return {
				kind: 'setAttributes',
				classificationHash,
				attributes: classification === undefined ? {} : drawAnswers(draw, classification),
			};
		}
	}
}

function objectClass(row: LabelRowJson, ontology: OntologyIndex, hash: string) {
	for (const lists of Object.values(
		(row.data_units['data-1']?.labels ?? {}) as {
			[frame: string]: { objects: Array<{ [key: string]: unknown }> };
		},
	)) {
		const label = lists.objects.find(({ objectHash }) => objectHash === hash);
		const item =
			label === undefined ? undefined : ontology.objectByHash.get(String(label.featureHash));
		if (item !== undefined) return item;
	}
	return ontology.objects[0]!;
}

/** Fields this version does not know, wherever JSON can hold them. */
function addUnknownFields(draw: Draw, row: LabelRowJson): LabelRowJson {
	const copy = structuredClone(row);
	const sprinkle = (json: unknown): void => {
		if (typeof json !== 'object' || json === null) return;
		if (!Array.isArray(json) && draw(fc.integer({ min: 0, max: 9 })) === 0)
			(json as { [key: string]: unknown }).fromTheFuture = { at: [1, { two: 2 }] };
		// `spaces` is a map by space id: every entry in it is a space.
		for (const [key, value] of Object.entries(json)) if (key !== 'spaces') sprinkle(value);
	};
	const labels = copy.data_units['data-1']?.labels as {
		[frame: string]: { [list: string]: unknown[] };
	};
	for (const frame of Object.values(labels))
		for (const list of Object.values(frame)) if (Array.isArray(list)) list.forEach(sprinkle);
	for (const map of [copy.object_answers, copy.classification_answers, copy.object_actions])
		Object.values(map).forEach(sprinkle);
	return copy;
}

export interface Scene {
	ontology: OntologyIndex;
	row: LabelRowJson;
	draw: Draw;
}

/** An ontology, and a row that a person, another agent and this agent have labeled. */
export const scenes: fc.Arbitrary<Scene> = fc.gen().map((gen) => {
	const draw: Draw = (arbitrary) => gen(() => arbitrary);
	const ontology = indexOntology(drawOntology(draw));
	let row: LabelRowJson = videoRow;
	for (const [agent, stamp] of [
		['person', { createdBy: 'ann@example.com', manualAnnotation: true }],
		['theirs', undefined],
		['ours', undefined],
	] as const) {
		const edits = Array.from({ length: draw(fc.integer({ min: 0, max: 3 })) }, () => ({
			...drawUpsert(draw, ontology),
			...(stamp === undefined ? {} : { stamp }),
		}));
		row = applyEdits(row, ontology, edits, contextOf({ agent: { name: agent } })).labelRow;
	}
	return { ontology, row: deepFreeze(addUnknownFields(draw, row)), draw };
});

/** Freezes a value: a change in place then throws. */
export function deepFreeze<T>(json: T): T {
	if (typeof json === 'object' && json !== null && !Object.isFrozen(json)) {
		Object.freeze(json);
		Object.values(json).forEach(deepFreeze);
	}
	return json;
}
