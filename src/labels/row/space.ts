/**
 * The parts of a label row that hold labels: its own media, and each space of a data group or scene (protocol §8, §8.8). For
 * each part: how the row stores its frames, how many frames it has, and how large they are.
 */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';

/** A part of a label row that holds labels. */
export interface Space {
	/** Space id; absent for the row's own media. */
	id?: string;
	/**
	 * What its labels are placed on. `frames`: numbered frames. `ranges`: ranges of milliseconds (audio) or characters (text).
	 * `html`: ranges between two xpaths. `none`: it holds no labels itself.
	 */
	kind: 'frames' | 'ranges' | 'html' | 'none';
	/**
	 * How frames are stored. `flat`: one labels object, which is frame 0. `units`: one data unit per frame, each with a labels
	 * object. `map`: one object with a labels object for each frame number. `none`: nothing is stored by frame.
	 */
	layout: 'flat' | 'units' | 'map' | 'none';
	/** Keys of the data units; for image groups by frame, otherwise the only one. */
	unitKeys: string[];
	/** Number of frames, milliseconds or characters; undefined when neither the row nor its metadata tells. */
	length: number | undefined;
	/** Encord's data type (own media) or space type, such as `video`. */
	type: string;
}

const MAP_TYPES = new Set(['video', 'pdf', 'dicom', 'dicom_study', 'nifti', 'scene']);
const RANGE_SPACES = new Set(['audio', 'text']);
/** Types of spaces that hold no labels this package can edit. */
const NO_LABEL_SPACES = new Set(['scene', 'point_cloud']);

/** The row's own media, or its space with this id; undefined when there is no such space. */
export function spaceOf(
	row: LabelRowJson,
	metadata: Partial<LabelRowMetadata> | undefined,
	id?: string,
): Space | undefined {
	if (id !== undefined) return groupSpace(row, id);
	const type = (row.data_type ?? metadata?.data_type ?? '').toLowerCase();
	const units = Object.entries(row.data_units ?? {});
	const length = metadata?.number_of_frames;
	if (type === 'img_group') {
		const unitKeys: string[] = [];
		for (const [key, unit] of units) unitKeys[Number(unit.data_sequence)] = key;
		return { kind: 'frames', layout: 'units', unitKeys, length: length ?? unitKeys.length, type };
	}
	const unitKeys = units.slice(0, 1).map(([key]) => key);
	const html = metadata?.file_type === 'text/html' || units[0]?.[1].data_type === 'text/html';
	if (type === 'image') return { kind: 'frames', layout: 'flat', unitKeys, length: 1, type };
	if (type === 'audio') return { kind: 'ranges', layout: 'none', unitKeys, length, type };
	if (type === 'plain_text')
		return {
			kind: html ? 'html' : 'ranges',
			layout: 'none',
			unitKeys,
			length,
			type: html ? 'html' : type,
		};
	if (MAP_TYPES.has(type)) return { kind: 'frames', layout: 'map', unitKeys, length, type };
	return { kind: 'none', layout: 'none', unitKeys, length, type };
}

/**
 * Whether answer entries of the space have the form they have in a row without spaces. That is so for the row's own media and
 * for `root`, the space of a multilayer image (protocol §8.8).
 */
export function keepsPlainAnswers(space: Space): boolean {
	return space.id === undefined || space.id === 'root';
}

/** Ids of the row's spaces. */
export function spaceIds(row: LabelRowJson): string[] {
	return Object.keys(row.spaces ?? {});
}

/** The row's own media, unless it holds no labels itself, and every space of the row. */
export function allSpaces(row: LabelRowJson, metadata?: Partial<LabelRowMetadata>): Space[] {
	const own = spaceOf(row, metadata);
	const spaces = spaceIds(row).flatMap((id) => spaceOf(row, metadata, id) ?? []);
	return own === undefined || own.kind === 'none' ? spaces : [own, ...spaces];
}

/** Key of the data unit that holds a frame; undefined when the row has none for it. */
export function unitKeyOf(space: Space, frame: number): string | undefined {
	return space.unitKeys[space.layout === 'units' ? frame : 0];
}

/** Width and height of a frame in pixels; undefined when the row and its metadata do not tell. */
export function frameSize(
	row: LabelRowJson,
	space: Space,
	frame: number,
	metadata?: Partial<LabelRowMetadata>,
): { width: number; height: number } | undefined {
	const info = space.id === undefined ? undefined : spaceInfo(row, space.id);
	const frames = info?.frames;
	if (Array.isArray(frames)) return sizeIn(frames[frame] as EncordJson | undefined);
	if (info !== undefined) return sizeIn(info);
	const unit = row.data_units[unitKeyOf(space, frame) ?? ''];
	const ofFrame =
		space.layout === 'map' ? (unit?.labels as EncordJson | undefined)?.[String(frame)] : undefined;
	return (
		sizeIn((ofFrame as EncordJson | undefined)?.metadata as EncordJson | undefined) ??
		sizeIn(unit) ??
		sizeIn(metadata as EncordJson | undefined)
	);
}

/** The JSON of a space; undefined when there is none. */
export function spaceInfo(row: LabelRowJson, id: string): EncordJson | undefined {
	const info = row.spaces?.[id];
	return typeof info === 'object' && info !== null ? (info as EncordJson) : undefined;
}

function groupSpace(row: LabelRowJson, id: string): Space | undefined {
	const info = spaceInfo(row, id);
	if (info === undefined) return undefined;
	const type = String(info.space_type ?? '');
	const base = { id, unitKeys: [], type };
	if (RANGE_SPACES.has(type)) {
		return { ...base, kind: 'ranges', layout: 'none', length: numeric(info.duration_ms) };
	}
	if (type === 'html') return { ...base, kind: 'html', layout: 'none', length: undefined };
	if (NO_LABEL_SPACES.has(type))
		return { ...base, kind: 'none', layout: 'none', length: undefined };
	const listed = Array.isArray(info.frames) ? info.frames.length : undefined;
	const single = type === 'image' || type === 'scene_image' ? 1 : undefined;
	return {
		...base,
		kind: 'frames',
		layout: 'map',
		length: numeric(info.number_of_frames) ?? numeric(info.number_of_pages) ?? listed ?? single,
	};
}

function sizeIn(json: EncordJson | undefined): { width: number; height: number } | undefined {
	const width = numeric(json?.width);
	const height = numeric(json?.height);
	return width !== undefined && height !== undefined && width > 0 && height > 0
		? { width, height }
		: undefined;
}

function numeric(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
