/** The whole way of the official task runner over the agent stage, call by call (protocol §14.2). */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import { makerFor } from '../labelMaker';
import { LISTING } from '../signer';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
});
afterAll(() => sandbox.stop());

it('every task is labeled once and moved once, in a handful of calls per page', async () => {
	const { owner, projectHash } = sandbox;
	const project = (await owner.v2('GET', `projects/${projectHash}`)).json;
	const { editor } = (await owner.v2('GET', `ontologies/${project.ontologyHash}`)).json;
	const make = makerFor(editor);
	await sandbox.control('DELETE', 'requests');

	for (let token: string | null = ''; token !== null; ) {
		const page: any = (
			await owner.v2('GET', `${sandbox.stage()}/tasks${token && `?pageToken=${token}`}`)
		).json;
		const dataHashes = page.results.map((task: any) => task.dataHash);
		const rows = (
			await sandbox.v1('labelrowmetadata', 'GET', {
				payload: { ...LISTING, data_hashes: dataHashes },
			})
		).json.response;
		expect(new Set(rows.map((row: any) => row.data_hash))).toEqual(new Set(dataHashes));
		const items = (
			await owner.v2('POST', 'storage/items/get-bulk', {
				itemUuids: rows.map((row: any) => row.backing_item_uuid),
				signUrls: true,
			})
		).json.results;
		expect(items).toHaveLength(rows.length);
		const blobs = (
			await sandbox.v1('labelrow', 'PUT', {
				uid: dataHashes,
				payload: { multi_request: true, get_signed_url: false, branch_name: null },
			})
		).json.response;
		for (const blob of blobs) {
			const {
				featureNodeHash,
				attributes: [attribute],
			} = make.feature('Overall quality');
			const good = attribute.options[0];
			blob.classification_answers.quality1 = {
				classificationHash: 'quality1',
				featureHash: featureNodeHash,
				spaces: {},
				range: [[0, 0]],
				createdBy: null,
				lastEditedBy: null,
				manualAnnotation: false,
				createdAt: 'Mon, 05 Jan 2026 10:00:00 UTC',
				lastEditedAt: 'Mon, 05 Jan 2026 10:00:00 UTC',
				classifications: [
					{
						name: attribute.name,
						value: 'overall_quality',
						featureHash: attribute.featureNodeHash,
						manualAnnotation: false,
						answers: [{ name: good.label, value: good.value, featureHash: good.featureNodeHash }],
					},
				],
			};
		}
		expect((await sandbox.save(...blobs)).json).toEqual({ status: 200, response: true });
		await owner.v2('POST', `projects/${projectHash}/priorities`, {
			priorities: dataHashes.map((hash: string) => [hash, 0.25]),
		});
		const moves = page.results.map((task: any, index: number) => ({
			taskUuid: task.uuid,
			action: 'PATHWAY_ACTION',
			...(index % 2
				? { pathwayName: 'annotate' }
				: { pathwayUuid: sandbox.agentStage.pathways[2]?.uuid }),
		}));
		expect((await owner.v2('POST', `${sandbox.stage()}/actions`, moves)).status).toBe(204);
		token = page.nextPageToken ?? null;
	}

	const { counts } = await sandbox.control('GET', 'requests');
	expect(counts).toEqual({
		'tasks.list': 2,
		'labelrowmetadata.GET': 2,
		'items.getBulk': 2,
		'labelrow.PUT': 2,
		'labelrow.POST': 2,
		'priorities.set': 2,
		'tasks.actions': 2,
	});
	const [state] = (await sandbox.control('GET', 'state?project=Conformance')).projects;
	expect(
		state.labelRows.map((row: any) => [
			row.version,
			row.labels.classification_answers.quality1.createdBy,
		]),
	).toEqual(Array(35).fill([1, 'owner@example.com']));
	const stages = state.tasks.map((task: any) => task.stage);
	expect(
		['Agent 1', 'Annotate 1', 'Complete'].map(
			(stage) => stages.filter((each: string) => each === stage).length,
		),
	).toEqual([0, 17, 18]);
	expect(state.labelRows.filter((row: any) => row.priority === 0.25)).toHaveLength(17);
});
