/** An object as people read it: its class by title, coordinates in fractions and pixels, answers by title. */
import { sameJson } from '../../encord/wire/sameJson';

import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import { answerEntries } from '../answers/answers';
import { actionByTitle, answersByTitle } from '../answers/answersByTitle';
import type { Size } from '../../geometry/plane';
import type { ObjectItem, OntologyIndex } from '../ontology/ontology';
import { mergeRanges, toRanges, type FrameRange } from '../row/frames';
import { frameSize } from '../row/space';
import { plainCoordinatesIn } from '../shapes/coordinateKeys';
import { toPixels } from '../shapes/pixels';
import type { CollectedLabel } from './collectLabels';
import { authorOf, type TidyAuthor } from './tidyAuthor';

/** Consecutive frames of the same size on which an object has the same coordinates and confidence. */
export interface TidyPlace {
	/** First and last frame. */
	frames: FrameRange;
	/** 0..1 */
	confidence: number;
	/** Fractions of the media size, origin top left. */
	coordinates: EncordJson;
	/** Absent when the size of the media is not known, or the coordinates are not fractions. */
	pixels?: EncordJson;
}

export interface TidyObject {
	hash: string;
	/** Title of the class. */
	class: string;
	featureHash: string;
	shape: string;
	space?: string;
	/** Frames; for audio milliseconds, for text characters. */
	frames: FrameRange[];
	places: TidyPlace[];
	/** Ranges of an object on HTML. */
	htmlRanges?: unknown;
	attributes: { [title: string]: unknown };
	dynamicAttributes: Array<{ attribute: string; answer: unknown; frames: FrameRange[] }>;
	author: TidyAuthor;
}

export function tidyObject(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	object: CollectedLabel,
): TidyObject {
	const { hash, space, onFrames, entry } = object;
	const first = onFrames[0]?.label ?? entry ?? {};
	const item = ontology.objectByHash.get(String(first.featureHash));
	const ranges =
		space.id === undefined
			? entry
			: ((entry?.spaces ?? {}) as { [id: string]: EncordJson })[space.id];
	const htmlRanges = entry?.range_html ?? (ranges?.type === 'html' ? ranges.range : undefined);
	return {
		hash,
		class: item?.title ?? String(first.name ?? first.featureHash),
		featureHash: String(first.featureHash),
		shape: item?.shape ?? String(first.shape),
		...(space.id === undefined ? {} : { space: space.id }),
		frames:
			onFrames.length > 0
				? toRanges(onFrames.map(({ frame }) => frame))
				: htmlRanges === undefined
					? mergeRanges((ranges?.range ?? []) as FrameRange[])
					: [],
		places: placesOf(row, metadata, object),
		...(htmlRanges === undefined ? {} : { htmlRanges }),
		attributes: answersByTitle(item, answerEntries(entry)),
		dynamicAttributes: dynamicAttributesOf(row, item, object),
		author: authorOf(object),
	};
}

function placesOf(
	row: LabelRowJson,
	metadata: Partial<LabelRowMetadata> | undefined,
	{ space, onFrames }: CollectedLabel,
): TidyPlace[] {
	const places: TidyPlace[] = [];
	let lastSize: Size | undefined;
	for (const { frame, label } of onFrames) {
		const coordinates = plainCoordinatesIn(label);
		const confidence = typeof label.confidence === 'number' ? label.confidence : 1;
		const size = frameSize(row, space, frame, metadata);
		const last = places[places.length - 1];
		const continuesLast =
			last !== undefined &&
			last.frames[1] === frame - 1 &&
			last.confidence === confidence &&
			lastSize?.width === size?.width &&
			lastSize?.height === size?.height &&
			sameJson(last.coordinates, coordinates);
		if (continuesLast) {
			last.frames[1] = frame;
			continue;
		}
		lastSize = size;
		const pixels = size === undefined ? undefined : toPixels(coordinates, size);
		places.push({
			frames: [frame, frame],
			confidence,
			coordinates,
			...(pixels === undefined ? {} : { pixels }),
		});
	}
	return places;
}

function dynamicAttributesOf(
	row: LabelRowJson,
	item: ObjectItem | undefined,
	{ hash, space }: CollectedLabel,
): TidyObject['dynamicAttributes'] {
	const actions = row.object_actions?.[hash]?.actions;
	if (!Array.isArray(actions)) return [];
	return (actions as EncordJson[])
		.filter(({ spaceId }) => spaceId === undefined || spaceId === space.id)
		.map((action) => ({
			...actionByTitle(item, action),
			frames: Array.isArray(action.range) ? mergeRanges(action.range as FrameRange[]) : [],
		}));
}
