/** One file of many label rows, in a format of other tools or in Encord's own. */
import { cocoWriter } from './files/coco';
import { csvWriter } from './files/csv';
import { encordWriter } from './files/encordJson';
import { yoloWriter } from './files/yolo';
import type { ExportSettings, FileWriter } from './files/writer';

export const EXPORT_FORMATS = {
	coco: cocoWriter,
	csv: csvWriter,
	encord: encordWriter,
	yolo: (settings) => yoloWriter('yolo', settings),
	yoloObb: (settings) => yoloWriter('yoloObb', settings),
	yoloPose: (settings) => yoloWriter('yoloPose', settings),
	yoloSegment: (settings) => yoloWriter('yoloSegment', settings),
} satisfies Record<string, (settings: ExportSettings) => FileWriter>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** @throws RangeError when the classes do not fit the format */
export function exportWriter(format: ExportFormat, settings: ExportSettings): FileWriter {
	return EXPORT_FORMATS[format](settings);
}
