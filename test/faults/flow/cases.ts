/** The cases of everyCall.test.ts: which call of which workflow fails, how, and how often. ARCHITECTURE.md counts them. */
import type { Fault } from '../../../sandbox/control/faults';

/** The calls of each workflow whose failure is tried. The others make the same calls; those that they make in their own way are here. */
export const calls = {
	'step by step': [
		'projects.get',
		'tasks.list',
		'labelrowmetadata.GET',
		'items.getBulk',
		'media.get',
		'labelrow.GET',
		'labelrow.PUT',
		'labelrow.POST',
		'tasks.actions',
	],
	'Task: Finish': ['labelrowmetadata.GET', 'labelrow.PUT', 'labelrow.POST', 'tasks.actions'],
	'AI Labeler': ['media.get', 'chat.completions', 'labelrow.PUT', 'labelrow.POST', 'tasks.actions'],
};

export type FlowName = keyof typeof calls;
export const flowNames = Object.keys(calls) as FlowName[];

const badGateway = { status: 502, body: '<html>Bad Gateway</html>' };

/** By the name in the table of ARCHITECTURE.md. */
export const faults = {
	'429': { status: 429 },
	'429 with `Retry-After`': { status: 429, headers: { 'Retry-After': '1' } },
	'500': { status: 500 },
	'502': badGateway,
	'502, and the call was done': { ...badGateway, applied: true },
	'reset before the call': { reset: 'before' },
	'reset after the call': { reset: 'after' },
	'half a body': { truncate: true },
	'60 s of silence, then the answer': { delayMs: 60_000 },
	'60 s of silence, then a reset': { delayMs: 60_000, reset: 'before' },
	'clock 10 min ahead': { clockSkewSeconds: -600 },
	'clock 10 min behind': { clockSkewSeconds: 600 },
	'expired media link': { status: 403, body: 'The signature has expired' },
} satisfies Record<string, Fault['then']>;

export type FaultName = keyof typeof faults;
const faultNames = Object.keys(faults) as FaultName[];

export const isSilence = (fault: FaultName) => fault.includes('silence');
const isClock = (fault: FaultName) => fault.startsWith('clock');

export interface Case {
	flow: FlowName;
	/** The call that fails; absent: all of them. */
	call?: string;
	fault: FaultName;
	/** How many calls of the first execution fail. */
	times: 'once' | 'always';
	/** The photo on which a person saves labels meanwhile. */
	personDraws?: string;
}

const ofCall = (flow: FlowName, call: string): Case[] =>
	faultNames
		.filter((fault) => fault !== 'expired media link' || call === 'media.get')
		.flatMap((fault) =>
			(isSilence(fault) ? (['once'] as const) : (['once', 'always'] as const)).map((times) => ({
				flow,
				call,
				fault,
				times,
			})),
		);

/** The clock of n8n is wrong for all of Encord. */
const wrongClock = (flow: FlowName): Case[] =>
	faultNames.filter(isClock).map((fault) => ({ flow, fault, times: 'always' }));

/** A person saves while the answer to a save is missing: on a photo that has labels, and on one whose labels were just created. */
const meanwhile = (flow: FlowName): Case[] =>
	faultNames
		.filter((fault) => !isSilence(fault) && !isClock(fault) && fault !== 'expired media link')
		.flatMap((fault) =>
			['pet-01.jpg', 'pet-02.jpg'].map((personDraws) => ({
				flow,
				call: 'labelrow.POST',
				fault,
				times: 'once',
				personDraws,
			})),
		);

export const cases: Case[] = flowNames.flatMap((flow) => [
	...calls[flow].flatMap((call) => ofCall(flow, call)),
	...wrongClock(flow),
	...meanwhile(flow),
]);

/** Calls whose signature holds the time (protocol §2). */
const timed = (call = '') => /^(projects|tasks|items)\./.test(call);

/** Whether the first execution has to finish all tasks, although a call failed. */
export function finishesAtOnce({ call, fault, times }: Case): boolean {
	if (isClock(fault)) return call !== undefined && !timed(call);
	// The node gives up after 30 s by itself.
	if (isSilence(fault)) return call !== 'media.get';
	return times === 'once';
}

/** Milliseconds that calls of the two wait, by turns: who comes first differs from call to call. */
export const rhythms = [
	[0, 0],
	[0, 40],
	[40, 0],
	[120, 0, 40],
	[0, 120, 40, 0],
	[200, 0, 0, 0, 80],
];

/** What else fails when a batch with a stale task is moved. */
export const besideStale: Array<FaultName | 'nothing else'> = [
	'nothing else',
	'429',
	'502, and the call was done',
	'reset before the call',
	'reset after the call',
	'half a body',
];
