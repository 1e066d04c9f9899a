/** Polls an agent stage when n8n's interval says so, and when Encord has said that tasks wait. */
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { encordClient } from '../shared/n8n/client';
import { nodeError } from '../shared/runtime/errors';
import { budgetOf, DEFAULT_BUDGET_MS } from './listStage';
import { triggerForm } from '../shared/fields/form/form';
import { readIfKnown } from '../shared/fields/names/knownNames';
import { form, type StageSettings } from './form';
import { thisProcess, type PollProcess } from './pollProcess';
import { readForm } from './readForm';
import { CALL_SHARE, StagePoll, type OpenClient } from './stagePoll';

type Outputs = INodeExecutionData[][];

/** n8n's own way to run a poll, where it keeps the static data of a poll apart (n8n §3). */
interface PollScope {
	__runPoll?: <T>(poll: () => Promise<T>) => Promise<T>;
}

/** Names a trigger for its process. */
export function triggerKey(n8n: Pick<IPollFunctions, 'getWorkflow' | 'getNode'>): string {
	return `${n8n.getWorkflow().id}/${n8n.getNode().id}`;
}

/** @returns items by output, or null when there are no items or their executions are started already */
export async function pollStage(
	n8n: IPollFunctions,
	open: OpenClient = encordClient,
	process: PollProcess = thisProcess,
): Promise<Outputs | null> {
	const settings = await settingsOf(n8n, open, process);
	if (settings === undefined) return null;
	const poll = new StagePoll(n8n, settings, open, process);
	if (n8n.getMode() === 'manual') return await poll.runByHand();
	const key = triggerKey(n8n);
	// A poll of n8n's durable scheduler has a smaller budget, and its context ends with it.
	if (budgetOf(n8n) >= DEFAULT_BUDGET_MS)
		process.wakeUps.register(key, {
			poll: async () => await pollWoken(n8n, process, poll),
			polls: (stage) => poll.polls(stage),
		});
	const outputs = await guarded(n8n, process, async () => await poll.run());
	return outputs === 'busy' ? null : outputs;
}

/** The form; undefined when a name in it must be looked up, and Encord is to be left alone. @throws InputError */
async function settingsOf(
	n8n: IPollFunctions,
	open: OpenClient,
	process: PollProcess,
): Promise<StageSettings | undefined> {
	const key = triggerKey(n8n);
	const names = process.names.of(key);
	const known = readIfKnown(() => form.read(triggerForm(n8n, names)));
	if (known !== undefined) return known;
	const look = async () => {
		try {
			const options = { totalTimeoutMs: budgetOf(n8n) * CALL_SHARE, remember: true };
			return await readForm(n8n, names, async () => await open(n8n, options));
		} catch (error) {
			// The next poll looks again: somebody may have given the name to something meanwhile.
			process.names.forget(key);
			process.backOff.failed(key, error);
			throw nodeError(n8n.getNode(), error);
		}
	};
	if (n8n.getMode() === 'manual') return await look();
	if (process.backOff.isQuiet(key)) return undefined;
	return await look();
}

/** @returns false when another poll of the trigger is running */
async function pollWoken(
	n8n: IPollFunctions & PollScope,
	process: PollProcess,
	poll: StagePoll,
): Promise<boolean> {
	const inScope = n8n.__runPoll ?? (async (run: () => Promise<boolean>) => await run());
	try {
		return await inScope(async () => {
			const outputs = await guarded(n8n, process, async () => await poll.run({ woken: true }));
			if (outputs === 'busy') return false;
			if (outputs !== null) n8n.__emit(outputs);
			return true;
		});
	} catch (error) {
		n8n.__emitError(nodeError(n8n.getNode(), error));
		return true;
	}
}

/** Lets one poll run at a time, and none while Encord is to be left alone. */
async function guarded(
	n8n: IPollFunctions,
	{ backOff, running, wakeUps }: PollProcess,
	run: () => Promise<Outputs | null>,
): Promise<Outputs | null | 'busy'> {
	const key = triggerKey(n8n);
	if (backOff.isQuiet(key)) return null;
	const release = running.enter(key);
	if (!release) return 'busy';
	try {
		return await backOff.watch(key, run);
	} finally {
		release();
		wakeUps.ended(key);
	}
}
