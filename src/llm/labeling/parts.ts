/** Answers as parts that are written as a whole, with what they say by title. */
import { boundingBox } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import type { EncordJson } from '../../encord/wire/json';
import type { Edit } from '../../labels/edits/edit';
import type { OntologyIndex, OntologyItem } from '../../labels/ontology/ontology';
import type { FramesInput } from '../../labels/row/frames';
import { readableGeometryOf } from '../../labels/shapes/geometryOf';
import type { ClassificationAnswer, ObjectAnswer } from '../schema/parts/part';
import type { ReadPart } from './reading';

export function classificationPart(
	{ classification, answers, confidence }: ClassificationAnswer,
	ontology: OntologyIndex,
	frames: FramesInput,
): ReadPart {
	const item = ontology.classifications.find(({ featureHash }) => featureHash === classification);
	const title = item?.title ?? classification;
	const sure = lowest(Object.values(confidence));
	const edit: Edit = {
		kind: 'setClassification',
		classification,
		answers,
		...(item?.global === true ? {} : { frames }),
		...(sure === undefined ? {} : { confidence: sure }),
	};
	return {
		name: title,
		title,
		value: item ? byTitle(item, answers) : answers,
		edits: [edit],
		...(sure === undefined ? {} : { confidence: sure }),
	};
}

/** @param size of the picture, if known */
export function objectPart(
	answer: ObjectAnswer,
	ontology: OntologyIndex,
	size: Size | undefined,
): ReadPart {
	const { object, answers, coordinates, objectConfidence, confidence } = answer;
	const item = ontology.objects.find(({ featureHash }) => featureHash === object);
	const title = item?.title ?? object;
	const sure = lowest([objectConfidence ?? [], ...Object.values(confidence)].flat());
	const geometry =
		coordinates === undefined ? undefined : readableGeometryOf(coordinates as EncordJson);
	const box = geometry && boundingBox(geometry, size);
	return {
		name: title,
		title,
		value: item ? byTitle(item, answers) : answers,
		...(box && { box }),
		...(sure === undefined ? {} : { confidence: sure }),
		edits: [],
		...(coordinates && {
			object: {
				class: object,
				coordinates,
				...(Object.keys(answers).length > 0 && { attributes: answers }),
				...(objectConfidence === undefined ? {} : { confidence: objectConfidence }),
			},
		}),
	};
}

function lowest(numbers: number[]): number | undefined {
	return numbers.length === 0 ? undefined : Math.min(...numbers);
}

/** Answers as people read them: titles instead of feature hashes. */
function byTitle(
	{ attributeByHash, optionByHash }: OntologyItem,
	answers: { [attributeHash: string]: unknown },
): { [title: string]: unknown } {
	const optionTitle = (hash: unknown) => optionByHash.get(String(hash))?.title ?? hash;
	return Object.fromEntries(
		Object.entries(answers).map(([hash, value]) => {
			const attribute = attributeByHash.get(hash);
			const hasOptions = attribute?.type === 'radio' || attribute?.type === 'checklist';
			const titles = Array.isArray(value) ? value.map(optionTitle) : optionTitle(value);
			return [attribute?.path.join('/') ?? hash, hasOptions ? titles : value];
		}),
	);
}
