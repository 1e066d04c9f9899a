/**
 * All items of one execution of a node, and where their results go. Operations read from it, work on everything at once
 * and settle each item exactly once; the results come out in item order with `pairedItem`.
 */
import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { HttpSend } from '../../../src/encord/wire/send';
import { itemForm, type Form } from '../fields/form/form';
import { nodeError } from './errors';

/** What an operation read from the form for one item; `index` is the item's place in the input. */
export type Ask<T> = T & { index: number };

/** One output item of an operation. */
export interface Result {
	json: IDataObject;
	binary?: IBinaryKeyData;
	/** Which output it leaves by, 0 when absent. */
	output?: number;
}

export interface BatchSource {
	n8n: IExecuteFunctions;
	/** Opens the client of the credential; called once, when the operation first needs it. */
	openClient: () => Promise<EncordClient>;
	/** Reaches storage, without the credential: signed addresses carry their own permission. */
	send: HttpSend;
	/** Number of outputs of the node, the error output not counted. */
	outputs?: number;
}

export class Batch {
	readonly n8n: IExecuteFunctions;
	readonly items: INodeExecutionData[];
	private readonly settled = new Map<number, Result[] | NodeApiError | NodeOperationError>();
	private opened: Promise<EncordClient> | undefined;

	constructor(private readonly source: BatchSource) {
		this.n8n = source.n8n;
		this.items = source.n8n.getInputData();
	}

	/** Aborts when the user stops the execution. */
	get signal(): AbortSignal | undefined {
		return this.n8n.getExecutionCancelSignal();
	}

	/** The Encord client of the node's credential, the same for all items. */
	async client(): Promise<EncordClient> {
		this.opened ??= this.source.openClient();
		return await this.opened;
	}

	/** How many outputs results can leave by, the error output not counted. */
	get outputCount(): number {
		return this.source.outputs ?? 1;
	}

	/** Whether an AI Agent uses the node as its tool. */
	get isTool(): boolean {
		return isTool(this.n8n);
	}

	/** Sends requests to storage, through n8n's proxy, certificate and SSRF settings. */
	get send(): HttpSend {
		return this.source.send;
	}

	/** Reads the form of each item that is not settled; one whose form cannot be read fails on its own. */
	read<T extends object>(read: (form: Form, index: number) => T): Array<Ask<T>> {
		const asks: Array<Ask<T>> = [];
		for (let index = 0; index < this.items.length; index++) {
			if (this.settled.has(index)) continue;
			try {
				asks.push({ ...read(itemForm(this.n8n, index), index), index });
			} catch (error) {
				this.fail(index, error);
			}
		}
		return asks;
	}

	/** Settles an item with its results: none, one or many. */
	ok(index: number, results: IDataObject | Result | Result[]): void {
		const list = Array.isArray(results)
			? results
			: [isResult(results) ? results : { json: results }];
		for (const { json } of list) refuseErrorShape(json);
		this.settle(index, list);
	}

	/** Settles an item as failed: an error item when the node continues on errors, otherwise the end of the node. */
	fail(index: number, error: unknown): void {
		const failure = nodeError(this.n8n.getNode(), error, index);
		if (!this.n8n.continueOnFail()) throw failure;
		this.settle(index, failure);
	}

	/**
	 * Fails every item that is not settled yet. Whatever ends an operation ends here: n8n would pass the input items on as if
	 * they had succeeded when a node that continues on errors throws (n8n §4).
	 */
	failRest(error: unknown): void {
		this.stopIfCancelled();
		const open = this.items.flatMap((_item, index) => (this.settled.has(index) ? [] : [index]));
		// All items were settled before: the error belongs to none of them, and must not be lost.
		if (open.length === 0) throw nodeError(this.n8n.getNode(), error);
		for (const index of open) this.fail(index, error);
	}

