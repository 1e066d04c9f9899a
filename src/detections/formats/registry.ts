/** All formats of places this package reads. A new one is a file in a folder here and a line in this list. */
import { detectron2 } from './detectors/detectron2';
import { groundingDino } from './detectors/groundingDino';
import { huggingFace } from './detectors/huggingFace';
import { ultralytics } from './detectors/ultralytics';
import { yolo, yoloClassify, yoloObb, yoloPose, yoloSegment } from './detectors/yolo';
import { coco } from './files/coco';
import { cvat } from './files/cvat';
import { encord } from './files/encord';
import { labelme } from './files/labelme';
import { labelStudio } from './files/labelStudio';
import { pascalVoc } from './files/pascalVoc';
import { supervisely } from './files/supervisely';
import type { Format } from './format';
import { florence } from './models/florence';
import { gemini } from './models/gemini';
import { molmo } from './models/molmo';
import { moondream } from './models/moondream';
import { paligemma } from './models/paligemma';
import { qwen } from './models/qwen';
import { cxcywh, xywh, xyxy, yxyx } from './plain';
import { characters, milliseconds, seconds } from './ranges';
import { azure } from './services/azure';
import { googleVision } from './services/googleVision';
import { rekognition } from './services/rekognition';
import { roboflow } from './services/roboflow';

export const FORMATS: readonly Format[] = [
	xyxy,
	yxyx,
	xywh,
	cxcywh,
	gemini,
	qwen,
	molmo,
	florence,
	paligemma,
	moondream,
	huggingFace,
	groundingDino,
	ultralytics,
	yolo,
	yoloSegment,
	yoloObb,
	yoloPose,
	yoloClassify,
	detectron2,
	roboflow,
	googleVision,
	rekognition,
	azure,
	coco,
	pascalVoc,
	labelme,
	labelStudio,
	cvat,
	supervisely,
	encord,
	seconds,
	milliseconds,
	characters,
];

const BY_NAME: ReadonlyMap<string, Format> = new Map(
	FORMATS.map((format) => [format.name, format]),
);

export function formatNamed(name: string): Format | undefined {
	return BY_NAME.get(name);
}

/** The formats whose unmistakable mark the data bears. */
export function recognized(data: unknown): Format[] {
	return FORMATS.filter((format) => format.recognizes(data));
}
