import type { IDataObject } from 'n8n-workflow';
import { classTable } from '../../../../src/labels/export/classTable';
import { exportWriter } from '../../../../src/labels/export/exportFile';
import { fileBytes, type FileWriter } from '../../../../src/labels/export/files/writer';
import { Losses } from '../../../../src/labels/export/losses';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { exportFields } from '../../../shared/fields/exportedLabels';
import { collection, mapped } from '../../../shared/fields/form/field';
import { labelRowFilterEntries, labelRowFilterOf } from '../../../shared/fields/labelRowFilter';
import { binaryField } from '../../../shared/fields/pictures';
import { projectField } from '../../../shared/fields/places';
import { listRows } from '../../../shared/labels/lookup';
import { exportRows } from '../../../shared/labels/exportRows';
import { storedFile } from '../../../shared/media/storedFile';
import { exampleId } from '../../../shared/output/examples';
import { counted } from '../../../shared/output/summary';
import { defineOperation } from '../../../shared/runtime/operation';

const filterFields = mapped(
	collection(
		{
			displayName: 'Filters',
			name: 'rowFilters',
			placeholder: 'Add Filter',
			description: 'A label row is exported when all filters fit',
		},
		labelRowFilterEntries,
	),
	labelRowFilterOf,
);

export const exportLabels = defineOperation({
	resource: 'project',
	name: 'exportLabels',
	displayName: 'Export Labels',
	action: 'Export the labels of a project',
	description:
		'Write the labels of many files into one file: COCO, a YOLO archive, CSV or Encord JSON. What the format cannot say is counted, and so are files that were never labeled, which are left out',
	inputs: {
		projectHash: projectField,
		exported: exportFields,
		filter: filterFields,
		binaryField,
	},
	readOnly: true,
	example: {
		projectHash: exampleId,
		projectTitle: 'Pets',
		format: 'coco',
		fileName: 'annotations.json',
		labelRows: 120,
		neverLabeled: 3,
		pictures: 120,
		objects: 314,
		classifications: 0,
		leftOut: [
			{
				what: 'classification',
				class: 'Animal',
				reason: 'COCO has no answers about a picture.',
				count: 120,
			},
		],
		summary:
			'Exported 314 objects on 120 pictures of 120 files; 120 labels are not in the file, or not as in Encord; left out 3 files that were never labeled',
	},
	async run(batch, items) {
		const client = await batch.client();
		await batch.each(items, async ({ index, projectHash, exported, filter, binaryField: name }) => {
			const { title, editorOntology } = await client.getProject(projectHash, { fresh: true });
			const ontology = indexOntology(editorOntology);
			const losses = new Losses(exported.isStrict);
			const classes = classTable(ontology, exported.classes);
			const { allFrames } = exported;
			const writer = exportWriter(exported.format, { classes, losses, allFrames });
			const rows = await listRows(client, projectHash, {
				...filter,
				// Members of a data group are in the row of their group.
				includeChildren: false,
			});
			// A picture without labels in a file for training says that nothing is on it. Nobody has looked at these.
			const labeled = rows.filter(({ label_hash: labelHash }) => labelHash !== null);
			const bytes = fileBytes(writer, exportRows(client, projectHash, labeled, ontology));
			const fileName = exported.fileName || writer.fileName;
			const binary = await storedFile(batch.n8n.helpers, bytes, fileName, writer.mimeType);
			const json = report(writer, losses, rows.length - labeled.length);
			batch.ok(index, [
				{
					json: { ...json, projectHash, projectTitle: title, format: exported.format, fileName },
					binary: { [name]: binary },
				},
			]);
		});
	},
});

function report({ written }: FileWriter, losses: Losses, neverLabeled: number): IDataObject {
	const { rows, pictures, objects, classifications } = written;
	const leftOut = losses.all();
	const lost = leftOut.reduce((sum, { count }) => sum + count, 0);
	const found = [
		counted(objects, 'object'),
		...(classifications > 0 ? [counted(classifications, 'classification')] : []),
	].join(' and ');
	const where = pictures > 0 ? ` on ${counted(pictures, 'picture')}` : '';
	const loss =
		lost > 0
			? `; ${counted(lost, 'label')} ${lost === 1 ? 'is' : 'are'} not in the file, or not as in Encord`
			: '';
	const never =
		neverLabeled > 0
			? `; left out ${counted(neverLabeled, 'file')} that ${neverLabeled === 1 ? 'was' : 'were'} never labeled`
			: '';
	return {
		summary: `Exported ${found}${where} of ${counted(rows, 'file')}${loss}${never}`,
		labelRows: rows,
		neverLabeled,
		pictures,
		objects,
		classifications,
		leftOut: leftOut as unknown as IDataObject[],
	};
}
