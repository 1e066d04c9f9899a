/**
 * What an execution has done already. n8n runs a node again when *Retry On Fail* is on; what an earlier try did must
 * not be done, or be taken for somebody else's work, the second time. All tries happen in one process and get the same items.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

/** More than run in one process between two tries of a node. Notes may be large, and those of a last try are not forgotten. */
const MAX_EXECUTIONS = 200;

export class ExecutionMemory<K, V> {
	/** By execution, run index and node, the latest last. */
	private readonly known = new Map<string, Map<K, V>>();

	/** What this node noted in this run of it; notes of the oldest executions are dropped. */
	of(n8n: IExecuteFunctions): Map<K, V> {
		const key = runOf(n8n);
		let notes = this.known.get(key);
		if (notes === undefined) {
			this.known.set(key, (notes = new Map()));
			for (const oldest of this.known.keys()) {
				if (this.known.size <= MAX_EXECUTIONS) break;
				this.known.delete(oldest);
			}
		}
		return notes;
	}

	/** Drops the notes of this run: no try follows. */
	forget(n8n: IExecuteFunctions): void {
		this.known.delete(runOf(n8n));
	}
}

function runOf(n8n: IExecuteFunctions): string {
	// All tries have the same run index. In a loop, the next round has another one, and is no retry.
	const round = String(n8n.getWorkflowDataProxy(0).$runIndex);
	return `${n8n.getExecutionId()}/${round}/${n8n.getNode().name}`;
}
