/** The seeds by name. */
import type { Seed } from './builder';

export const seedNames = ['demo', 'conformance', 'empty'] as const;
export type SeedName = (typeof seedNames)[number];

/** A user with a key and nothing else. */
const empty: Seed = async (build) => {
	build.addUser('owner@example.com', { withKey: true });
};

export async function seedNamed(name: SeedName): Promise<{ name: string; build: Seed }> {
	if (name === 'empty') return { name, build: empty };
	if (name === 'conformance') return { name, build: (await import('./conformance')).conformance };
	return { name, build: (await import('./demo')).demo };
}
