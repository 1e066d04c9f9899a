/**
 * The sandbox in a process of its own, so that its work is not measured. It answers messages of the process that forked it: `report`,
 * `clear` (the counts of requests), `reset`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/sandbox';
import { petsOf } from './seed';

/** What a measured program needs to know. */
export interface Place {
	url: string;
	appUrl: string;
	privateKey: string;
	projectHash: string;
	stageUuid: string;
}

export interface Report {
	requests: number;
	counts: Record<string, number>;
	/** Tasks that are still in the agent stage. */
	waiting: number;
	/** Label rows with exactly one classification. */
	labeled: number;
}

async function main(tasks: number, pageSize: number): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'encord-bench-'));
	const seed = { name: 'bench', build: petsOf(tasks) };
	const sandbox = await startSandbox({ dataDir, seed, pageSize });
	const { store, requests } = sandbox.host;
	const project = sandbox.projects[0]!;
	const stageUuid = project.agentStages[0]!.uuid;
	const place: Place = {
		url: sandbox.url,
		appUrl: sandbox.appUrl,
		privateKey: readFileSync(sandbox.keyFile, 'utf8'),
		projectHash: project.projectHash,
		stageUuid,
	};
	const reply = (value: object) => process.send?.(value);
	const report = (): Report => {
		const { total, counts } = requests.report();
		const rows = store.labelRows.all();
		return {
			requests: total,
			counts: { ...counts },
			waiting: store.tasks.all().filter((task) => task.stageUuid === stageUuid).length,
			labeled: rows.filter(
				({ content }) => Object.keys(content?.classification_answers ?? {}).length === 1,
			).length,
		};
	};
	process.on('message', (message) => {
		if (message === 'report') return reply(report());
		if (message === 'clear') {
			requests.clear();
			return reply({});
		}
		void sandbox.host.reset().then(() => {
			requests.clear();
			reply({});
		});
	});
	process.on('disconnect', () => {
		void sandbox.close().then(() => {
			rmSync(dataDir, { recursive: true, force: true });
			process.exit(0);
		});
	});
	reply(place);
}

void main(Number(process.argv[2]), Number(process.argv[3]));
