/** The seeds by name. */
import type { Seed } from './builder';

const names = ['demo', 'conformance', 'empty'] as const;
/** `tasks:1000` is an agent stage with so many tasks. */
export type SeedName = (typeof names)[number] | `tasks:${number}`;

/** What a person can write as the name of a seed. */
export const seedChoices = [...names, 'tasks:NUMBER'].join(', ');

const MOST_TASKS = 100_000;

export function isSeedName(name: string): name is SeedName {
	const [, tasks] = /^tasks:([1-9]\d{0,5})$/.exec(name) ?? [];
	return names.some((known) => known === name) || Number(tasks) <= MOST_TASKS;
}

/** A user with a key and nothing else. */
const empty: Seed = async (build) => {
	build.addUser('owner@example.com', { withKey: true });
};

export async function seedNamed(name: SeedName): Promise<{ name: string; build: Seed }> {
	if (name === 'empty') return { name, build: empty };
	if (name === 'conformance') return { name, build: (await import('./conformance')).conformance };
	if (name === 'demo') return { name, build: (await import('./demo')).demo };
	const { manyPets } = await import('./manyPets');
	return { name, build: manyPets({ pets: Number(name.slice('tasks:'.length)) }).build };
}
