/** What the user chooses about detections, and where they go. */
import type { Unit } from './found';

export interface DetectionOptions {
	/** Name of a format (formats/registry.ts), or `auto`: the format is told by an unmistakable mark of the data, or asked for. */
	format: string;
	/** What the numbers count. `auto`: what the data says, or what the numbers alone leave open as the only reading. */
	numbers?: 'auto' | Unit;
	/** Names of the model's classes 0, 1, 2, … */
	names?: readonly string[];
	/** Class name or number of the model → title or feature hash in the ontology; `*` stands for all others. */
	classMap?: Readonly<Record<string, string>>;
	/** Class of detections that name none, for models with one class. */
	defaultClass?: string;
	/** 0 to 1; detections with a lower confidence are left out and counted. */
	minConfidence?: number;
	/** Frame of detections that name none. Absent: on media of several frames such detections are refused. */
	frame?: number;
	/** Name of the field with the frame number; default: the usual names. */
	frameField?: string;
	/** Name of the field with the track ID, which is the same for one object on all frames; default: the usual names. */
	trackField?: string;
	/** Size of the picture that the model saw, if not that of the file. Both numbers belong together. */
	imageWidth?: number;
	imageHeight?: number;
	/**
	 * What happens where the shape of the class shows less, or other things, than the detection: the box around an outline, a mask or
	 * a turned box; the middle of a box; four corners as an outline. Default: `refuse`.
	 */
	lossy?: 'refuse' | 'convert';
	/** Detections of classes that the ontology does not have: reported as refused (default), or only counted. */
	unmatched?: 'refuse' | 'count';
	/** `upsert` (default): a detection that this agent has placed before is found again by its place. `add`: always a new object. */
	mode?: 'upsert' | 'add';
}
