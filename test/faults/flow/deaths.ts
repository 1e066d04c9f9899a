/** The moments of killN8n.test.ts. ARCHITECTURE.md counts them. */
import type { JsonObject } from '../../../scripts/n8n/api';

/** A moment at which n8n is killed. */
export interface Death {
	when: string;
	/** What the sandbox does to make the moment last. */
	fault?: JsonObject;
	/** n8n is killed when so many of these calls have been answered, and some time has passed. */
	after: [call: string, times: number, milliseconds: number];
	/** Tasks that are still in the stage when n8n is dead. */
	left: number;
	/** Whether what the trigger remembers is deleted before n8n starts again. */
	wipe?: boolean;
}

/** One n8n that is killed twice: the second time while it does again what the first death interrupted. */
export interface Life {
	tasks: 'a batch' | 'one execution per task';
	/** Options of the stage trigger. */
	options: JsonObject;
	deaths: [Death, Death];
}

const stuck = (call: string) => ({
	match: { call },
	then: { delayMs: 3000, reset: 'before' },
	times: 1000,
});

const readAndNotThought: Death = {
	when: 'when the pictures are read and the model has not answered',
	fault: { match: { call: 'chat.completions' }, then: { delayMs: 20_000 }, times: 1000 },
	// The AI Labeler asks about five pictures at a time.
	after: ['media.get', 5, 500],
	left: 12,
};
const thoughtAndNotSaved: Death = {
	when: 'when the model has answered and nothing is saved',
	fault: stuck('labelrow.POST'),
	after: ['chat.completions', 12, 500],
	left: 12,
};
const savedAndNotMoved: Death = {
	when: 'when labels are saved and no task has moved',
	fault: stuck('tasks.actions'),
	after: ['labelrow.POST', 1, 500],
	left: 12,
};
const movedUnheard: Death = {
	when: 'when the tasks have moved and nobody hears the answer',
	fault: {
		match: { call: 'tasks.actions' },
		then: { delayMs: 3000, reset: 'after' },
		times: 1,
	},
	// The labels are there already: they are read, and not saved again.
	after: ['labelrow.GET', 1, 1000],
	left: 12,
};
const halfMoved: Death = {
	when: 'when half of the tasks have moved',
	fault: { match: { call: 'chat.completions' }, then: { delayMs: 20_000 }, times: 6 },
	after: ['tasks.actions', 6, 0],
	left: 6,
};

const batch = { tasks: 'a batch', options: {} } as const;
const separate = { tasks: 'one execution per task', options: { separate: true } } as const;

export const lives: Life[] = [
	{ ...batch, deaths: [readAndNotThought, { ...thoughtAndNotSaved, wipe: true }] },
	{ ...batch, deaths: [savedAndNotMoved, movedUnheard] },
	{ ...separate, deaths: [{ ...thoughtAndNotSaved, wipe: true }, savedAndNotMoved] },
	{ ...separate, deaths: [readAndNotThought, halfMoved] },
];
