/** Data units with labels that are right, as a model sees them before the question. */
import type { EncordClient } from '../../src/encord/client';
import type { OntologyIndex } from '../../src/labels/ontology/ontology';
import { tidyLabelRow } from '../../src/labels/reading/tidy';
import type { MessagePart } from '../../src/llm/model/model';
import { InputError } from '../shared/fields/form/inputError';
import { readLabels, valueOf } from '../shared/labels/reading';
import { rowOf, rowsByDataHash } from '../shared/labels/lookup';
import { itemOfRow, openItem, storageItems } from '../shared/media/storageFiles';
import type { Batch } from '../shared/runtime/batch';
import type { LabelingSettings } from './form';
import { pictureOf } from './questionPictures';

/** @throws InputError for an example without labels */
export async function exampleParts(
	batch: Batch,
	client: EncordClient,
	ontology: OntologyIndex,
	{ examples, unit, pictures }: LabelingSettings,
): Promise<MessagePart[]> {
	if (examples.length === 0) return [];
	const rows = await rowsByDataHash(client, unit.projectHash, examples);
	const shown = examples.map((dataHash) => rowOf(rows, dataHash));
	const labels = await readLabels(client, unit.projectHash, shown);
	const files = await storageItems(
		client,
		shown.flatMap(({ backing_item_uuid: id }) => id ?? []),
		true,
	);
	const parts: MessagePart[] = [];
	for (const row of shown) {
		const row0 = valueOf(labels.get(row.data_hash)!);
		const tidy = tidyLabelRow(row0, ontology, row, { frames: [[0, 0]] });
		if (tidy.objects.length + tidy.classifications.length === 0)
			throw new InputError(
				`The example "${row.data_title}" has no labels on its first frame`,
				'Choose data units whose labels are done and right.',
			);
		const media = await openItem(batch, client, itemOfRow(files, row), pictures.limits);
		try {
			for await (const picture of media.frames({ frames: [0] }, pictures.picture))
				parts.push({ text: 'An example:' }, pictureOf(picture));
		} finally {
			await media.close();
		}
		parts.push({ text: `Its labels, which are right: ${labelsText(tidy)}` });
	}
	return parts;
}

function labelsText({ classifications, objects }: ReturnType<typeof tidyLabelRow>): string {
	return JSON.stringify({
		...Object.assign({}, ...classifications.map(({ answers }) => answers)),
		...(objects.length > 0 && {
			objects: objects.map(({ class: name, attributes }) => ({ class: name, attributes })),
		}),
	});
}
