/** Adds authors and times to saved labels: the caller where the payload names nobody. What it names is kept (protocol §7.3). */
import type { EncordJson } from '../../src/encord/wire/json';
import type { DataUnit, LabelContent } from '../state/entities';
import { labelTime } from '../state/times';
import { emptyLabels, framesOf, unitHashes } from './frames';

interface Author {
	email: string;
	/** ISO 8601. */
	at: string;
}

function signed(instance: EncordJson, { email, at }: Author): EncordJson {
	const time = labelTime(at);
	return {
		...instance,
		createdBy: instance.createdBy ?? email,
		lastEditedBy: instance.lastEditedBy ?? email,
		createdAt: instance.createdAt ?? time,
		lastEditedAt: instance.lastEditedAt ?? time,
	};
}

/**
 * An answers entry has an author only when it places the instance by range. Clients recognize this by the key `createdBy`, so the
 * key is not added where it is missing (protocol §8.4).
 */
function signedEntries(
	entries: Record<string, EncordJson>,
	author: Author,
): Record<string, EncordJson> {
	return Object.fromEntries(
		Object.entries(entries).map(([hash, entry]) => [
			hash,
			'createdBy' in entry ? signed(entry, author) : entry,
		]),
	);
}

export function withAuthors(unit: DataUnit, content: LabelContent, author: Author): LabelContent {
	const units = Object.fromEntries(
		unitHashes(unit).map((hash) => [
			hash,
			{ ...content.data_units[hash], labels: emptyLabels(unit) } as EncordJson,
		]),
	);
	const still = unit.dataType === 'image' || unit.dataType === 'img_group';
	for (const { unitHash, frame, objects, classifications } of framesOf(unit, content)) {
		const given = content.data_units[unitHash]?.labels as EncordJson;
		const labels = {
			...(still ? given : (given[String(frame)] as EncordJson)),
			objects: objects.map((object) => signed(object, author)),
			classifications: classifications.map((classification) => signed(classification, author)),
		};
		const target = units[unitHash] as EncordJson;
		if (still) target.labels = labels;
		else (target.labels as EncordJson)[String(frame)] = labels;
	}
	return {
		...content,
		data_units: units as LabelContent['data_units'],
		object_answers: signedEntries(content.object_answers, author),
		classification_answers: signedEntries(content.classification_answers, author),
	};
}
