/**
 * The input items of one execution of a node and their results. An operation reads the items, processes them together, and sets
 * the result of each item exactly once. The output is in item order, with `pairedItem`.
 */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { HttpSend } from '../../../src/encord/wire/send';
import type { Form } from '../fields/form/form';
import { InputError } from '../fields/form/inputError';
import { ItemForms } from '../fields/form/itemForms';
import { readAllWithNames } from '../fields/names/knownNames';
import { lookUpNames } from '../fields/names/lookUpNames';
import { ExecutionMemory } from '../n8n/executionMemory';
import { nodeError } from './errors';
import { Hints } from './hints';
import { readable } from './readable';
import { resultsOf, type Result } from './result';
import { withStageOfTask } from './stageOfTask';

/** The form values of one item; `index` is the item's position in the input. */
export type ItemInputs<T> = T & { index: number };

export interface BatchSource {
	n8n: IExecuteFunctions;
	/** Creates the client for the credential. It is called once, when the operation first needs the client. */
	openClient: () => Promise<EncordClient>;
	/** Sends requests to the storage. They need no credential, because the URLs are signed. */
	send: HttpSend;
	/** Number of outputs of the node, the error output not counted. */
	outputs?: number;
	/** Whether an AI Agent uses the node as its tool. */
	isTool?: boolean;
}

/** Results of items, by what the node has done in the executions that run now. */
const finished = new ExecutionMemory<number, Result[]>();

/** What was done for items that have no result yet, in the same way. */
const halfDone = new ExecutionMemory<number, IDataObject>();

export class Batch {
	readonly n8n: IExecuteFunctions;
	readonly items: INodeExecutionData[];
	private readonly forms: ItemForms;
	private readonly results = new Map<number, Result[] | NodeApiError | NodeOperationError>();
	/** Results that the next try will find, for operations that write; undefined when no try can follow. */
	private kept: Map<number, Result[]> | undefined;
	private steps: Map<number, IDataObject> | undefined;
	private clientPromise: Promise<EncordClient> | undefined;
	/** Known when the operation has asked for the client. */
	private appUrl: string | undefined;
	/** What the node shows above its output. */
	readonly hints = new Hints();

	constructor(private readonly source: BatchSource) {
		this.n8n = source.n8n;
		this.forms = new ItemForms(source.n8n);
		this.items = source.n8n.getInputData();
	}

	/** Aborts when the user stops the execution. */
	get signal(): AbortSignal | undefined {
		return this.n8n.getExecutionCancelSignal();
	}

	/** The Encord client of the node's credential, the same for all items. */
	async client(): Promise<EncordClient> {
		this.clientPromise ??= this.source.openClient();
		const client = await this.clientPromise;
		this.appUrl = client.appUrl;
		return client;
	}

	/** How many outputs results can leave by, the error output not counted. */
	get outputCount(): number {
		return this.source.outputs ?? 1;
	}

	/**
	 * For an operation that chooses between outputs: n8n makes them once for the node, from the first item's values at most, so an
	 * item's own field may name others. @throws InputError when n8n has not made `expected` outputs
	 * @param field display name of the field that decides how many outputs there are
	 */
	requireOutputs(expected: number, field: string): void {
		if (!this.isTool && this.outputCount !== expected) throw outputsDiffer(field);
	}

	/** Whether an AI Agent uses the node as its tool. */
	get isTool(): boolean {
		return this.source.isTool ?? false;
	}

	/** Sends requests to storage, through n8n's proxy, certificate and SSRF settings. */
	get send(): HttpSend {
		return this.source.send;
	}

	/**
	 * Gives the items that an earlier try of this run finished the results they had then, and keeps those of this try for the
	 * next. Called by operations that write: the second time a label would be added twice, an object that was deleted would not
	 * be found, and what was saved would be reported as unchanged.
	 */
	keepResults(): void {
		// Tries of a tool have different run indexes (n8n §4). Without an ID, executions could not be told apart.
		if (!this.n8n.getNode().retryOnFail || !this.n8n.getExecutionId() || this.isTool) return;
		this.kept = finished.of(this.n8n);
		for (const [index, results] of this.kept) this.results.set(index, results);
		this.steps = halfDone.of(this.n8n);
	}

	/** Of an operation of several steps: what the first try did for an item before a later step failed; without one, `done`. */
	firstDone(index: number, done: IDataObject): IDataObject {
		const noted = this.steps?.get(index) ?? done;
		this.steps?.set(index, noted);
		return noted;
	}

	/** What an earlier try did for an item before a later step failed, as `firstDone` noted it. */
	doneEarlier(index: number): IDataObject | undefined {
		return this.steps?.get(index);
	}

	/** Reads the form of each item that has no result yet, with what it names. An item whose form cannot be read fails. */
	async read<T extends object>(
		read: (form: Form, index: number) => T,
	): Promise<Array<ItemInputs<T>>> {
		const open = this.items.flatMap((_item, index) => (this.results.has(index) ? [] : [index]));
		return await readAllWithNames(
			open,
			(index) => ({ ...read(this.forms.of(index), index), index }),
			(index, error) => this.fail(index, error),
			async (wanted) => await lookUpNames(await this.client(), wanted, this.forms.names),
		);
	}

	/** Sets the results of an item: none, one or many. */
	ok(index: number, results: IDataObject | Result | Result[]): void {
		const list = resultsOf(results).map((result) => ({
			...result,
			json: readable(result.json, this.appUrl),
		}));
		const kept = this.isTool ? list : withStageOfTask(this.forms.of(index), list);
		this.setResult(index, kept);
		this.kept?.set(index, kept);
	}

