/**
 * Where labels of a row live: the row's own media, or one space of a data group or scene (protocol §8, §8.8). A space
 * knows how its frames are stored, how many there are and how large each is.
 */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';

export interface Space {
	/** Space id; absent for the row's own media. */
	id?: string;
	/**
	 * `frames`: boxes and the like on numbered frames. `ranges`: audio and text. `html`: text ranges by xpath.
	 * `none`: holds no labels itself.
	 */
	kind: 'frames' | 'ranges' | 'html' | 'none';
	/**
	 * How frames are stored: `flat` = the labels object itself is frame 0, `units` = one data unit per frame,
	 * `map` = by frame number.
	 */
	layout: 'flat' | 'units' | 'map' | 'none';
	/** Data units by frame; a single one except for image groups. */
	unitKeys: string[];
	/** Frames, milliseconds or characters; undefined when nobody says. */
	length: number | undefined;
	/** Encord's name of the kind: a data type or a space type. */
	type: string;
}

const MAP_TYPES = new Set(['video', 'pdf', 'dicom', 'dicom_study', 'nifti', 'scene']);
const RANGE_SPACES = new Set(['audio', 'text']);
/** Media whose labels are not on frames, by space type. */
const NO_LABEL_SPACES = new Set(['scene']);

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
 * Whether answer entries of the space look like those of a row without spaces. So they do for the row's own media and
 * for `root`, the space of a multilayer image (protocol §8.8).
 */
export function keepsPlainAnswers(space: Space): boolean {
	return space.id === undefined || space.id === 'root';
}

/** Ids of the row's spaces. */
export function spaceIds(row: LabelRowJson): string[] {
	return Object.keys(row.spaces ?? {});
}

/** The row's own media (when it can hold labels) and every space. */
export function allSpaces(row: LabelRowJson, metadata?: Partial<LabelRowMetadata>): Space[] {
	const own = spaceOf(row, metadata);
	const spaces = spaceIds(row).flatMap((id) => spaceOf(row, metadata, id) ?? []);
	return own === undefined || own.kind === 'none' ? spaces : [own, ...spaces];
}

/** Width and height in pixels of a frame, where known. */
export function frameSize(
	row: LabelRowJson,
	space: Space,
	frame: number,
	metadata?: Partial<LabelRowMetadata>,
): { width: number; height: number } | undefined {
	const info = space.id === undefined ? undefined : spaceInfo(row, space.id);
	const stack = info?.frames;
	if (Array.isArray(stack)) return sizeIn(stack[frame] as EncordJson | undefined);
	if (info !== undefined) return sizeIn(info);
	const unit = row.data_units[space.unitKeys[space.layout === 'units' ? frame : 0] ?? ''];
	const perFrame =
		space.layout === 'map' ? (unit?.labels as EncordJson | undefined)?.[String(frame)] : undefined;
	return (
		sizeIn((perFrame as EncordJson | undefined)?.metadata as EncordJson | undefined) ??
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
	if (NO_LABEL_SPACES.has(type) || type === 'point_cloud')
		return { ...base, kind: 'none', layout: 'none', length: undefined };
	const stack = Array.isArray(info.frames) ? info.frames.length : undefined;
	const single = type === 'image' || type === 'scene_image' ? 1 : undefined;
	return {
		...base,
		kind: 'frames',
		layout: 'map',
		length: numeric(info.number_of_frames) ?? numeric(info.number_of_pages) ?? stack ?? single,
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
