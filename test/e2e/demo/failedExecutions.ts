/**
 * Jest's environment of the suites that use a real n8n. When a test fails, it prints the executions that failed during the test:
 * the caller of a workflow only hears that the workflow failed.
 */
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';
import { joinDemo } from '../../../scripts/demo/demo';

export default class FailedExecutions extends TestEnvironment {
	private startedAt = 0;

	async handleTestEvent({ name }: Circus.Event): Promise<void> {
		if (name === 'test_start') this.startedAt = Date.now();
		if (name === 'test_fn_failure') await this.print().catch((error: unknown) => write(`${error}`));
	}

	private async print(): Promise<void> {
		const { ENCORD_DEMO } = process.env;
		if (ENCORD_DEMO === undefined) return;
		const { api } = await joinDemo(ENCORD_DEMO);
		for (const { id, status, startedAt } of await api.executions()) {
			if (status !== 'error' || Date.parse(startedAt) < this.startedAt) continue;
			const { error, nodes } = await api.execution(id);
			write(`Execution ${id} failed. ${error?.message} ${error?.description ?? ''}`);
			for (const [node, runs] of Object.entries(nodes))
				for (const run of runs) if (run.error) write(`  ${node}: ${JSON.stringify(run.error)}`);
		}
	}
}

function write(line: string): void {
	process.stderr.write(`${line}\n`);
}
