import { describe, expect, it } from '@jest/globals';
import { WakeUps } from '../../../src/agents/wakeUps';

const stage = { projectHash: 'p', stageUuid: 's' };

/** A trigger whose polls end when the test says so. */
function trigger() {
	const ends: Array<() => void> = [];
	let isBusy = false;
	let polls = 0;
	const poller = {
		polls: ({ stageUuid }: { stageUuid: string }) => stageUuid === 's',
		poll: async () => {
			if (isBusy) return false;
			polls++;
			await new Promise<void>((resolve) => ends.push(resolve));
			return true;
		},
	};
	return {
		poller,
		polls: () => polls,
		setBusy: (busy: boolean) => (isBusy = busy),
		async end() {
			ends.shift()?.();
			await new Promise(setImmediate);
		},
	};
}

describe('events that tasks wait', () => {
	it('poll at once, and once more for all that come during a poll', async () => {
		const { poller, polls, end } = trigger();
		const wakeUps = new WakeUps();
		wakeUps.register('a', poller);
		expect(wakeUps.wake('a', stage)).toBe(true);
		expect(polls()).toBe(1);
		for (let event = 0; event < 5; event++) wakeUps.wake('a', stage);
		expect(polls()).toBe(1);
		await end();
		expect(polls()).toBe(2);
		await end();
		expect(polls()).toBe(2);
		wakeUps.wake('a', stage);
		expect(polls()).toBe(3);
	});

	it('wait for a poll that n8n has begun', async () => {
		const { poller, polls, setBusy, end } = trigger();
		const wakeUps = new WakeUps();
		wakeUps.register('a', poller);
		setBusy(true);
		wakeUps.wake('a', stage);
		await end();
		expect(polls()).toBe(0);
		setBusy(false);
		wakeUps.ended('a');
		expect(polls()).toBe(1);
	});

	it('are for the triggers that poll the stage in this process', () => {
		const { poller, polls } = trigger();
		const wakeUps = new WakeUps();
		expect(wakeUps.wake('a', stage)).toBe(false);
		wakeUps.register('a', poller);
		expect(wakeUps.wake('a', { ...stage, stageUuid: 'other' })).toBe(false);
		wakeUps.remove('a');
		expect(wakeUps.wake('a', stage)).toBe(false);
		expect(polls()).toBe(0);
	});
});