	/**
	 * Marks an item as failed. Its output is an error item when the node continues on errors; otherwise the error is thrown.
	 */
	fail(index: number, error: unknown): void {
		const failure = nodeError(this.n8n.getNode(), error, index);
		if (!this.n8n.continueOnFail()) throw failure;
		this.setResult(index, failure);
	}

	/** The items that have failed so far, in their order, for an output that stands for many items. */
	failures(): Array<{ index: number; reason: string }> {
		return [...this.results]
			.flatMap(([index, outcome]) =>
				Array.isArray(outcome) ? [] : [{ index, reason: outcome.message }],
			)
			.sort((a, b) => a.index - b.index);
	}

	/**
	 * Fails every item that has no result yet. Whatever ends an operation ends here: n8n would pass the input items on as if
	 * they had succeeded when a node that continues on errors throws (n8n §4).
	 */
	failRest(error: unknown): void {
		this.stopIfCancelled();
		const open = this.items.flatMap((_item, index) => (this.results.has(index) ? [] : [index]));
		if (open.length === 0) this.lateError(error);
		for (const index of open) this.fail(index, error);
	}

	/** Runs `work` for several items. If it throws, the items that have no result yet fail with that error. */
	async together(
		items: ReadonlyArray<{ index: number }>,
		work: () => Promise<void>,
	): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.stopIfCancelled();
			const unfinished = items.filter(({ index }) => !this.results.has(index));
			if (unfinished.length === 0) this.lateError(error);
			for (const { index } of unfinished) this.fail(index, error);
		}
	}

	/**
	 * Runs `work` for each entry, up to `parallel` of them at the same time. An entry whose work throws fails; the others continue.
	 * When the node stops on errors, the error is thrown after all running work has ended.
	 */
	async each<A extends { index: number } | { members: ReadonlyArray<{ index: number }> }>(
		all: readonly A[],
		work: (one: A) => Promise<void>,
		parallel = 1,
	): Promise<void> {
		const queue = all[Symbol.iterator]();
		const failures: unknown[] = [];
		const worker = async () => {
			for (let next = queue.next(); !next.done && failures.length === 0; next = queue.next()) {
				const one = next.value;
				await this.together(membersOf(one), async () => await work(one)).catch((error: unknown) =>
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

	/**
	 * An error when all items have their results already, such as that of closing a file. It ends a node that stops on errors. If
	 * one that continues threw it, n8n would replace the results by the input items, as if they had succeeded (n8n §4).
	 */
	private lateError(error: unknown): void {
		const failure = nodeError(this.n8n.getNode(), error);
		if (!this.n8n.continueOnFail()) throw failure;
		this.n8n.logger.warn(`${this.n8n.getNode().name}: ${failure.message}`);
	}

	/**
	 * The items of every output, in input order. A tool of an AI Agent gives all results by its one output. Failed items are in
	 * the last output: where outputs mean pathways or passed checks, it is the one for what did not go that way. n8n takes them
	 * from there to the error output, if there is one.
	 */
	outputs(): INodeExecutionData[][] {
		if (this.results.size < this.items.length)
			this.failRest(new Error('The operation gave no result for this item'));
		const outputs: INodeExecutionData[][] = Array.from({ length: this.outputCount }, () => []);
		for (let index = 0; index < this.items.length; index++) {
			const pairedItem = { item: index };
			const outcome = this.results.get(index);
			if (Array.isArray(outcome)) {
				for (const { json, binary, output = 0 } of outcome) {
					const place = this.isTool ? 0 : output;
					outputs[place]!.push({ json, pairedItem, ...(binary ? { binary } : {}) });
				}
			} else if (outcome !== undefined) {
				this.hints.count('failed');
				outputs.at(-1)!.push({ json: { error: outcome.message }, error: outcome, pairedItem });
			}
		}
		// After a node that continues on errors, n8n tries again only when the very first item is an error (n8n §4).
		if (this.kept && !outputs[0]?.[0]?.error) {
			finished.forget(this.n8n);
			halfDone.forget(this.n8n);
		}
		this.hints.show(this.n8n);
		return outputs;
	}

	private setResult(index: number, outcome: Result[] | NodeApiError | NodeOperationError): void {
		if (this.results.has(index)) throw new Error(`Item ${index} has a result already`);
		this.results.set(index, outcome);
	}
}

/** Items disagree about the outputs of the node. `field` is the display name of the field that decides about them. */
export function outputsDiffer(field: string): InputError {
	return new InputError(
		`${field} is not the same for all items`,
		'Outputs belong to the node, not to an item: choose on the form, or by an expression without $json.',
	);
}

function membersOf(
	one: { index: number } | { members: ReadonlyArray<{ index: number }> },
): ReadonlyArray<{ index: number }> {
	return 'members' in one ? one.members : [one];
}

/** Groups entries by a key; the groups are in order of first appearance. */
export function groupBy<A>(
	items: readonly A[],
	key: (item: A) => string,
): Array<{ key: string; members: [A, ...A[]] }> {
	const groups = new Map<string, [A, ...A[]]>();
	for (const item of items) {
		const name = key(item);
		const group = groups.get(name);
		if (group) group.push(item);
		else groups.set(name, [item]);
	}
	return [...groups].map(([name, members]) => ({ key: name, members }));
}
