/** The table of faults in ARCHITECTURE.md counts the cases that there are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { besideStale, cases, faults, flowNames, rhythms } from '../../faults/flow/cases';
import { lives } from '../../faults/flow/deaths';

const file = join(__dirname, '../../../ARCHITECTURE.md');

it('counts the cases of each fault', () => {
	const section = readFileSync(file, 'utf8')
		.split('\n## ')
		.find((part) => part.startsWith('Faults\n'))!;
	const rows = [...section.matchAll(/^\| (.+?) \| .+ \| (\d+) \|$/gm)];
	const deaths = lives.flatMap((life) => life.deaths);
	const counted = {
		...Object.fromEntries(
			Object.keys(faults).map((name) => [name, cases.filter(({ fault }) => fault === name).length]),
		),
		'a stale task in a batch of 300': besideStale.length,
		// In n8n's engine, and once with two real ones.
		'two n8n on one stage': flowNames.length * (rhythms.length + 1) + 1,
		// In n8n's engine, and of a real n8n.
		'memory of the trigger wiped or damaged': 2 + deaths.filter(({ wipe }) => wipe).length,
		'n8n killed (SIGKILL)': deaths.length,
	};
	expect(Object.fromEntries(rows.map(([, name, count]) => [name, Number(count)]))).toEqual(counted);
});
