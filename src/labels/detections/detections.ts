/**
 * Converts the output of a detection model to edits: maps class names to the ontology, drops low confidence, converts boxes
 * to fractions.
 */
import type { EncordJson } from '../../encord/wire/json';
import type { AnswersInput } from '../answers/answerInput';
import type { FramesInput } from '../row/frames';
import type { Size } from '../../geometry/plane';
import { numberFrom, type Scale } from './formats/boxNumbers';
import { coordinatesFor, readGeometry, type GeometryFormat } from './formats/geometry';
import type { ObjectItem, OntologyIndex } from '../ontology/ontology';
import { OntologyLookupError, findObject } from '../ontology/lookup';
import type { AddObject } from '../edits/kinds/addObject';

export interface DetectionOptions {
	format: GeometryFormat;
	/** Unit of the numbers of a box. COCO, YOLO and Pascal VOC have a fixed unit. */
	scale: Scale;
	/** Class name of the model → title or feature hash in the ontology. Other names are looked up unchanged. */
	classMap?: Readonly<Record<string, string>>;
	/** Class of detections without a class name, for models with one class. */
	defaultClass?: string;
	/** Detections of classes that the ontology does not have are skipped and counted; otherwise they are faults. */
	ignoreUnmatched?: boolean;
	/** 0 to 1; detections with a lower confidence are skipped. */
	minConfidence?: number;
	/** Frame of detections without a `frameField`; default 0. */
	frame?: number;
	/** Name of the field with the frame number; default `frame`. */
	frameField?: string;
	/** Name of the field with the track ID, which is the same for one object on all frames; default `track`. */
	trackField?: string;
	/** Size of the picture that the model got; `imageWidth` and `imageHeight` of a detection take precedence. */
	size?: Size;
}

export interface DetectionReport {
	edits: AddObject[];
	added: number;
	belowThreshold: number;
	/** Class name of the model → number of skipped detections. */
	unmatched: { [name: string]: number };
	/** Errors of detections that could not be read, with their position. */
	faults: Array<{ index: number; message: string }>;
}

const CLASS_KEYS = [
	'class',
	'label',
	'name',
	'className',
	'class_name',
	'category',
	'category_name',
	'object',
];
const CONFIDENCE_KEYS = ['confidence', 'score', 'conf', 'probability'];

/** Converts detections to `addObject` edits. The report lists or counts each detection that was not converted. */
export function detectionEdits(
	detections: readonly unknown[],
	ontology: OntologyIndex,
	options: DetectionOptions,
): DetectionReport {
	const report: DetectionReport = {
		edits: [],
		added: 0,
		belowThreshold: 0,
		unmatched: {},
		faults: [],
	};
	detections.forEach((detection, index) => {
		try {
			if (typeof detection !== 'object' || detection === null || Array.isArray(detection))
				throw new RangeError('A detection is an object with a class and a place.');
			readDetection(detection as EncordJson, ontology, options, report);
		} catch (error) {
			report.faults.push({
				index,
				message: error instanceof Error ? error.message : String(error),
			});
		}
	});
	report.added = report.edits.length;
	return report;
}

function readDetection(
	detection: EncordJson,
	ontology: OntologyIndex,
	options: DetectionOptions,
	report: DetectionReport,
): void {
	const confidence = confidenceOf(detection);
	if (confidence !== undefined && confidence < (options.minConfidence ?? 0)) {
		report.belowThreshold++;
		return;
	}
	const name = classNameOf(detection, options);
	const item = classOf(name, ontology, options);
	if (item === undefined) {
		report.unmatched[name] = (report.unmatched[name] ?? 0) + 1;
		return;
	}
	const size = sizeOf(detection) ?? options.size;
	const coordinates = coordinatesFor(
		item.shape,
		readGeometry(detection, options.format, options.scale, size),
		size,
	);
	const track = detection[options.trackField ?? 'track'];
	report.edits.push({
		kind: 'addObject',
		object: item.featureHash,
		frames: frameOf(detection, options),
		coordinates,
		...(confidence === undefined ? {} : { confidence }),
		...(detection.attributes === undefined
			? {}
			: { attributes: detection.attributes as AnswersInput }),
		...(track === undefined || track === null ? {} : { key: `track ${String(track)}` }),
	});
}

function confidenceOf(detection: EncordJson): number | undefined {
	const value = CONFIDENCE_KEYS.map((key) => detection[key]).find(
		(each) => each !== undefined && each !== null,
	);
	if (value === undefined) return undefined;
	const confidence = numberFrom(value);
	if (!(confidence >= 0 && confidence <= 1))
		throw new RangeError(`The confidence is ${String(value)}; expected a number from 0 to 1.`);
	return confidence;
}

function classNameOf(detection: EncordJson, { defaultClass }: DetectionOptions): string {
	const name =
		CLASS_KEYS.map((key) => detection[key]).find(
			(each) => typeof each === 'string' || typeof each === 'number',
		) ?? defaultClass;
	if (name === undefined)
		throw new RangeError(
			`The detection names no class; expected it under one of ${CLASS_KEYS.slice(0, 4).join(', ')}, or a default class.`,
		);
	return String(name);
}

/** The ontology class of a name; undefined when there is none and `ignoreUnmatched` is set. */
function classOf(
	name: string,
	ontology: OntologyIndex,
	{ classMap = {}, ignoreUnmatched }: DetectionOptions,
): ObjectItem | undefined {
	const plain = (text: string): string => text.trim().toLowerCase();
	const mapped =
		Object.entries(classMap).find(([from]) => from === name) ??
		Object.entries(classMap).find(([from]) => plain(from) === plain(name));
	// The target of a mapping must exist: a typing error in the class map is reported even with `ignoreUnmatched`.
	if (mapped !== undefined) return findObject(ontology, mapped[1]);
	try {
		return findObject(ontology, name);
	} catch (error) {
		if (ignoreUnmatched === true && error instanceof OntologyLookupError) return undefined;
		throw error;
	}
}

function frameOf(detection: EncordJson, options: DetectionOptions): FramesInput {
	const value = detection[options.frameField ?? 'frame'] ?? options.frame ?? 0;
	const frame = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof frame !== 'number' || !Number.isInteger(frame) || frame < 0)
		throw new RangeError(`The frame is ${String(value)}; expected a whole number from 0.`);
	return frame;
}

function sizeOf({ imageWidth, imageHeight }: EncordJson): Size | undefined {
	return typeof imageWidth === 'number' && typeof imageHeight === 'number'
		? { width: imageWidth, height: imageHeight }
		: undefined;
}
