/**
 * Every call of read → think → save → proceed fails in every way, once or during a whole execution, in n8n's engine. The state of
 * the sandbox is the judge. Most of the time goes by with waiting, so many cases run at the same time.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activate, stepByStep, withFinish, withLabeler, type Active } from './flow/agentFlow';
import {
	cases,
	faults,
	finishesAtOnce,
	flowNames,
	isSilence,
	type Case,
	type FlowName,
} from './flow/cases';
import { PetsStage } from './flow/petsStage';

const flows = {
	'step by step': stepByStep,
	'Task: Finish': withFinish,
	'AI Labeler': withLabeler,
};

/** Cases at the same time, those that wait in silence not counted. */
const LANES = 12;

async function arrange(stage: PetsStage, one: Case): Promise<void> {
	const { call, times, personDraws } = one;
	const then = { ...faults[one.fault] };
	if (personDraws === undefined) {
		stage.break(call === undefined ? {} : { call }, then, times === 'once' ? 1 : 10_000);
		return;
	}
	// The second repetition waits three seconds; the save that was done without an answer is not repeated.
	const isDone = one.fault.endsWith('done') || /after|half/.test(one.fault);
	if ('headers' in then) then.headers = { 'Retry-After': '3' };
	const failures = isDone || 'headers' in then ? 1 : 2;
	stage.break({ call: call! }, then, failures);
	await stage.when(call!, failures, async () => await stage.personDraws(personDraws));
}

async function run(one: Case): Promise<void> {
	const stage = await PetsStage.start();
	try {
		const active: Active = await activate(flows[one.flow](stage), stage);
		const broken = arrange(stage, one);
		const first = await active.round();
		await broken;
		await stage.expectSound();
		expect(stage.isEmpty || !finishesAtOnce(one)).toBe(true);
		if (one.call === undefined)
			expect(first.error).toMatch(one.fault.endsWith('ahead') ? /10 min ahead/ : /10 min behind/);
		stage.repair();
		const rounds = [first, ...(await active.untilEmpty())];
		expect(rounds.length).toBeLessThanOrEqual(2);
		await stage.expectDone();
		for (const { stored, error = '' } of rounds)
			for (const secret of stage.secrets) expect(stored + error).not.toContain(secret);
	} finally {
		await stage.stop();
	}
}

const results = new Map<Case, Promise<void>>();

/** Runs the cases, at most `lanes` of them at the same time. */
function runAll(some: Case[], lanes: number): void {
	const starts = some.map((one) => {
		let start = () => {};
		const started = new Promise<void>((resolve) => (start = resolve));
		const result = started.then(async () => await run(one));
		result.catch(() => undefined);
		results.set(one, result);
		return { start, result };
	});
	const lane = async (): Promise<void> => {
		for (let next = starts.shift(); next; next = starts.shift()) {
			next.start();
			await next.result.catch(() => undefined);
		}
	};
	for (let count = 0; count < lanes; count++) void lane();
}

beforeAll(() => {
	const silent = cases.filter(({ fault }) => isSilence(fault));
	runAll(silent, silent.length);
	runAll(
		cases.filter(({ fault }) => !isSilence(fault)),
		LANES,
	);
});
afterAll(async () => void (await Promise.allSettled(results.values())));

const title = ({ call = 'every call', fault, times, personDraws }: Case) =>
	`${call}: ${fault}, ${times}${personDraws ? `, and a person saves ${personDraws}` : ''}`;

describe.each(flowNames)('%s', (flow: FlowName) => {
	const ofFlow = cases.filter((one) => one.flow === flow);
	it.each(ofFlow.map((one) => [title(one), one] as const))('%s', async (_title, one) => {
		expect(results.has(one)).toBe(true);
		await results.get(one);
	});
});
