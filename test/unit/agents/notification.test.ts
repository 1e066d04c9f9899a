import { describe, expect, it } from '@jest/globals';
import { isNotification, readNotification } from '../../../src/agents/notification';

const PROJECT = '11111111-1111-1111-1111-111111111111';
const STAGE = '22222222-2222-2222-2222-222222222222';
const DATA = '44444444-4444-4444-4444-444444444444';

const envelope = {
	uid: '33333333-3333-3333-3333-333333333333',
	version: 1 as unknown,
	source: 'Encord',
	event_type: 'agent_stage_work_available_event',
	event_created_timestamp: '2026-09-01T12:00:00+00:00',
	payload: {
		project_hash: PROJECT,
		stage_uuid: STAGE,
		pending_count: 7 as unknown,
		reason: 'batch_size_reached' as unknown,
	} as unknown,
};
const payload = envelope.payload as object;
const moved = { project_hash: PROJECT, data_hashes: [DATA.toUpperCase()], label_hashes: ['abc='] };

describe('an event of a stage', () => {
	it('says that tasks are ready', () =>
		expect(readNotification(envelope)).toEqual({
			kind: 'event',
			notification: {
				event: 'tasksReady',
				uid: envelope.uid,
				createdAt: '2026-09-01T12:00:00+00:00',
				projectHash: PROJECT,
				stageUuid: STAGE,
				pendingCount: 7,
				reason: 'batch_size_reached',
			},
		}));

	it.each([
		['task_submitted_event', 'taskSubmitted'],
		['task_sumbitted_event', 'taskSubmitted'],
		['task_completed_event', 'taskCompleted'],
	])('says that tasks moved (%s)', (event_type, event) =>
		expect(readNotification({ ...envelope, event_type, payload: moved })).toMatchObject({
			kind: 'event',
			notification: { event, projectHash: PROJECT, dataHashes: [DATA], labelHashes: ['abc='] },
		}),
	);

	it('may have fields and a reason that are not known here', () =>
		expect(
			readNotification({
				...envelope,
				delivery_attempt: 2,
				payload: { ...payload, reason: 'manual_trigger', queued_since: '2026-09-01' },
			}),
		).toMatchObject({
			kind: 'event',
			notification: { pendingCount: 7, reason: 'manual_trigger' },
		}));

	it('needs no uid and no time', () => {
		const without = { ...envelope, uid: undefined, event_created_timestamp: undefined };
		expect(readNotification(without)).toMatchObject({
			kind: 'event',
			notification: { uid: null, createdAt: null },
		});
	});

	it.each([2, 0, '1', null, undefined, 1.5])('is not read in version %p', (version) =>
		expect(readNotification({ ...envelope, version })).toEqual({
			kind: 'unsupportedVersion',
			event: 'tasksReady',
			version,
		}),
	);

	it.each([1, 7, 'x', undefined])('that is not known is named, in version %p too', (version) =>
		expect(readNotification({ ...envelope, event_type: 'toString', version })).toEqual({
			kind: 'unknownEvent',
			eventType: 'toString',
		}),
	);

	it.each<[string, unknown, string[]]>([
		['no payload', undefined, ['project_hash', 'stage_uuid', 'pending_count', 'reason']],
		['a list as payload', [payload], ['project_hash', 'stage_uuid', 'pending_count', 'reason']],
		['a project that is no UUID', { ...payload, project_hash: 'Pets' }, ['project_hash']],
		['no stage', { ...payload, stage_uuid: null }, ['stage_uuid']],
		['a count below 0', { ...payload, pending_count: -1 }, ['pending_count']],
		['half a task', { ...payload, pending_count: 1.5 }, ['pending_count']],
		['too large a count', { ...payload, pending_count: 1e300 }, ['pending_count']],
		['a reason that is none', { ...payload, reason: 3 }, ['reason']],
	])('with %s is invalid', (_name, given, fields) => {
		const result = readNotification({ ...envelope, payload: given });
		expect(result).toMatchObject({ kind: 'invalid', event: 'tasksReady' });
		const problems = result.kind === 'invalid' ? result.problems : [];
		expect(problems.map((problem) => /^"payload\.(\w+)/.exec(problem)?.[1])).toEqual(fields);
	});

	it.each<[string, object]>([
		['one hash instead of a list', { ...moved, data_hashes: DATA }],
		['a hash that is no UUID', { ...moved, data_hashes: ['x'] }],
		['no label hashes', { ...moved, label_hashes: undefined }],
		['numbers', { ...moved, label_hashes: [1] }],
	])('of moved tasks with %s is invalid', (_name, given) =>
		expect(
			readNotification({ ...envelope, event_type: 'task_completed_event', payload: given }),
		).toMatchObject({ kind: 'invalid', event: 'taskCompleted' }),
	);
});

describe('a body', () => {
	it('is an event when it names one', () => {
		expect(isNotification(envelope)).toBe(true);
		for (const body of [{ projectHash: PROJECT }, { event_type: 1 }, [envelope], 'x', null])
			expect(isNotification(body)).toBe(false);
	});
});
