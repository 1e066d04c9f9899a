/** Rows of each kind of file with a few labels, and files of them, for the tests of this folder. */
import { expect } from '@jest/globals';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import { applyEdits } from '../../../../src/labels/edits/apply';
import { classTable } from '../../../../src/labels/export/classTable';
import { exportWriter, type ExportFormat } from '../../../../src/labels/export/exportFile';
import { exportRow } from '../../../../src/labels/export/exportRow';
import { Losses } from '../../../../src/labels/export/losses';
import { audioRow, box, context, groupRow, imageRow, ontology, videoRow } from '../fixtures';

export type Labeled = { labels: LabelRowJson; metadata: LabelRowMetadata };

export function labeled(row: LabelRowJson, metadata: object, ...edits: object[]): Labeled {
	const all = { dataset_title: 'Set', number_of_frames: 1, ...metadata } as LabelRowMetadata;
	const { labelRow, problems } = applyEdits(
		row,
		ontology,
		edits as Edit[],
		context({ metadata: all }),
	);
	expect(problems).toEqual([]);
	return { labels: labelRow, metadata: all };
}

export interface Options {
	classes?: string[];
	allFrames?: boolean;
	isStrict?: boolean;
}

export function exported(format: ExportFormat, rows: Labeled[], options: Options = {}) {
	const { classes = [], allFrames = false, isStrict = false } = options;
	const losses = new Losses(isStrict);
	const table = classTable(ontology, classes);
	const writer = exportWriter(format, { classes: table, losses, allFrames });
	const parts = [...writer.begin()];
	for (const { labels, metadata } of rows)
		parts.push(...writer.row(exportRow(labels, metadata, ontology)));
	parts.push(...writer.end());
	const { fileName, mimeType, written } = writer;
	return { parts, losses: losses.all(), fileName, mimeType, written };
}

export const textOf = ({ parts }: { parts: Array<string | Uint8Array> }) => parts.join('');
export const add = (object: string, hash: string, coordinates: object, more: object = {}) => ({
	...{ kind: 'addObject', object, hash, frames: 0, coordinates, mode: 'add', ...more },
});
const answer = (classification: string, answers: unknown, more: object = {}) => ({
	...{ kind: 'setClassification', classification, answers, ...more },
});
const PICTURE = { data_title: 'a.png', data_type: 'IMAGE', width: 40, height: 30 };
const FILM = {
	...{ data_title: 'film.mp4', data_type: 'VIDEO', number_of_frames: 6, width: 640, height: 480 },
};
const SOUND = { data_title: 's.mp3', data_type: 'AUDIO', number_of_frames: 1000 };

export const picture = labeled(
	imageRow,
	PICTURE,
	add('Car', 'AAAAAAAA', box(), { attributes: { Plate: 'a, b' }, confidence: 0.5 }),
);
export const film = labeled(
	videoRow,
	FILM,
	{
		...{ kind: 'addObject', object: 'Car', mode: 'add', hash: 'BBBBBBBB' },
		placements: [
			{ frames: [[1, 2]], coordinates: box() },
			{ frames: [[4, 4]], coordinates: box(0.5) },
		],
	},
	{
		...{ kind: 'setAttributes', objectHash: 'BBBBBBBB', attributes: { Lights: 'On' } },
		...{ frames: [[1, 2]], replacePersonLabels: true },
	},
);
export const answered = labeled(
	videoRow,
	FILM,
	answer('Weather', 'Sunny', {
		frames: [
			[0, 1],
			[3, 3],
		],
	}),
	answer('Quality', 'Good'),
);
export const sound = labeled(
	audioRow,
	SOUND,
	add(
		'Speech',
		'CCCCCCCC',
		{
			ranges: [
				[0, 99],
				[200, 299],
			],
		},
		{ frames: undefined, attributes: { Words: 'hi' } },
	),
	answer('Caption', 'Loud', { frames: [[0, 9]] }),
);
export const group = labeled(
	groupRow,
	{ data_title: 'group', data_type: 'GROUP', number_of_frames: 0 },
	add('Car', 'DDDDDDDD', box(), { space: 'film' }),
);
