/** What every edit works with: the draft, the ontology, who writes and when, and where problems go. */
import type { EncordJson } from '../../encord/wire/json';
import type { RowDraft } from '../row/draft';
import type { Edit, EditContext, Stamp } from './edit';
import { Refusal, type Problem } from '../row/problem';
import {
	type FrameRange,
	type FramesInput,
	countFrames,
	describeRanges,
	mergeRanges,
	toRanges,
} from '../row/frames';
import { isOwn } from '../row/identity';
import { formatLabelTime, parseLabelTime } from '../row/time';
import type { OntologyIndex } from '../ontology/ontology';
import { spaceIds, spaceOf, type Space } from '../row/space';
import { OntologyLookupError } from '../ontology/lookup';

export interface Editing {
	draft: RowDraft;
	ontology: OntologyIndex;
	context: EditContext;
	agent: string;
	/** Now, as label rows write it. */
	now: string;
	problems: Problem[];
	/** Position of the edit being applied. */
	at: number;
	/** How often an object without key was placed on the same frames, by class and frames. */
	ordinals: Map<string, number>;
	/** Classification labels whose frames changed; their ranges are written once, after the last edit. */
	unwrittenRanges: Map<string, { space: Space; hash: string }>;
}

/** Longest list of frames an edit is spelled out to. */
const MAX_FRAMES = 5_000_000;

/** The space an edit is about; global classifications can belong to a group row as a whole. @throws Refusal */
export function spaceOfEdit(editing: Editing, edit: Edit, wholeRow = false): Space {
	const space = spaceOf(editing.draft.row, editing.context.metadata, edit.space);
	if (space !== undefined && (space.kind !== 'none' || (wholeRow && space.id === undefined)))
		return space;
	const ids = spaceIds(editing.draft.row);
	const known = ids.length > 0 ? `There are: ${ids.join(', ')}` : 'It has no spaces.';
	throw new Refusal({
		code: 'notFound',
		field: 'space',
		value: edit.space,
		accepted: ids,
		message:
			edit.space !== undefined
				? `This label row has no space "${edit.space}" that can hold labels. ${known}`
				: `Labels of a "${space?.type ?? ''}" row are kept per space. Name the space: ${ids.join(', ')}`,
	});
}

/** Looks something up in the ontology; what is not there gives the edit up. */
export function lookUp<T>(find: () => T): T {
	try {
		return find();
	} catch (error) {
		if (!(error instanceof OntologyLookupError)) throw error;
		throw new Refusal({
			code: 'unknownItem',
			message: error.message,
			value: error.searchedFor,
			accepted: error.candidates,
		});
	}
}

/** Frames as ranges inside the media. @throws Refusal for frames outside it */
export function resolveFrames(input: FramesInput, space: Space, item?: string): FrameRange[] {
	const { length } = space;
	const refuse = (message: string): never => {
		throw new Refusal({
			code: 'badFrames',
			message,
			field: 'frames',
			value: input,
			...(item === undefined ? {} : { item }),
		});
	};
	if (input === 'global')
		return refuse('Only a global classification can be set without frames. Give frames, or "all".');
	if (input === 'all') {
		if (length === undefined)
			return refuse(
				'How many frames there are is not known, so "all" cannot be used. Give the frames.',
			);
		return length > 0 ? [[0, length - 1]] : [];
	}
	const list = typeof input === 'number' ? [input] : input;
	if (!Array.isArray(list))
		return refuse('Frames are a number, a list of numbers and [first, last] pairs, or "all".');
	const ranges = list.map(
		(entry): FrameRange =>
			Array.isArray(entry) ? [Number(entry[0]), Number(entry[1])] : [Number(entry), Number(entry)],
	);
	for (const [start, end] of ranges) {
		if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start) {
			return refuse(
				`${JSON.stringify(start === end ? start : [start, end])} is not a frame. ` +
					'Frames are whole numbers from 0; a range is [first, last].',
			);
		}
		if (length !== undefined && end >= length)
			return refuse(`Frame ${end} is outside the media: its frames are 0 to ${length - 1}.`);
	}
	const merged = mergeRanges(ranges);
	return countFrames(merged) > MAX_FRAMES
		? refuse(`More than ${MAX_FRAMES} frames at once.`)
		: merged;
}

