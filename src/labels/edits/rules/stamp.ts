/** What a label says about who made it, who edited it last, and when (protocol §7.3). */
import type { EncordJson } from '../../../encord/wire/json';
import { Refusal } from '../../row/problem';
import { formatLabelTime, parseLabelTime } from '../../row/time';
import type { EditState } from './editState';

/** Who made a label and when. Dates default to now. People default to the owner of the key, whom Encord fills in. */
export interface Stamp {
	createdAt?: string | Date;
	/** E-mail address. */
	createdBy?: string | null;
	lastEditedAt?: string | Date;
	/** E-mail address. */
	lastEditedBy?: string | null;
	/** Whether a person made the label. Default false. */
	manualAnnotation?: boolean;
}

/** The stamp of a label as the row has it. */
interface WrittenStamp {
	createdAt: string;
	createdBy: string | null;
	lastEditedAt: string;
	lastEditedBy: string | null;
	manualAnnotation: boolean;
}

/** The stamp of a label that is written for the first time. @throws Refusal for a bad date or e-mail address */
export function newStamp(state: EditState, stamp: Stamp | undefined): WrittenStamp {
	const editor = state.context.editor ?? null;
	checkEmails(stamp);
	return {
		createdAt: stampTime(stamp?.createdAt) ?? state.now,
		createdBy: stamp?.createdBy === undefined ? editor : stamp.createdBy,
		lastEditedAt: stampTime(stamp?.lastEditedAt) ?? state.now,
		lastEditedBy: stamp?.lastEditedBy ?? (stamp === undefined ? editor : null),
		manualAnnotation: stamp?.manualAnnotation ?? false,
	};
}

/** The stamp of a new label on a frame. Without an editor the key `lastEditedBy` is left out (protocol §7.3). */
export function newFrameStamp(state: EditState, stamp: Stamp | undefined): EncordJson {
	const { lastEditedBy, ...rest } = newStamp(state, stamp);
	return lastEditedBy === null ? rest : { ...rest, lastEditedBy };
}

/**
 * A label on a frame with the stamp it has after this edit. Without an editor the key `lastEditedBy` is removed, so that
 * Encord fills in the owner of the key (protocol §7.3). @throws Refusal for a bad date or e-mail address
 */
export function restamp(state: EditState, label: EncordJson, stamp: Stamp | undefined): EncordJson {
	checkEmails(stamp);
	const rest = Object.fromEntries(Object.entries(label).filter(([key]) => key !== 'lastEditedBy'));
	const editor = stamp === undefined ? state.context.editor : (stamp.lastEditedBy ?? undefined);
	return {
		...rest,
		...(stamp?.createdAt === undefined ? {} : { createdAt: stampTime(stamp.createdAt) }),
		...(stamp?.createdBy === undefined ? {} : { createdBy: stamp.createdBy }),
		...(stamp?.manualAnnotation === undefined ? {} : { manualAnnotation: stamp.manualAnnotation }),
		lastEditedAt: stampTime(stamp?.lastEditedAt) ?? state.now,
		...(editor === undefined ? {} : { lastEditedBy: editor }),
	};
}

/** An answer entry with the stamp it has after this edit. Without an editor its `lastEditedBy` is null. */
export function restampEntry(
	state: EditState,
	entry: EncordJson,
	stamp: Stamp | undefined,
): EncordJson {
	return { lastEditedBy: null, ...restamp(state, entry, stamp) };
}

/** The `agent` key of an answer entry, for people who read the JSON. Empty when the context names no agent. */
export function agentKeys({ context: { agent } }: EditState): EncordJson {
	if (agent === undefined) return {};
	const { name, version } = agent;
	return { agent: { name, ...(version === undefined ? {} : { version }) } };
}

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
