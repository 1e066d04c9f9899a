/**
 * An archive in the layout of Ultralytics (docs.ultralytics.com/datasets): `data.yaml` and `classes.txt` with the classes, and in `labels/` a
 * text for each picture. A data set has lines of one kind. Pictures themselves are not in it. Confidence, attributes and which objects on
 * several frames are one have no place in it; they are counted.
 */
import type { FileFormat } from '../places/writePlace';
import { stemOf, type ExportRow, type RowMedia } from '../exportRow';
import type { ClassTable } from '../classTable';
import { writtenPlaces, type WrittenPlace } from '../places/writtenPlaces';
import { countClassifications, framesInFile, type ExportSettings, type FileWriter } from './writer';
import { ZipWriter } from './zip';

export type YoloFormat = Extract<FileFormat, `yolo${string}`>;

/** @throws RangeError for poses of classes with different numbers of points */
export function yoloWriter(
	format: YoloFormat,
	{ classes, losses, allFrames }: ExportSettings,
): FileWriter {
	const written = { rows: 0, pictures: 0, objects: 0, classifications: 0 };
	const zip = new ZipWriter();
	const names = new Names();
	const head = dataYaml(format, classes);
	return {
		fileName: 'labels.zip',
		mimeType: 'application/zip',
		written,

		*begin() {
			yield* zip.file('data.yaml', head);
			const titles = inOrder(classes).map(({ title }) => oneLine(title));
			yield* zip.file('classes.txt', titles.map((title) => `${title}\n`).join(''));
		},

		*row(row) {
			written.rows += 1;
			countClassifications(row, losses, 'YOLO');
			const lines = new Map(row.media.map(({ space }) => [space, new Map<number, string[]>()]));
			for (const place of writtenPlaces(row, classes, format, losses)) {
				const ofSpace = lines.get(place.media.space)!;
				const ofFrame = ofSpace.get(place.frame) ?? [];
				ofSpace.set(place.frame, ofFrame);
				ofFrame.push(lineOf(place));
				written.objects += 1;
				countUnsaid(place, losses);
			}
			for (const media of row.media) {
				const ofSpace = lines.get(media.space)!;
				for (const frame of framesInFile(media, new Set(ofSpace.keys()), allFrames)) {
					written.pictures += 1;
					const name = names.of(media, frame, row);
					yield* zip.file(`labels/${name}.txt`, (ofSpace.get(frame) ?? []).join(''));
				}
			}
		},

		*end() {
			yield* zip.end();
		},
	};
}

const inOrder = (classes: ClassTable) =>
	[...classes.values()].sort((a, b) => a.position - b.position);

const oneLine = (title: string) => title.replace(/\s+/g, ' ').trim();

function dataYaml(format: YoloFormat, classes: ClassTable): string {
	const known = inOrder(classes);
	const lines = [
		'# Exported from Encord. Put the pictures into images/, under the names of the files in labels/.',
		'path: .',
		'train: images',
		'val: images',
		...(format === 'yoloPose' ? [`kpt_shape: [${pointCount(classes)}, 3]`] : []),
		'names:',
		// JSON strings are YAML strings.
		...known.map(({ position, title }) => `  ${position}: ${JSON.stringify(oneLine(title))}`),
	];
	return `${lines.join('\n')}\n`;
}

/** @throws RangeError */
function pointCount(classes: ClassTable): number {
	const skeletons = inOrder(classes).filter(({ item }) => item.shape === 'skeleton');
	const counts = new Set(skeletons.map(({ pointNames }) => pointNames?.length ?? 0));
	if (counts.size === 1) return [...counts][0]!;
	throw new RangeError(
		counts.size === 0
			? 'YOLO poses need a class of skeletons; none is among the classes.'
			: `YOLO poses have the same number of points for all classes; ${skeletons.map(({ title, pointNames }) => `"${title}" has ${pointNames?.length ?? 0}`).join(', ')}. Choose classes that fit together.`,
	);
}

/** Class and numbers, with the digits that a picture of 100,000 pixels needs. */
function lineOf({ class: { position }, written }: WrittenPlace): string {
	const numbers = (written as number[]).map((value) => String(Math.round(value * 1e8) / 1e8));
	return `${[position, ...numbers].join(' ')}\n`;
}

function countUnsaid(
	{ object, confidence, media }: WrittenPlace,
	losses: ExportSettings['losses'],
): void {
	const lost = (what: 'attributes' | 'confidence' | 'identity', reason: string) =>
		losses.add({ what, class: object.class, reason });
	if (confidence !== 1) lost('confidence', 'Label files of YOLO have no confidence.');
	if (Object.keys(object.attributes).length > 0 || object.dynamicAttributes.length > 0)
		lost('attributes', 'Label files of YOLO have no attributes.');
	if (media.length > 1)
		lost('identity', 'Label files of YOLO do not say which objects of several frames are one.');
}

/**
 * Names that no two pictures share. Two data units may have one title; then their IDs tell them apart. Of a video, only the name before
 * the numbers of its frames is kept, because it may have thousands.
 */
class Names {
	private readonly pictures = new Set<string>();
	/** What comes before the number of a frame, in names of frames, and in names of pictures that look like one. */
	private readonly ofVideos = new Map<string, string>();
	private readonly ofPictures = new Set<string>();

	of(media: RowMedia, frame: number, { tidy: { dataHash } }: ExportRow): string {
		const id = `${dataHash}${media.space ?? ''}`;
		const plain = fileSafe(stemOf(media.nameOf(frame)));
		const before = FRAME_NAME.exec(plain)?.[1]?.toLowerCase();
		if (!media.isPictures && before !== undefined) {
			const owner = this.ofVideos.get(before);
			if (owner !== id && (owner !== undefined || this.ofPictures.has(before)))
				return `${plain}_${id}`;
			this.ofVideos.set(before, id);
			return plain;
		}
		const key = plain.toLowerCase();
		const isTaken = this.pictures.has(key) || (before !== undefined && this.ofVideos.has(before));
		this.pictures.add(key);
		if (before !== undefined) this.ofPictures.add(before);
		return isTaken ? `${plain}_${id}_${frame}` : plain;
	}
}

const FRAME_NAME = /^(.*)_frame_\d+$/i;

const fileSafe = (name: string) => name.replace(/[\p{Cc}<>:"|?*]/gu, '_');