/** Whether this edit may replace what others wrote. */
export function mayReplace(editing: Editing, edit: Edit): boolean {
	return edit.replacePersonLabels ?? editing.context.replacePersonLabels ?? false;
}

/** Whether the agent wrote this label and nobody has edited it since (identity.ts). */
export function ownedBy(
	editing: Editing,
	hash: string,
	authorship: EncordJson | undefined,
): boolean {
	return isOwn(editing.agent, hash, authorship);
}

/** Authorship of a label written for the first time. */
export function newStamp(
	editing: Editing,
	stamp: Stamp | undefined,
): Required<Pick<Stamp, 'createdBy' | 'manualAnnotation'>> & {
	createdAt: string;
	lastEditedAt: string;
	lastEditedBy: string | null;
} {
	const editor = editing.context.editor ?? null;
	checkEmails(stamp);
	return {
		createdAt: stampTime(stamp?.createdAt) ?? editing.now,
		createdBy: stamp?.createdBy === undefined ? editor : stamp.createdBy,
		lastEditedAt: stampTime(stamp?.lastEditedAt) ?? editing.now,
		lastEditedBy: stamp?.lastEditedBy ?? (stamp === undefined ? editor : null),
		manualAnnotation: stamp?.manualAnnotation ?? false,
	};
}

/**
 * Authorship of an existing label after this edit. Without an editor in the context the key of the last editor goes, so
 * that Encord fills in the owner of the key (protocol §7.3).
 */
export function restamp(editing: Editing, label: EncordJson, stamp: Stamp | undefined): EncordJson {
	checkEmails(stamp);
	const rest = without(label, 'lastEditedBy');
	const editor = stamp === undefined ? editing.context.editor : (stamp.lastEditedBy ?? undefined);
	return {
		...rest,
		...(stamp?.createdAt === undefined ? {} : { createdAt: stampTime(stamp.createdAt) }),
		...(stamp?.createdBy === undefined ? {} : { createdBy: stamp.createdBy }),
		...(stamp?.manualAnnotation === undefined ? {} : { manualAnnotation: stamp.manualAnnotation }),
		lastEditedAt: stampTime(stamp?.lastEditedAt) ?? editing.now,
		...(editor === undefined ? {} : { lastEditedBy: editor }),
	};
}

/** The same object but for one key. */
export function without(json: EncordJson, key: string): EncordJson {
	return Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));
}

/** The mark for people who read the JSON; empty when the context names no agent. */
export function agentMark(editing: Editing): EncordJson {
	const { agent } = editing.context;
	return agent === undefined
		? {}
		: {
				agent: {
					name: agent.name,
					...(agent.version === undefined ? {} : { version: agent.version }),
				},
			};
}

/** Says that labels of others stayed: as a warning when something was done, else as the reason why nothing was. */
export function reportKept(
	editing: Editing,
	title: string,
	kept: Iterable<number> | FrameRange[],
	nothingDone: boolean,
	hash?: string,
): void {
	const list = [...kept];
	const frames =
		list.length > 0 && Array.isArray(list[0])
			? mergeRanges(list as FrameRange[])
			: toRanges(list as number[]);
	if (list.length === 0) return;
	editing.problems.push({
		severity: nothingDone ? 'error' : 'warning',
		code: 'keptForeignLabel',
		edit: editing.at,
		item: title,
		frames,
		...(hash === undefined ? {} : { hash }),
		message:
			`"${title}" on frames ${describeRanges(frames)} was written or changed by somebody else and was left as it is. ` +
			'Allow replacing labels of people to change it.',
	});
}

/** Encord names people by e-mail address. */
function checkEmails(stamp: Stamp | undefined): void {
	for (const person of [stamp?.createdBy, stamp?.lastEditedBy]) {
		if (person === undefined || person === null || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(person))
			continue;
		throw new Refusal({
			code: 'badAnswer',
			field: 'stamp',
			value: person,
			message: `"${person}" is not an e-mail address.`,
		});
	}
}

function stampTime(time: string | Date | undefined): string | undefined {
	if (time === undefined) return undefined;
	const date = typeof time === 'string' ? parseLabelTime(time) : time;
	if (date === undefined)
		throw new Refusal({
			code: 'badAnswer',
			field: 'stamp',
			value: time,
			message: `"${String(time)}" is not a date.`,
		});
	return formatLabelTime(date);
}
