/** A classification label as people read it: title, frames, and answers by title. */
import { answerEntries } from '../answers/answers';
import { answersByTitle } from '../answers/answersByTitle';
import type { OntologyIndex } from '../ontology/ontology';
import { answerRanges } from '../row/answerEntry';
import { mergeRanges, toRanges, type FrameRange } from '../row/frames';
import type { CollectedLabel } from './collectLabels';
import { authorOf, type TidyAuthor } from './tidyAuthor';

export interface TidyClassification {
	hash: string;
	/** Title. */
	classification: string;
	featureHash: string;
	space?: string;
	/** Empty when `global`. */
	frames: FrameRange[];
	/** True: the answer is about the whole data unit or space. */
	global: boolean;
	/** By attribute title. Edits accept answers in this form. */
	answers: { [title: string]: unknown };
	/** 0..1, of the first frame. */
	confidence: number | null;
	author: TidyAuthor;
}

export function tidyClassification(
	ontology: OntologyIndex,
	classification: CollectedLabel,
): TidyClassification {
	const { hash, space, onFrames, entry } = classification;
	const first = onFrames[0]?.label;
	const featureHash = String(entry?.featureHash ?? first?.featureHash);
	const item = ontology.classificationByHash.get(featureHash);
	const confidence = first?.confidence ?? entry?.confidence;
	const ranges = mergeRanges(answerRanges(entry, space));
	const isGlobal = item?.global === true || (onFrames.length === 0 && ranges.length === 0);
	return {
		hash,
		classification: item?.title ?? String(first?.name ?? featureHash),
		featureHash,
		...(space.id === undefined ? {} : { space: space.id }),
		frames: isGlobal
			? []
			: onFrames.length > 0
				? toRanges(onFrames.map(({ frame }) => frame))
				: ranges,
		global: isGlobal,
		answers: answersByTitle(item, answerEntries(entry)),
		confidence: typeof confidence === 'number' ? confidence : null,
		author: authorOf(classification),
	};
}
