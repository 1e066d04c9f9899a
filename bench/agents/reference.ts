/**
 * The calls that the Runner of Encord's Python library makes (protocol §14.2), by a program that does nothing else: no n8n, no form,
 * no look before the save. It stands for what the machine and the sandbox cost, not for the library.
 */
import { request as httpRequest, Agent } from 'node:http';
import { createEncordClient, indexOntology, parsePrivateKey, type HttpSend } from '../../src/sdk';
import { applyEdits } from '../../src/labels/edits/apply';
import { serveRuns } from './measure';
import type { Place } from './server';

/** The Runner's sizes: tasks of a batch, and members of one save or move. */
const BUNDLE = 100;

const agent = new Agent({ keepAlive: true });

const send: HttpSend = async ({ method, url, headers, body }) =>
	await new Promise((resolve, reject) => {
		const request = httpRequest(url, { method, headers, agent }, (response) => {
			resolve({
				status: response.statusCode ?? 0,
				headers: response.headers as Record<string, string>,
				body: response,
			});
		});
		request.once('error', reject);
		request.end(body);
	});

async function drain(place: unknown, batchSize: number): Promise<void> {
	const { url, privateKey, projectHash, stageUuid } = place as Place;
	const client = createEncordClient({ key: await parsePrivateKey(privateKey), apiUrl: url, send });
	const project = await client.getProject(projectHash);
	await client.getOntology(project.ontologyHash);
	const ontology = indexOntology(project.editorOntology);
	const [item] = ontology.classifications;
	const stage = project.workflow?.stages.find(({ uuid }) => uuid === stageUuid);
	const [pathway] = stage?.pathways ?? [];
	const work = async (tasks: Array<{ uuid: string; dataHash: string }>) => {
		const rows = await client.listLabelRows(projectHash, {
			dataHashes: tasks.map(({ dataHash }) => dataHash),
		});
		const labels = await client.initialiseLabels(projectHash, rows);
		const edited = labels.map(
			(row) =>
				applyEdits(
					row,
					ontology,
					[
						{
							kind: 'setClassification',
							classification: item!.featureHash,
							answers: { Animal: 'Cat' },
						},
					],
					{ now: new Date() },
				).labelRow,
		);
		for (let start = 0; start < tasks.length; start += BUNDLE) {
			await client.saveLabels(projectHash, edited.slice(start, start + BUNDLE));
		}
		for (let start = 0; start < tasks.length; start += BUNDLE) {
			const moves = tasks
				.slice(start, start + BUNDLE)
				.map(({ uuid }) => ({ taskUuid: uuid, pathway: { uuid: pathway!.uuid } }));
			await client.proceedTasks(projectHash, stageUuid, moves);
		}
	};
	let batch: Array<{ uuid: string; dataHash: string }> = [];
	for await (const task of client.listTasks(projectHash, stageUuid)) {
		batch.push(task);
		if (batch.length < batchSize) continue;
		await work(batch);
		batch = [];
	}
	if (batch.length > 0) await work(batch);
}

serveRuns(drain);
