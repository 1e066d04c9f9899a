/**
 * The pictures of a COCO file, and which of its annotations are of this media. In data sets of videos, the pictures of a video name it and
 * the number of their frame (`video_id`, `frame_id`, from 0).
 */
import { NotTaken, type ReadingContext, type Seen } from '../../found';
import { frameSaid } from '../parts/frameWords';
import { fileName, isAbsent, isMap, mapsIn, type JsonMap, textOf } from '../parts/json';
import { shown } from '../parts/numbers';
import { isSameSize } from '../parts/said';

/** An annotation of this media, with what its picture says about it. */
export interface OwnAnnotation {
	/** Position in the file. */
	index: number;
	entry: JsonMap;
	/** Frame of its picture; undefined when the picture says none. */
	frame: unknown;
	/** Size whose pixels the numbers count; undefined when the file says none. */
	seen: Seen | undefined;
}

export interface OwnAnnotations {
	own: OwnAnnotation[];
	/** Annotations that may be of this media, or whose frame or size is not clear. */
	refused: Array<{ index: number; reason: string }>;
	/** The file has annotations of other media. */
	hasOthers: boolean;
}

/** @throws NotTaken when the file has nothing of this name, or several may be meant */
export function annotationsOf(file: JsonMap, context: ReadingContext): OwnAnnotations {
	const all = Array.isArray(file.annotations) ? (file.annotations as unknown[]) : [];
	const pictureOf = pictureFinder(file, mapsIn(all), context);
	const divided: OwnAnnotations = { own: [], refused: [], hasOthers: false };
	for (const [index, entry] of all.entries()) {
		try {
			if (!isMap(entry))
				throw new NotTaken(`The annotation is ${shown(entry)}; expected a map of its fields.`);
			const picture = pictureOf(entry);
			if (picture === 'other') divided.hasOthers = true;
			else divided.own.push({ index, entry, ...picture });
		} catch (error) {
			if (!(error instanceof NotTaken)) throw error;
			divided.refused.push({ index, reason: error.message });
		}
	}
	return divided;
}

/** What the picture of an annotation says; `other` when it is of other media. It throws NotTaken when the picture is not clear. */
type PictureFinder = (annotation: JsonMap) => Pick<OwnAnnotation, 'frame' | 'seen'> | 'other';

function pictureFinder(
	file: JsonMap,
	annotations: readonly JsonMap[],
	context: ReadingContext,
): PictureFinder {
	const images = mapsIn(file.images ?? []);
	const videos = mapsIn(file.videos ?? []);
	const video = videoOf(videos, context.title);
	if (video === undefined && images.length === 0) {
		refuseSeveral(annotations);
		return () => ({ frame: undefined, seen: undefined });
	}
	const image = video === undefined ? imageOf(images, context) : undefined;
	const isOwn =
		video === undefined
			? (each: JsonMap) => each === image
			: (each: JsonMap) => sameId(each.video_id, video.id);
	const videoIds = new Set(videos.map(({ id }) => textOf(id)));
	const byId = new Map<string, JsonMap[]>();
	for (const each of images) {
		const id = textOf(each.id);
		const known = byId.get(id);
		if (known === undefined) byId.set(id, [each]);
		else known.push(each);
	}
	return (annotation) => {
		const of = listed(annotation, byId);
		const { video_id: said } = annotation;
		const isSaid = video !== undefined && !isAbsent(said) && sameId(said, video.id);
		if (!isSaid && !of.some(isOwn)) {
			for (const each of of) if (video !== undefined) refuseUnlistedVideo(each, videoIds);
			return 'other';
		}
		const [picture, ...more] = of;
		if (more.length > 0)
			throw new NotTaken(
				`The list "images" has ${of.length} pictures with the ID ${shown(annotation.image_id)}. Which of them the annotation is of is a guess.`,
			);
		if (!isAbsent(said) && !isAbsent(picture!.video_id) && !sameId(said, picture!.video_id))
			throw new NotTaken(
				`The annotation says the video ${shown(said)}, but its image ${shown(picture!.id)} is of the video ${shown(picture!.video_id)}.`,
			);
		return { frame: frameOf(picture!, video, annotation, context), seen: sizeOf(picture!, video) };
	};
}

const sameId = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b);

const isCalled = (name: unknown, title: string | undefined): boolean =>
	typeof name === 'string' &&
	title !== undefined &&
	fileName(name).toLowerCase() === fileName(title).toLowerCase();

