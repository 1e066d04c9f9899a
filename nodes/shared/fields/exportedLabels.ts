/** Fields for a file that labels are exported to. */
import type { ExportFormat } from '../../../src/labels/export/exportFile';
import { collection, group, mapped, type Field } from './form/field';
import { InputError } from './form/inputError';
import { choice, flag, text, textList } from './form/values';

export interface ExportInput {
	format: ExportFormat;
	/** Titles or feature hashes; empty: all. */
	classes: string[];
	allFrames: boolean;
	/** Whether the export fails when the format cannot say something. */
	isStrict: boolean;
	/** Empty: that of the format. */
	fileName: string;
}

const format = choice({
	displayName: 'Format',
	name: 'exportFormat',
	type: 'options',
	default: 'coco',
	description: 'What the file is for. What a format cannot say is counted in the output.',
	options: [
		{
			name: 'COCO',
			value: 'coco',
			description: 'One JSON file: boxes, outlines, masks and keypoints, with attributes',
		},
		{
			name: 'CSV',
			value: 'csv',
			description: 'A table with a line for each place of an object and each answer',
		},
		{ name: 'Encord JSON', value: 'encord', description: 'The label rows as Encord stores them' },
		{
			name: 'YOLO Boxes',
			value: 'yolo',
			description: 'A zip archive of texts: center and size of the box around each object',
		},
		{
			name: 'YOLO Keypoints',
			value: 'yoloPose',
			description: 'A zip archive of texts: boxes and points of skeletons',
		},
		{
			name: 'YOLO Outlines',
			value: 'yoloSegment',
			description: 'A zip archive of texts: outlines of polygons and masks',
		},
		{
			name: 'YOLO Turned Boxes',
			value: 'yoloObb',
			description: 'A zip archive of texts: four corners of boxes',
		},
	],
});

const options = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		allFrames: flag({
			displayName: 'All Frames',
			name: 'allFrames',
			type: 'boolean',
			default: true,
			description:
				'Whether frames of videos without an object are in the file as well. Otherwise COCO and YOLO have only those with an object; single pictures are always there.',
		}),
		classes: textList({
			displayName: 'Classes',
			name: 'exportClasses',
			type: 'string',
			default: '',
			placeholder: 'e.g. Car, Truck',
			description:
				'Only objects of these classes: titles or IDs, separated by commas. Their order in the ontology gives their numbers.',
		}),
		isStrict: flag({
			displayName: 'Fail If Something Cannot Be Said',
			name: 'isStrict',
			type: 'boolean',
			default: true,
			description:
				'Whether to fail when the format cannot say something, such as a rotated box in COCO. Otherwise it is counted in the output.',
		}),
		fileName: text({
			displayName: 'File Name',
			name: 'exportFileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. labels-2026-01.zip',
			description: 'Name of the file',
		}),
	},
);

export const exportFields: Field<ExportInput> = mapped(
	group({ format, options }),
	({ format: chosen, options: given }) => {
		const classes = given.classes ?? [];
		if (chosen === 'encord' && classes.length > 0)
			throw new InputError(
				'Classes cannot be chosen for Encord JSON, which has whole label rows',
				'Remove the option Classes, or choose another format.',
			);
		return {
			format: chosen,
			classes,
			allFrames: given.allFrames ?? false,
			isStrict: given.isStrict ?? false,
			fileName: given.fileName ?? '',
		};
	},
);
