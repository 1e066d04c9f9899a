/** A label row as the writers of files take it, and the pictures that its labels are on. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { Size } from '../../geometry/plane';
import type { OntologyIndex } from '../ontology/ontology';
import { tidyLabelRow, type TidyLabelRow } from '../reading/tidy';
import { allSpaces, frameSize, spaceInfo, unitKeyOf, type Space } from '../row/space';

export interface ExportRow {
	metadata: LabelRowMetadata;
	labels: LabelRowJson;
	tidy: TidyLabelRow;
	media: RowMedia[];
}

/** What frames are numbered in: the file of the row, or a member of a data group. */
export interface RowMedia {
	/** ID of the space; absent for the row's own file. */
	space?: string;
	title: string;
	/** Number of frames. */
	length: number;
	/** One picture, or a set of pictures, each with a size and a file of its own. Otherwise the frames of a video or document. */
	isPictures: boolean;
	/** Pixels; undefined when Encord does not tell. */
	sizeOf(frame: number): Size | undefined;
	/** File name of a frame. */
	nameOf(frame: number): string;
}

/** @throws ProtocolError for labels that are not in the form of Encord */
export function exportRow(
	labels: LabelRowJson,
	metadata: LabelRowMetadata,
	ontology: OntologyIndex,
): ExportRow {
	const tidy = tidyLabelRow(labels, ontology, metadata);
	const media = allSpaces(labels, metadata)
		.filter(({ kind }) => kind === 'frames')
		.map((space) => mediaOf(space, labels, metadata, tidy));
	return { metadata, labels, tidy, media };
}

function mediaOf(
	space: Space,
	labels: LabelRowJson,
	metadata: LabelRowMetadata,
	tidy: TidyLabelRow,
): RowMedia {
	const title = titleOf(space, labels, metadata);
	const ofSpace = tidy.objects.filter((object) => object.space === space.id);
	const last = Math.max(-1, ...ofSpace.flatMap(({ frames }) => frames.map(([, end]) => end)));
	const length = Math.max(space.length ?? 0, last + 1);
	const isPictures = space.layout === 'units' || ['image', 'scene_image'].includes(space.type);
	return {
		...(space.id === undefined ? {} : { space: space.id }),
		title,
		length,
		isPictures,
		sizeOf: (frame) => frameSize(labels, space, frame, metadata),
		nameOf(frame) {
			if (space.layout === 'units') {
				const unit = labels.data_units[unitKeyOf(space, frame) ?? ''];
				return String(unit?.data_title ?? `${title}_${frame}`);
			}
			return isPictures ? title : frameFileName(title, frame);
		},
	};
}

function titleOf(space: Space, labels: LabelRowJson, metadata: LabelRowMetadata): string {
	if (space.id === undefined || space.id === 'root') return metadata.data_title;
	const child = spaceInfo(labels, space.id)?.child_info as EncordJson | undefined;
	return String(child?.file_name ?? `${metadata.data_title} ${space.id}`);
}

/** File name of a frame of a video or document, as *Frame: Get* gives it. */
export const frameFileName = (title: string, frame: number) =>
	`${stemOf(title)}_frame_${frame}.jpg`;

/** The name without folders and without its ending. */
export function stemOf(title: string): string {
	const name = title.split(/[\\/]/).at(-1) ?? '';
	return name.replace(/(?<=.)\.[a-z0-9]{1,5}$/i, '') || 'file';
}
