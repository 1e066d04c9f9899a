/**
 * The edits of a label row, as plain JSON. Each kind of edit has a file of its name, with the fields of the edit and the
 * function that applies it. apply.ts applies a list of edits.
 *
 * In all edits, frames are counted from 0: frames of a video, pages of a PDF, positions in an image group, milliseconds of
 * audio, characters of text. Coordinates are fractions of the width and height of the image; the origin is its top left.
 */
import type { AddObject } from './kinds/addObject';
import type { ChangeClass } from './kinds/changeClass';
import type { ClearClassification } from './kinds/clearClassification';
import type { CopyObject } from './kinds/copyObject';
import type { DeleteByAgent } from './kinds/deleteByAgent';
import type { DeleteObject } from './kinds/deleteObject';
import type { MoveObject } from './kinds/moveObject';
import type { SetAttributes } from './kinds/setAttributes';
import type { SetClassification } from './kinds/setClassification';

export type Edit =
	| SetClassification
	| ClearClassification
	| AddObject
	| MoveObject
	| CopyObject
	| DeleteObject
	| SetAttributes
	| ChangeClass
	| DeleteByAgent;
