/** Whatever Encord, or somebody in its place, answers: a call gives a result or an error of ours, soon, and without a secret. */
import { describe, it } from '@jest/globals';
import fc from '../fastCheck';
import type { EncordClient } from '../../../src/encord/client';
import { EncordError } from '../../../src/encord/wire/errors';
import { id, PROJECT, scriptedEncord, STAGE, type Reply } from '../encord/scriptedEncord';
import { item, labels, project, row, task } from '../encord/calls/wireSamples';
import { mutated, mutations, SECRET } from './mutations';

const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);
/** A call that goes on asking for pages is cut off here: no call of these has that many. */
const MOST_REQUESTS = 40;

interface Call {
	run: (client: EncordClient) => Promise<unknown>;
	/** What Encord answers. */
	reply: unknown;
	v1?: boolean;
}

const all = async <T>(members: AsyncIterable<T>): Promise<T[]> => {
	const found: T[] = [];
	for await (const member of members) found.push(member);
	return found;
};
const move = { taskUuid: id(1, 6), dataHash: id(1, 1), pathway: { name: 'Cat' } };

const calls: Record<string, Call> = {
	getProject: { run: (client) => client.getProject(PROJECT), reply: project() },
	listProjects: {
		run: (client) => client.listProjects(),
		reply: { results: [project()], nextPageToken: 'b' },
	},
	getOntology: {
		run: (client) => client.getOntology(id(1, 9)),
		reply: {
			ontologyUuid: id(1, 9),
			title: 'Pets',
			editor: { objects: [], classifications: [] },
			createdAt: '2026-01-01T00:00:00Z',
			lastEditedAt: '2026-01-01T00:00:00Z',
		},
	},
	listLabelRows: {
		run: (client) => client.listLabelRows(PROJECT),
		reply: [row(1), row(2, false)],
		v1: true,
	},
	'reading labels': {
		run: (client) => client.readOrCreateLabels(PROJECT, [row(1), row(2)]),
		reply: [labels(1), labels(2)],
		v1: true,
	},
	'creating labels': {
		run: (client) => client.readOrCreateLabels(PROJECT, [row(1, false)]),
		reply: [labels(1)],
		v1: true,
	},
	saveLabels: { run: (client) => client.saveLabels(PROJECT, [labels(1)]), reply: true, v1: true },
	listTasks: {
		run: (client) => all(client.listTasks(PROJECT, STAGE)),
		reply: { results: [task(1), task(2)], nextPageToken: 'b' },
	},
	proceedTasks: {
		run: (client) => client.proceedTasks(PROJECT, STAGE, [move]),
		reply: { results: [task(1)], message: 'Task is not in the stage' },
	},
	getStorageItems: {
		run: (client) => client.getStorageItems([id(1), id(2)]),
		reply: { results: [item(id(1)), item(id(2))] },
	},
	setPriorities: {
		run: (client) => client.setPriorities(PROJECT, [{ dataHash: id(1, 1), priority: 0.5 }]),
		reply: null,
	},
};

const statuses = fc.constantFrom(200, 200, 200, 200, 200, 204, 301, 400, 403, 409, 413, 429, 500);
const headers = fc.oneof(
	fc.constant({}),
	fc.record({
		'retry-after': fc.constantFrom('1', '-1', '1e9', 'soon', '99999999999999999999', ''),
		date: fc.constantFrom('', 'yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT'),
	}),
);

/** The body as it travels: whole, cut off, or with something around it. */
const travels = fc.constantFrom<(text: string) => string>(
	(text) => text,
	(text) => text,
	(text) => text,
	(text) => text.slice(0, text.length >> 1),
	(text) => `<html>${text}</html>`,
	(text) => `${text}${text}`,
	() => '',
);

async function outcomeOf({ run }: Call, answer: Reply): Promise<void> {
	let requests = 0;
	const { client } = scriptedEncord(() => {
		if (++requests > MOST_REQUESTS) throw new Error('The call does not end.');
		return answer;
	});
	try {
		await run(client);
	} catch (error) {
		if (!(error instanceof EncordError)) throw error;
		const { message, advice, stack = '' } = error;
		if (`${message} ${advice} ${stack}`.includes(SECRET))
			throw new Error(`The error shows a value: ${message}`);
	}
}

describe('whatever is answered', () => {
	it.each(Object.entries(calls))('%s ends with a result or an error of ours', async (_, call) => {
		await fc.assert(
			fc.asyncProperty(
				mutations,
				statuses,
				headers,
				travels,
				async (steps, status, own, travel) => {
					const body = call.v1 ? { status: 200, response: call.reply } : call.reply;
					const text = travel(JSON.stringify(mutated({ body }, steps).body) ?? '');
					await outcomeOf(call, { status, headers: own, text });
				},
			),
			{ numRuns: Math.ceil(RUNS / Object.keys(calls).length), endOnFailure: true },
		);
	});
});
