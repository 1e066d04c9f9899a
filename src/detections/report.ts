/** What became of the detections. */
import type { Edit } from '../labels/edits/edit';
import type { FieldReport } from '../reply/report';

export interface DetectionReport {
	/** In the order in which they are to be applied. */
	edits: Edit[];
	/** For each edit, the detections it comes from. */
	sources: number[][];
	/** How many detections there were. */
	detections: number;
	/** Detections below the least confidence, which are left out. */
	belowConfidence: number;
	/** Class name of the model → number of detections left out, where unmatched classes are only counted. */
	unmatched: { [name: string]: number };
	/** One entry for each detection, and one for each attribute that was refused. */
	fields: FieldReport[];
	/** This agent's own objects on the same frames that were not found again, each with those of its frames. */
	left: Array<{ hash: string; frames: number[] }>;
}
