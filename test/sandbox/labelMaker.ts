/** Label instances for tests, by the names of the conformance ontology. */

/* eslint-disable @typescript-eslint/no-explicit-any -- label blobs are plain JSON */

export interface Maker {
	/** Puts an object on a frame of the blob, with its answers entry. Returns the frame object. */
	object(
		blob: any,
		name: string,
		hash: string,
		coordinates: Record<string, unknown>,
		frame?: number,
	): any;
	/** Puts a classification with a text, numeric or one-option answer on a frame. Returns its answers entry. */
	classification(
		blob: any,
		name: string,
		hash: string,
		answer: string | number | { option: string },
		frame?: number,
	): any;
	feature(name: string): any;
}

const lowerSnake = (text: string) => text.toLowerCase().replace(/ /g, '_');
const AT = 'Mon, 05 Jan 2026 10:00:00 UTC';

/** The labels holder of a frame: the unit itself for images, one per frame otherwise. */
export function holderOf(blob: any, frame = 0): any {
	const units: any[] = Object.values(blob.data_units);
	if (blob.data_type === 'img_group')
		return units.find((unit) => unit.data_sequence === String(frame)).labels;
	if (blob.data_type === 'image') return units[0].labels;
	return (units[0].labels[String(frame)] ??= { objects: [], classifications: [] });
}

export function makerFor(ontology: any): Maker {
	const feature = (name: string) =>
		ontology.objects.find((each: any) => each.name === name) ??
		ontology.classifications.find((each: any) => each.attributes[0].name === name);
	return {
		feature,
		object(blob, name, objectHash, coordinates, frame = 0) {
			const { color, shape, featureNodeHash } = feature(name);
			const made = {
				name,
				color,
				value: lowerSnake(name),
				shape,
				featureHash: featureNodeHash,
				objectHash,
				createdAt: AT,
				createdBy: null,
				lastEditedAt: AT,
				confidence: 1,
				manualAnnotation: false,
				...coordinates,
			};
			holderOf(blob, frame).objects.push(made);
			blob.object_answers[objectHash] ??= { objectHash, classifications: [] };
			return made;
		},
		classification(blob, name, classificationHash, answer, frame = 0) {
			const {
				featureNodeHash,
				attributes: [attribute],
			} = feature(name);
			holderOf(blob, frame).classifications.push({
				name,
				value: lowerSnake(name),
				createdAt: AT,
				createdBy: null,
				confidence: 1,
				featureHash: featureNodeHash,
				classificationHash,
				manualAnnotation: false,
				lastEditedAt: AT,
			});
			const option =
				typeof answer === 'object'
					? attribute.options.find((each: any) => each.label === answer.option)
					: null;
			const answers = option
				? [{ name: option.label, value: option.value, featureHash: option.featureNodeHash }]
				: answer;
			const classifications = [
				{
					name,
					value: lowerSnake(name),
					featureHash: attribute.featureNodeHash,
					manualAnnotation: false,
					answers,
				},
			];
			return (blob.classification_answers[classificationHash] ??= {
				classificationHash,
				featureHash: featureNodeHash,
				classifications,
				spaces: {},
			});
		},
	};
}
