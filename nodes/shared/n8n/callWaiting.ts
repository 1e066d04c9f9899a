/** Whether somebody waits for an answer of this execution: the caller of a webhook that leaves the answer to a later node. */
import type { IDataObject, IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';

/** Executions that have answered, the latest last. Knows this process only, and an execution runs in one process. */
const answered = new Set<string>();
const MAX_REMEMBERED = 10_000;

const ENCORD_TRIGGER = /(^|\.)encordTrigger$/;
/** Triggers whose caller can be answered by a later node, and the parameter that says so. */
const ANSWERABLE: ReadonlyArray<{ type: RegExp; parameter: string }> = [
	{ type: ENCORD_TRIGGER, parameter: 'reply' },
	{ type: /^n8n-nodes-base\.webhook$/, parameter: 'responseMode' },
];
const BY_A_LATER_NODE = 'responseNode';

/** Why an answer of this execution would reach nobody; undefined when somebody waits for it. */
export function whyNobodyWaits(n8n: IExecuteFunctions): string | undefined {
	if (typeof (n8n.sendResponse as unknown) !== 'function')
		return 'An AI Agent cannot answer the call with this tool: put this node behind the agent.';
	if (n8n.getMode() === 'integrated')
		return 'This is a sub-workflow: the call belongs to the workflow that started it.';
	if (n8n.getMode() === 'retry')
		return 'This execution was retried from the list of executions: the call was over before.';
	if (answered.has(n8n.getExecutionId())) return 'The call has been answered already.';
	const started = startedBy(n8n);
	if (started.length === 0) return 'No call of an agent started this execution.';
	return started.some(leavesTheAnswer)
		? undefined
		: 'The trigger answers the call itself: set its field Reply to "By the Reply Operation".';
}

/** The item with which the Encord Trigger started this execution; undefined when another node started it. */
export function callItem(n8n: IExecuteFunctions): IDataObject | undefined {
	const trigger = startedBy(n8n).find(({ type }) => ENCORD_TRIGGER.test(type));
	if (trigger === undefined) return undefined;
	const node = n8n.getWorkflowDataProxy(0).$(trigger.name) as {
		first: () => { json: IDataObject } | undefined;
	};
	return node.first()?.json;
}

/** The triggers before this node that have run. */
function startedBy(n8n: IExecuteFunctions): NodeTypeAndVersion[] {
	return nodesBefore(n8n).filter(
		({ name, type, disabled }) =>
			!disabled && ANSWERABLE.some((one) => one.type.test(type)) && hasRun(n8n, name),
	);
}

/** Remembers that the caller of this execution has an answer: there is only one. */
export function callAnswered(n8n: IExecuteFunctions): void {
	answered.add(n8n.getExecutionId());
	for (const oldest of answered) {
		if (answered.size <= MAX_REMEMBERED) return;
		answered.delete(oldest);
	}
}

function leavesTheAnswer({ type, parameters }: NodeTypeAndVersion): boolean {
	const { parameter } = ANSWERABLE.find((one) => one.type.test(type))!;
	// A parameter that was left at its default is not stored; the Encord Trigger's default is this very value.
	const usual = parameter === 'reply' ? BY_A_LATER_NODE : undefined;
	return (parameters?.[parameter] ?? usual) === BY_A_LATER_NODE;
}

/** The nodes before this one; before the agent when this node is its tool. */
function nodesBefore(n8n: IExecuteFunctions): NodeTypeAndVersion[] {
	const options = { includeNodeParameters: true };
	const own = n8n.getParentNodes(n8n.getNode().name, options);
	if (own.length > 0) return own;
	// A tool has no main input. What it was called by stands as its source: the agent, which has a main input.
	const callers = Object.values(n8n.getExecuteData().source ?? {}).flat();
	return callers.flatMap((caller) =>
		caller ? n8n.getParentNodes(caller.previousNode, options) : [],
	);
}

function hasRun(n8n: IExecuteFunctions, name: string): boolean {
	try {
		const node = n8n.getWorkflowDataProxy(0).$(name) as { isExecuted?: boolean };
		return node.isExecuted === true;
	} catch {
		return false;
	}
}