	/** Does work for several items; when it throws, those that are not settled yet fail with that error. */
	async together(asks: ReadonlyArray<{ index: number }>, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.stopIfCancelled();
			const open = asks.filter(({ index }) => !this.settled.has(index));
			// All items of the group were settled before: the error is nobody's, so it must not disappear.
			if (open.length === 0) throw nodeError(this.n8n.getNode(), error);
			for (const { index } of open) this.fail(index, error);
		}
	}

	/**
	 * Does work for each ask on its own, up to `parallel` of them at a time (one after the other when absent); one whose
	 * work throws fails on its own. When the node stops on errors, what is under way is waited for before the error leaves.
	 */
	async each<A extends { index: number } | { asks: ReadonlyArray<{ index: number }> }>(
		all: readonly A[],
		work: (one: A) => Promise<void>,
		parallel = 1,
	): Promise<void> {
		const waiting = all[Symbol.iterator]();
		const failures: unknown[] = [];
		const worker = async () => {
			for (let next = waiting.next(); !next.done && failures.length === 0; next = waiting.next()) {
				const one = next.value;
				await this.together(asksOf(one), async () => await work(one)).catch((error: unknown) =>
					failures.push(error),
				);
			}
		};
		await Promise.all(Array.from({ length: parallel }, worker));
		if (failures.length > 0) throw failures[0];
	}

	/** @throws when the user has stopped the execution. */
	stopIfCancelled(): void {
		this.signal?.throwIfAborted();
	}

	/** The items of every output, in input order. A tool of an AI Agent gives all results by its one output. */
	outputs(): INodeExecutionData[][] {
		if (this.settled.size < this.items.length)
			this.failRest(new Error('The operation gave no result for this item'));
		const outputs: INodeExecutionData[][] = Array.from({ length: this.outputCount }, () => []);
		for (let index = 0; index < this.items.length; index++) {
			const pairedItem = { item: index };
			const outcome = this.settled.get(index);
			if (Array.isArray(outcome)) {
				for (const { json, binary, output = 0 } of outcome) {
					const place = this.isTool ? 0 : output;
					outputs[place]!.push({ json, pairedItem, ...(binary ? { binary } : {}) });
				}
			} else if (outcome !== undefined) {
				outputs[0]!.push({ json: { error: outcome.message }, error: outcome, pairedItem });
			}
		}
		return outputs;
	}

	private settle(index: number, outcome: Result[] | NodeApiError | NodeOperationError): void {
		if (this.settled.has(index)) throw new Error(`Item ${index} was settled twice`);
		this.settled.set(index, outcome);
	}
}

/** Whether an AI Agent uses the node as its tool: n8n then runs it in another context. Older versions of n8n do not say. */
export function isTool(n8n: IExecuteFunctions): boolean {
	return (n8n.isToolExecution as (() => boolean) | undefined)?.call(n8n) ?? false;
}

function asksOf(
	one: { index: number } | { asks: ReadonlyArray<{ index: number }> },
): ReadonlyArray<{ index: number }> {
	return 'asks' in one ? one.asks : [one];
}

function isResult(value: IDataObject | Result): value is Result {
	return (
		typeof value.json === 'object' &&
		value.json !== null &&
		Object.keys(value).every((key) => ['json', 'binary', 'output'].includes(key))
	);
}

/** n8n moves items that consist of error keys only to the error output, whatever they mean (n8n §4). */
function refuseErrorShape(json: IDataObject): void {
	const keys = Object.keys(json);
	if (json.error && keys.every((key) => ['error', 'message', 'details'].includes(key))) {
		throw new Error('A result must not consist of error keys only');
	}
}

/** Groups asks by a key, groups in order of first appearance. */
export function groupBy<A>(
	asks: readonly A[],
	key: (ask: A) => string,
): Array<{ key: string; asks: [A, ...A[]] }> {
	const groups = new Map<string, [A, ...A[]]>();
	for (const ask of asks) {
		const name = key(ask);
		const group = groups.get(name);
		if (group) group.push(ask);
		else groups.set(name, [ask]);
	}
	return [...groups].map(([name, members]) => ({ key: name, asks: members }));
}
