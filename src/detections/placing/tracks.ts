/** Detections of one track on several frames are one object. */
import { NotTaken } from '../found';
import { textOf } from '../formats/parts/json';
import type { Placed } from './placed';

/** An object to be: the detections it comes from. */
export interface Group {
	members: Placed[];
	track?: string;
}

export interface Grouped {
	groups: Group[];
	refused: Array<{ index: number; reason: string }>;
}

/** Groups detections by their tracks. A track that is twice on one frame, or has two classes, is refused there. */
export function groupTracks(placed: readonly Placed[]): Grouped {
	const grouped: Grouped = { groups: [], refused: [] };
	const tracks = new Map<string, Placed[]>();
	for (const one of placed) {
		if (one.track === undefined) grouped.groups.push({ members: [one] });
		else {
			const members = tracks.get(one.track);
			if (members !== undefined) members.push(one);
			else tracks.set(one.track, [one]);
		}
	}
	for (const [track, members] of tracks) {
		const titles = new Set(members.map(({ item }) => item.title));
		const onFrame = new Map<number, number>();
		for (const { frames } of members)
			for (const frame of frames) onFrame.set(frame, (onFrame.get(frame) ?? 0) + 1);
		const kept: Placed[] = [];
		for (const member of members) {
			const twice = member.frames.find((frame) => onFrame.get(frame)! > 1);
			if (titles.size > 1)
				grouped.refused.push({
					index: member.index,
					reason: `Track ${track} is called ${[...titles].join(' and ')}; one object has one class.`,
				});
			else if (twice !== undefined)
				grouped.refused.push({
					index: member.index,
					reason: `Track ${track} is on frame ${twice} twice; one object is there once.`,
				});
			else kept.push(member);
		}
		if (kept.length > 0) grouped.groups.push({ members: kept, track });
	}
	return grouped;
}

/** A track ID; undefined for the words and numbers that say "no track". */
export function trackOf(track: unknown): string | undefined {
	if (track === undefined || track === null || track === '' || track === -1) return undefined;
	if (typeof track === 'string' || typeof track === 'number') return textOf(track).trim();
	throw new NotTaken('The track is no text and no number.');
}
