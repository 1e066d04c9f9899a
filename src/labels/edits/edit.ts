/**
 * The edits of a label row, as plain JSON. applyEdits (apply.ts) applies them to the row's JSON and leaves everything they
 * do not touch as it was (protocol §8).
 *
 * Frames are 0-based: frames of a video, pages of a PDF, positions in an image group, milliseconds of audio,
 * characters of text. Coordinates are fractions of the media size, origin top left.
 */
import type { AnswersInput } from '../answers/answerInput';
import type { FrameRange, FramesInput } from '../row/frames';
import type { AgentIdentity } from '../row/identity';
import type { OutsideRule } from '../shapes/coordinateCheck';
import type { Coordinates } from '../shapes/registry';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';

/** Who made a label and when. What is absent is filled: dates with now, people by the server (the key's owner). */
export interface Stamp {
	createdAt?: string | Date;
	createdBy?: string | null;
	lastEditedAt?: string | Date;
	lastEditedBy?: string | null;
	/** Default false: this package writes as an automation. */
	manualAnnotation?: boolean;
}

interface EditBase {
	/** Space id inside a data group or scene; absent = the row's own media. */
	space?: string;
	/** Allows this edit to replace or remove labels that were not written by this agent. Default: the context's. */
	replacePersonLabels?: boolean;
	stamp?: Stamp;
}

/** Where an object is on which frames. */
export interface Placement {
	frames: FramesInput;
	coordinates: Coordinates;
	/** 0..1 */
	confidence?: number;
}

/**
 * Sets the answer of a classification on frames. Applied again it changes nothing; with another answer it replaces what
 * this agent wrote on those frames. `answers` is the whole answer, not a change to it.
 */
export interface SetClassification extends EditBase {
	kind: 'setClassification';
	/** Title or feature hash. */
	classification: string;
	answers?: AnswersInput;
	/** Default: `global` for a global classification, otherwise `all`. */
	frames?: FramesInput;
	confidence?: number;
	/** `add`: a new label; refused where the classification is answered already. Default `upsert`. */
	mode?: 'upsert' | 'add';
	/** A chosen classification hash; normally derived, see identity.ts. */
	hash?: string;
	/** False: authorship is written on the frames only, as older clients do (protocol §8.4). Default true. */
	authorship?: boolean;
}

/** Removes a classification from frames; without frames everywhere. */
export interface ClearClassification extends EditBase {
	kind: 'clearClassification';
	/** Title or feature hash; absent when `hash` names one instance. */
	classification?: string;
	hash?: string;
	frames?: FramesInput;
}

/**
 * Places an object. The same class, frames, `key` and agent make the same object however often it is applied
 * (`mode: 'add'` makes a new one each time). With a `key` (such as a track number) further frames join the same object.
 */
export interface AddObject extends EditBase {
	kind: 'addObject';
	/** Title or feature hash. */
	object: string;
	/** One place, or `placements` for several. */
	frames?: FramesInput;
	coordinates?: Coordinates;
	confidence?: number;
	placements?: Placement[];
	/** Dynamic attributes are answered on the frames placed here. */
	attributes?: AnswersInput;
	key?: string;
	mode?: 'upsert' | 'add';
	/** A chosen object hash; normally derived, see identity.ts. */
	hash?: string;
}

/** Replaces the coordinates of an existing object on frames (and places it on frames where it was not). */
export interface MoveObject extends EditBase {
	kind: 'moveObject';
	objectHash: string;
	frames: FramesInput;
	coordinates: Coordinates;
	confidence?: number;
}

/** Deletes an object from frames; without frames the whole object with its attributes. */
export interface DeleteObject extends EditBase {
	kind: 'deleteObject';
	objectHash: string;
	frames?: FramesInput;
}

/**
 * Answers attributes of an existing object or classification; attributes not named stay as they are. Dynamic attributes
 * are answered on `frames` (default: every frame the object is on).
 */
export interface SetAttributes extends EditBase {
	kind: 'setAttributes';
	objectHash?: string;
	classificationHash?: string;
	attributes: AnswersInput;
	frames?: FramesInput;
	/** Track hash of a new dynamic answer; normally derived. */
	trackHash?: string;
	/** True: nested attributes are answered even where the option that asks for them is not chosen (protocol §8.6). */
	unasked?: boolean;
}

/** Gives an object another class of the same shape; geometry and hash stay, attributes go over where titles agree. */
export interface ChangeClass extends EditBase {
	kind: 'changeClass';
	objectHash: string;
	/** Title or feature hash of the new class. */
	object: string;
}

/** Copies coordinates of an object from one frame to others. */
export interface CopyObject extends EditBase {
	kind: 'copyObject';
	objectHash: string;
	/** Default: the object's first frame. */
	fromFrame?: number;
	toFrames: FramesInput;
}

/** Removes what an agent wrote and nobody has changed since. */
export interface DeleteByAgent extends EditBase {
	kind: 'deleteByAgent';
	/** Name of the agent; default: the context's. */
	agent?: string;
	/** Titles or feature hashes of objects and classifications; default: all. */
	items?: string[];
	frames?: FramesInput;
}

export type Edit =
	| SetClassification
	| ClearClassification
	| AddObject
	| MoveObject
	| DeleteObject
	| SetAttributes
	| ChangeClass
	| CopyObject
	| DeleteByAgent;

export interface EditContext {
	now: Date;
	/** Who writes; part of each label's identity (identity.ts). Default name: `n8n`. */
	agent?: AgentIdentity;
	/** E-mail written as creator and editor; absent = Encord fills in the owner of the key. */
	editor?: string;
	/** The row's listing entry: media size and length. */
	metadata?: Partial<LabelRowMetadata>;
	/** Default false: what this agent did not write stays, and a problem says so. */
	replacePersonLabels?: boolean;
	/** Coordinates outside the image: cut off at its edge (default), refuse the edit, or write them as they are. */
	outside?: OutsideRule;
	/** Source of random hashes for `mode: 'add'`; a test sets it. */
	newHash?: () => string;
}

/** What changed for one label; coordinates as on the wire, answers by title. */
export interface LabelChange {
	change: 'added' | 'changed' | 'removed';
	type: 'object' | 'classification';
	hash: string;
	featureHash: string;
	title: string;
	space?: string;
	/** Frames on which something about the label changed; empty for a global classification or a change of answers only. */
	frames: FrameRange[];
	/** Only what differs, present for `changed` and `removed`. */
	before?: LabelState;
	/** Only what differs, present for `added` and `changed`. */
	after?: LabelState;
}

export interface LabelState {
	class?: string;
	frames?: FrameRange[];
	answers?: { [title: string]: unknown };
	/** Answers by frame, for dynamic attributes. */
	dynamicAnswers?: Array<{ attribute: string; answer: unknown; frames: FrameRange[] }>;
	/** Coordinates by first frame of each run of frames that carry the same ones. */
	coordinates?: Array<{ frames: FrameRange; coordinates: unknown; confidence?: number }>;
}
