/**
 * One COCO file (cocodataset.org/#format-data) of many label rows. What COCO itself has no word for is said in the words of others:
 * `attributes` as CVAT writes them; `videos`, `video_id`, `frame_id` and `track_id` as files of video data sets have them (frames from
 * 0). The pictures come last, because which ones there are is known when all rows were read.
 */
import { sameJson } from '../../../encord/wire/sameJson';
import type { TidyObject } from '../../reading/tidyObject';
import { inRanges } from '../../row/frames';
import { frameFileName, type ExportRow, type RowMedia } from '../exportRow';
import { writtenPlaces, type WrittenPlace } from '../places/writtenPlaces';
import { countClassifications, framesInFile, type ExportSettings, type FileWriter } from './writer';

/** The pictures of one medium while its row is written. */
interface PictureSet extends PictureIds {
	media: RowMedia;
}

/**
 * What is kept of the pictures until the end. Of the frames of a video only their numbers are, because there may be a million; the
 * labels themselves are not.
 */
interface Kept {
	/** JSON of the video, or of the group of pictures; empty for a single picture. */
	video: string;
	/** JSON of the pictures, or what the frames of a video have in common, and their numbers. */
	images: string | VideoFrames;
}

/** Data only: a function would keep the labels that it was made beside. */
interface VideoFrames {
	frames: Uint32Array;
	title: string;
	size: object;
	ids: PictureIds;
}

interface PictureIds {
	firstId: number;
	videoId: number | undefined;
	dataHash: string;
}

export function cocoWriter({ classes, losses, allFrames }: ExportSettings): FileWriter {
	const written = { rows: 0, pictures: 0, objects: 0, classifications: 0 };
	const kept: Kept[] = [];
	let nextPicture = 1;
	let nextVideo = 1;
	let nextTrack = 1;
	return {
		fileName: 'annotations.json',
		mimeType: 'application/json',
		written,

		*begin() {
			const categories = [...classes.values()].map(({ position, title, pointNames, item }) => ({
				id: position + 1,
				name: title,
				supercategory: '',
				...(item.shape === 'skeleton' && pointNames ? { keypoints: pointNames, skeleton: [] } : {}),
			}));
			yield `{"info":{"description":"Exported from Encord"},"licenses":[],"categories":${JSON.stringify(categories)},"annotations":[`;
		},

		*row(row) {
			written.rows += 1;
			countClassifications(row, losses, 'COCO');
			const places = pictureSets(row);
			for (const set of places.values()) {
				if (set.media.length > 1 || !set.media.isPictures) set.videoId = nextVideo++;
				set.firstId = nextPicture;
				nextPicture += set.media.length;
			}
			const labeled = new Map([...places.keys()].map((space) => [space, new Set<number>()]));
			const tracks = new Map<TidyObject, number>();
			for (const place of writtenPlaces(row, classes, 'coco', losses)) {
				const set = places.get(place.media.space)!;
				labeled.get(place.media.space)!.add(place.frame);
				if (set.videoId !== undefined && !tracks.has(place.object))
					tracks.set(place.object, nextTrack++);
				const before = written.objects === 0 ? '\n' : ',\n';
				written.objects += 1;
				yield before + JSON.stringify(annotation(written.objects, place, set, tracks));
			}
			for (const [space, set] of places) {
				const frames = framesInFile(set.media, labeled.get(space)!, allFrames);
				written.pictures += frames.length;
				if (frames.length > 0) kept.push(keptOf(set, frames));
			}
		},

		*end() {
			yield '],\n"videos":[';
			yield* listed(kept.flatMap(({ video }) => (video === '' ? [] : [video])));
			yield '],\n"images":[';
			yield* listed(images(kept));
			yield ']}\n';
		},
	};
}

function pictureSets({ media, tidy }: ExportRow): Map<string | undefined, PictureSet> {
	const { dataHash } = tidy;
	return new Map(
		media.map((one) => [one.space, { media: one, dataHash, firstId: 0, videoId: undefined }]),
	);
}

function annotation(
	id: number,
	{ object, class: known, frame, confidence, written }: WrittenPlace,
	{ firstId, videoId }: PictureSet,
	tracks: ReadonlyMap<TidyObject, number>,
) {
	const attributes = { ...object.attributes };
	for (const { attribute, answer, frames } of object.dynamicAttributes)
		if (inRanges(frames, frame)) attributes[attribute] = answer;
	return {
		id,
		image_id: firstId + frame,
		category_id: known.position + 1,
		...(written as object),
		...(videoId === undefined ? {} : { video_id: videoId, track_id: tracks.get(object) }),
		...(confidence === 1 ? {} : { score: confidence }),
		...(Object.keys(attributes).length === 0 ? {} : { attributes }),
		object_hash: object.hash,
	};
}

function keptOf({ media, ...ids }: PictureSet, frames: number[]): Kept {
	const size = sizeOf(media, frames[0]!);
	const isOneSize = frames.every((frame) => sameJson(sizeOf(media, frame), size));
	const { videoId, dataHash } = ids;
	const video =
		videoId === undefined
			? ''
			: JSON.stringify({
					id: videoId,
					name: media.title,
					// Pictures of different sizes say their own; readers would hold one of them for that of all.
					...(isOneSize ? size : {}),
					data_hash: dataHash,
				});
	if (!media.isPictures && isOneSize)
		return { video, images: { frames: Uint32Array.from(frames), title: media.title, size, ids } };
	const all = frames.map((frame) =>
		imageJson(ids, frame, media.nameOf(frame), sizeOf(media, frame)),
	);
	return { video, images: all.join(',\n') };
}

function imageJson(
	{ firstId, videoId, dataHash }: PictureIds,
	frame: number,
	fileName: string,
	size: object,
): string {
	return JSON.stringify({
		id: firstId + frame,
		file_name: fileName,
		...size,
		...(videoId === undefined ? {} : { video_id: videoId, frame_id: frame }),
		data_hash: dataHash,
	});
}

function* images(kept: readonly Kept[]): Generator<string> {
	for (const { images: of } of kept) {
		if (typeof of === 'string') yield of;
		else
			for (const frame of of.frames)
				yield imageJson(of.ids, frame, frameFileName(of.title, frame), of.size);
	}
}

function sizeOf(media: RowMedia, frame: number) {
	const size = media.sizeOf(frame);
	return size === undefined ? {} : { width: size.width, height: size.height };
}

function* listed(entries: Iterable<string>): Generator<string> {
	let separator = '\n';
	for (const entry of entries) {
		yield separator + entry;
		separator = ',\n';
	}
}
