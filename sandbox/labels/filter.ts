/** Keeps only some features of a row (protocol §7.2). The others are removed from frames, answers and actions. */
import type { EncordJson } from '../../src/encord/wire/json';
import type { DataUnit, LabelContent } from '../state/entities';
import { emptyLabels, framesOf, unitHashes } from './frames';

/** Feature hashes to keep; null or absent keeps all. */
export interface FeatureFilter {
	objects?: string[] | null;
	classifications?: string[] | null;
}

type Keep = (entry: EncordJson) => boolean;

function keeper(allowed: string[] | null | undefined): Keep {
	return allowed ? (entry) => allowed.includes(String(entry.featureHash)) : () => true;
}

export function keepFeatures(
	unit: DataUnit,
	content: LabelContent,
	filter: FeatureFilter,
): LabelContent {
	if (!filter.objects && !filter.classifications) return content;
	const [keepObject, keepClassification] = [keeper(filter.objects), keeper(filter.classifications)];
	const still = unit.dataType === 'image' || unit.dataType === 'img_group';
	const units = Object.fromEntries(
		unitHashes(unit).map((hash) => [
			hash,
			{ ...content.data_units[hash], labels: emptyLabels(unit) } as EncordJson,
		]),
	);
	const placed = new Map<string, boolean>();
	for (const { unitHash, frame, objects, classifications } of framesOf(unit, content)) {
		for (const object of objects) placed.set(String(object.objectHash), keepObject(object));
		const kept = {
			objects: objects.filter(keepObject),
			classifications: classifications.filter(keepClassification),
		};
		const target = units[unitHash] as EncordJson;
		if (still) target.labels = kept;
		else (target.labels as EncordJson)[String(frame)] = kept;
	}
	const answersOfKept = ([hash, entry]: [string, EncordJson]) =>
		placed.get(hash) ?? keepObject(entry);
	return {
		...content,
		data_units: units,
		object_answers: Object.fromEntries(
			Object.entries(content.object_answers).filter(answersOfKept),
		),
		object_actions: Object.fromEntries(
			Object.entries(content.object_actions).filter(([hash]) => placed.get(hash) ?? true),
		),
		classification_answers: Object.fromEntries(
			Object.entries(content.classification_answers).filter(([, entry]) =>
				keepClassification(entry),
			),
		),
	};
}
