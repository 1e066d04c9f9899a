/** Reads the events that the stages of a Workflow send: tasks ready, task submitted, task completed (protocol §11, §12.5). */
import type { EncordJson } from '../encord/wire/json';
import { parseUuid } from '../encord/wire/identifiers';
import { toInteger } from './payload';

/** The version of the envelope that is read. Encord adds fields without a new version, so a higher one has another meaning. */
const VERSION = 1;

/** Names of the events. Encord's documentation once spelled one of them wrongly; an older installation may still send it so. */
const EVENTS = {
	agent_stage_work_available_event: 'tasksReady',
	task_submitted_event: 'taskSubmitted',
	task_sumbitted_event: 'taskSubmitted',
	task_completed_event: 'taskCompleted',
} as const satisfies Record<string, string>;

export type NotificationEvent = (typeof EVENTS)[keyof typeof EVENTS];

interface Envelope {
	/** Names this delivery. It does not serve to recognize a second one: Encord makes a new one each time it says the same. */
	uid: string | null;
	/** As Encord wrote it; null when it is missing. */
	createdAt: string | null;
	/** Canonical. */
	projectHash: string;
}

/** Tasks wait in an agent stage. Which ones is not said. */
export interface TasksReady extends Envelope {
	event: 'tasksReady';
	/** Canonical. */
	stageUuid: string;
	/** How many waited when Encord looked. By now there may be more, fewer or none. */
	pendingCount: number;
	/** `batch_size_reached`, `max_wait_elapsed`, or one that Encord added later. */
	reason: string;
}

/** Tasks left an annotation stage, or reached the end of the Workflow. */
export interface TasksMoved extends Envelope {
	event: 'taskSubmitted' | 'taskCompleted';
	/** Canonical. */
	dataHashes: string[];
	labelHashes: string[];
}

export type Notification = TasksReady | TasksMoved;

export type NotificationResult =
	| { kind: 'event'; notification: Notification }
	/** An event that this package does not know: acknowledge it. An address may serve several stages and programs. */
	| { kind: 'unknownEvent'; eventType: string }
	/** A known event whose envelope has another version, which may mean anything: acknowledge it and read nothing. */
	| { kind: 'unsupportedVersion'; event: NotificationEvent; version: unknown }
	/** A known event of the known version that does not have the fields it should have. */
	| { kind: 'invalid'; event: NotificationEvent; problems: string[] };

/** Whether a body says that it is an event of a stage, and not a call of an agent. */
export function isNotification(body: unknown): body is EncordJson {
	return isObject(body) && typeof body.event_type === 'string';
}

/**
 * Reads the body of an event. Nothing throws. Fields that are not known are ignored.
 * @param body see `isNotification`
 */
export function readNotification(body: EncordJson): NotificationResult {
	const eventType = String(body.event_type);
	// Before the version: an event of somebody else is acknowledged, whatever its version means.
	if (!Object.hasOwn(EVENTS, eventType)) return { kind: 'unknownEvent', eventType };
	const event = EVENTS[eventType as keyof typeof EVENTS];
	if (body.version !== VERSION) return { kind: 'unsupportedVersion', event, version: body.version };
	const problems: string[] = [];
	const notification = readEnvelope(event, body, problems);
	return problems.length > 0
		? { kind: 'invalid', event, problems }
		: { kind: 'event', notification };
}

function readEnvelope(
	event: NotificationEvent,
	body: EncordJson,
	problems: string[],
): Notification {
	const payload = isObject(body.payload) ? body.payload : {};
	const envelope = {
		uid: typeof body.uid === 'string' ? body.uid : null,
		createdAt:
			typeof body.event_created_timestamp === 'string' ? body.event_created_timestamp : null,
		projectHash: uuidAt(payload, 'project_hash', problems),
	};
	if (event === 'tasksReady') {
		return {
			event,
			...envelope,
			stageUuid: uuidAt(payload, 'stage_uuid', problems),
			pendingCount: countAt(payload, 'pending_count', problems),
			reason: textAt(payload, 'reason', problems),
		};
	}
	return {
		event,
		...envelope,
		dataHashes: textsAt(payload, 'data_hashes', problems).map((hash, index) => {
			const uuid = parseUuid(hash);
			if (uuid === undefined) problems.push(`"payload.data_hashes[${index}]" is no UUID`);
			return uuid ?? '';
		}),
		labelHashes: textsAt(payload, 'label_hashes', problems),
	};
}

function uuidAt(payload: EncordJson, name: string, problems: string[]): string {
	const value = payload[name];
	const uuid = typeof value === 'string' ? parseUuid(value) : undefined;
	if (uuid === undefined) problems.push(`"payload.${name}" is no UUID`);
	return uuid ?? '';
}

function countAt(payload: EncordJson, name: string, problems: string[]): number {
	const count = toInteger(payload[name]);
	if (count === undefined || count < 0 || !Number.isSafeInteger(count))
		problems.push(`"payload.${name}" is no whole number from 0`);
	return count ?? 0;
}

function textAt(payload: EncordJson, name: string, problems: string[]): string {
	const value = payload[name];
	if (typeof value !== 'string') problems.push(`"payload.${name}" is no text`);
	return typeof value === 'string' ? value : '';
}

function textsAt(payload: EncordJson, name: string, problems: string[]): string[] {
	const value = payload[name];
	if (Array.isArray(value) && value.every((member) => typeof member === 'string')) return value;
	problems.push(`"payload.${name}" is no list of texts`);
	return [];
}

function isObject(value: unknown): value is EncordJson {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