/** The video of this name, if there is one. @throws NotTaken when several have the name or its ID */
function videoOf(videos: readonly JsonMap[], title: string | undefined): JsonMap | undefined {
	const [video, ...others] = videos.filter(({ name }) => isCalled(name, title));
	if (others.length > 0)
		throw new NotTaken(
			`The file has ${others.length + 1} videos called ${shown(title)}. Give the annotations of this one only.`,
		);
	if (video !== undefined && videos.some((each) => each !== video && sameId(each.id, video.id)))
		throw new NotTaken(
			`The file has several videos with the ID ${shown(video.id)}. Which pictures are of ${shown(title)} is a guess.`,
		);
	return video;
}

/** Without a list of pictures, all annotations must be of one. @throws NotTaken */
function refuseSeveral(annotations: readonly JsonMap[]): void {
	const ids = new Set(annotations.map(({ image_id: id }) => textOf(id)));
	if (ids.size > 1)
		throw new NotTaken(`The file has annotations of ${ids.size} pictures and no list of pictures.`);
}

/** The picture of the file that is this one. @throws NotTaken when none is, or several may be */
function imageOf(images: readonly JsonMap[], { title }: ReadingContext): JsonMap {
	const named = images.filter(({ file_name: name }) => isCalled(name, title));
	const [found, ...others] = title === undefined && images.length === 1 ? images : named;
	if (found !== undefined && others.length === 0) return found;
	const names = images.slice(0, 5).map(({ file_name: name }) => shown(name));
	throw new NotTaken(
		`The file has ${images.length} pictures (${names.join(', ')}), and ${others.length > 0 ? 'several of them are' : 'none of them is'} called ${shown(title)}. Give the annotations of this picture only.`,
	);
}

/** The pictures with the ID that an annotation names. @throws NotTaken when there are none */
function listed({ image_id: id }: JsonMap, byId: ReadonlyMap<string, JsonMap[]>): JsonMap[] {
	const found = byId.get(textOf(id));
	if (found !== undefined) return found;
	throw new NotTaken(
		isAbsent(id)
			? 'The annotation names no image ("image_id"). Which picture it is of is a guess.'
			: `The annotation is of the image ${shown(id)}, which the list "images" does not have. Which picture it is of is a guess.`,
	);
}

/** @throws NotTaken for a picture of a video that is not in the list of videos: it may be this one */
function refuseUnlistedVideo(
	{ id, video_id: video }: JsonMap,
	videoIds: ReadonlySet<string>,
): void {
	if (!isAbsent(video) && !videoIds.has(textOf(video)))
		throw new NotTaken(
			`The annotation is of the image ${shown(id)} of the video ${shown(video)}, which the list "videos" does not have. Which video it is of is a guess.`,
		);
}

/**
 * The frame that a picture says. Media of one frame need none. For a picture that is of no video, the frame may be chosen.
 * @throws NotTaken when neither a picture of a video nor the annotation says one
 */
function frameOf(
	picture: JsonMap,
	video: JsonMap | undefined,
	annotation: JsonMap,
	context: ReadingContext,
): unknown {
	if (!context.hasFrames) return undefined;
	const frame = frameSaid(picture, context);
	if (video !== undefined && frame === undefined && frameSaid(annotation, context) === undefined)
		throw new NotTaken(
			`The image ${shown(picture.id)} of the video ${shown(video.name)} has no number of its frame ("frame_id"). Which frame it is is a guess.`,
		);
	return frame;
}

/** Numbers count pixels of their picture. @throws NotTaken when the video says another size */
function sizeOf(picture: JsonMap, video: JsonMap | undefined): Seen | undefined {
	const [own, ofVideo] = [sizeIn(picture), video === undefined ? undefined : sizeIn(video)];
	if (own !== undefined && ofVideo !== undefined && !isSameSize(own, ofVideo))
		throw new NotTaken(
			`The image ${shown(picture.id)} has ${sizeText(own)} pixels, but its video ${shown(video?.name)} has ${sizeText(ofVideo)}: which of both the numbers count is a guess.`,
		);
	return own ?? ofVideo;
}

function sizeIn({ width, height }: JsonMap): Seen | undefined {
	return isAbsent(width) && isAbsent(height) ? undefined : { width, height };
}

const sizeText = ({ width, height }: Seen): string => `${shown(width)} × ${shown(height)}`;
