/** The listing of label rows (protocol §7.1, §15.2, §15.3, §15.14, §15.15). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
});
afterAll(() => sandbox.stop());

const titles = async (filter: Record<string, unknown>) =>
	(await sandbox.list(filter)).map((row) => row.data_title);
const kinds = [
	'street-01.png',
	'cat.jpg',
	'drive.mp4',
	'walk-around',
	'tone.wav',
	'letters.txt',
	'manual.pdf',
];

describe('a row', () => {
	it('has every key, null where there is nothing to say', async () => {
		const row = await sandbox.row('street-01.png');
		expect(row).toEqual({
			label_hash: null,
			created_at: null,
			last_edited_at: null,
			branch_name: 'main',
			data_hash: expect.any(String),
			group_hash: null,
			dataset_hash: expect.any(String),
			dataset_title: 'One of each kind',
			data_title: 'street-01.png',
			data_type: 'IMAGE',
			data_link: expect.any(String),
			spaces: {},
			label_status: 'NOT_LABELLED',
			annotation_task_status: 'QUEUED',
			workflow_graph_node: { uuid: sandbox.agentStage.uuid, title: 'Agent 1' },
			is_shadow_data: false,
			number_of_frames: 1,
			duration: null,
			frames_per_second: null,
			height: 240,
			width: 320,
			audio_codec: null,
			audio_sample_rate: null,
			audio_bit_depth: null,
			audio_num_channels: null,
			task_uuid: expect.any(String),
			priority: 0.5,
			client_metadata: null,
			file_type: 'image/png',
			images_data: null,
			is_valid: true,
			backing_item_uuid: expect.any(String),
			assigned_user_email: null,
			last_actioned_by_user_email: null,
		});
	});

	it('says what its kind of data is and how long it is', async () => {
		const rows = await sandbox.list();
		expect(rows).toHaveLength(35);
		expect(
			rows
				.slice(0, 7)
				.map((row) => [row.data_title, row.data_type, row.number_of_frames, row.file_type]),
		).toEqual([
			['street-01.png', 'IMAGE', 1, 'image/png'],
			['cat.jpg', 'IMAGE', 1, 'image/jpeg'],
			['drive.mp4', 'VIDEO', 50, 'video/mp4'],
			['walk-around', 'IMG_GROUP', 3, null],
			['tone.wav', 'AUDIO', 2000, 'audio/wav'],
			['letters.txt', 'PLAIN_TEXT', expect.any(Number), 'text/plain'],
			['manual.pdf', 'PDF', 3, 'application/pdf'],
		]);
		expect(rows[2]).toMatchObject({ frames_per_second: 25, duration: 2, width: 320, height: 240 });
		expect(rows[4]).toMatchObject({
			audio_sample_rate: 8000,
			audio_bit_depth: 16,
			audio_num_channels: 1,
			audio_codec: 'pcm_s16le',
			duration: 2,
		});
		expect(new Set(rows.map((row) => row.backing_item_uuid)).size).toBe(35);
	});

	it('shows metadata, images and the stage only when asked', async () => {
		expect(
			(await sandbox.row('street-01.png', { include_client_metadata: true })).client_metadata,
		).toEqual({
			camera: 'front',
			site: 'London',
		});
		expect(
			(await sandbox.row('street-01.png', { include_workflow_graph_node: false }))
				.workflow_graph_node,
		).toBeNull();
		const group = await sandbox.row('walk-around', { include_images_data: true });
		expect(group.images_data).toEqual(
			[
				[240, 320],
				[260, 200],
				[240, 320],
			].map(([height, width], index) => ({
				index,
				title: `view-${index}.png`,
				file_type: 'image/png',
				height,
				width,
				image_hash: expect.any(String),
			})),
		);
		expect((await sandbox.row('walk-around')).images_data).toBeNull();
	});
});

describe('filters', () => {
	let labeled: any;
	beforeAll(async () => {
		labeled = await sandbox.create('cat.jpg');
	});

	it('by title, exact and like', async () => {
		expect(await titles({ data_title_eq: 'cat.jpg' })).toEqual(['cat.jpg']);
		expect(await titles({ data_title_like: 'street-0_.%' })).toHaveLength(9);
		expect(await titles({ data_title_like: 'street-0_.%', data_title_eq: 'cat.jpg' })).toEqual([]);
	});

	it('by hashes: any of them, and none of them for an empty list', async () => {
		const [first, second] = await sandbox.list();
		expect(await titles({ data_hashes: [second.data_hash, first.data_hash] })).toEqual(
			kinds.slice(0, 2),
		);
		expect(await titles({ label_hashes: [labeled.label_hash] })).toEqual(['cat.jpg']);
		expect(await titles({ data_hashes: [] })).toEqual([]);
	});

	it('by what has been labeled and when', async () => {
		expect(await titles({ include_uninitialised_labels: false })).toEqual(['cat.jpg']);
		expect(await titles({ edited_after: '2026-01-01T00:00:00+00:00' })).toEqual(['cat.jpg']);
		expect(await titles({ edited_after: '2996-01-01T00:00:00' })).toEqual([]);
		expect(await titles({ edited_before: '2996-01-01T00:00:00' })).toEqual(['cat.jpg']);
	});

	it('by stage and by status of the task', async () => {
		await sandbox.control('POST', 'tasks', {
			project: 'Conformance',
			title: 'manual.pdf',
			stage: 'Review 1',
		});
		await sandbox.control('POST', 'tasks', {
			project: 'Conformance',
			title: 'tone.wav',
			stage: 'Complete',
		});
		expect(await titles({ workflow_graph_node_title_eq: 'Review 1' })).toEqual(['manual.pdf']);
		expect(await titles({ workflow_graph_node_title_like: 'agent%' })).toHaveLength(33);
		expect(await titles({ label_statuses: ['IN_REVIEW', 'COMPLETED'] })).toEqual([
			'tone.wav',
			'manual.pdf',
		]);
		expect((await sandbox.row('tone.wav')).priority).toBeNull();
	});

	it('by shadow data', async () => {
		expect(await titles({ shadow_data_state: 'ALL_DATA' })).toHaveLength(35);
		expect(await titles({ shadow_data_state: 'NOT_SHADOW_DATA' })).toHaveLength(35);
		expect(await titles({ shadow_data_state: 'SHADOW_DATA' })).toEqual([]);
	});

	it('by branch: further rows of the same data unit', async () => {
		const row = await sandbox.row('cat.jpg');
		const branch = (
			await sandbox.v1('labelrow', 'PUT', {
				uid: [row.data_hash],
				payload: { multi_request: true, get_signed_url: false, branch_name: 'model-a' },
			})
		).json.response[0];
		expect(branch).toMatchObject({ branch_name: 'model-a', data_hash: row.data_hash });
		expect(branch.label_hash).not.toBe(row.label_hash);
		expect(await titles({ data_title_eq: 'cat.jpg' })).toHaveLength(1);
		const created = await sandbox.list({
			branch_name: 'model-a',
			include_uninitialised_labels: false,
		});
		expect(created.map((each) => [each.branch_name, each.label_hash])).toEqual([
			['model-a', branch.label_hash],
		]);
		const { task_uuid, workflow_graph_node, priority } = row;
		expect(created[0]).toMatchObject({ task_uuid, workflow_graph_node, priority });
		expect(
			(await sandbox.list({ include_all_label_branches: true, data_hashes: [row.data_hash] })).map(
				(each) => each.branch_name,
			),
		).toEqual(['main', 'model-a']);
	});

	it('by a branch that does not exist yet: rows without labels, which is how the official client makes a branch', async () => {
		const named = await sandbox.list({ branch_name: 'model-b', data_title_like: '%.pdf' });
		expect(named).toEqual([
			expect.objectContaining({
				branch_name: 'model-b',
				label_hash: null,
				data_title: 'manual.pdf',
			}),
		]);
		await sandbox.v1('labelrow', 'PUT', {
			uid: [named[0].data_hash],
			payload: { multi_request: true, get_signed_url: false, branch_name: named[0].branch_name },
		});
		expect(
			(await sandbox.list({ branch_name: 'model-b', data_title_like: '%.pdf' }))[0].label_hash,
		).toEqual(expect.any(String));
		expect(await sandbox.list({ branch_name: 'model-b' })).toHaveLength(35);
	});

	it('of an unknown type are refused with an envelope', async () => {
		const answer = await sandbox.v1('labelrowmetadata', 'GET', {
			payload: { data_hashes: 'text' },
		});
		expect(answer).toMatchObject({
			status: 200,
			json: {
				status: 400,
				response: ['INVALID_ARGUMENTS_ERROR'],
				payload: expect.stringContaining('data_hashes'),
			},
		});
	});
});
