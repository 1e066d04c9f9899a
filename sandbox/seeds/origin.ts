/** The base of the builders of a seed: the storage it fills, its name, its ids and times, and its owner. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stableUuid } from '../state/ids';
import type { Store } from '../state/store';

/** When the first thing of a seed is created. */
const START = Date.UTC(2026, 0, 5, 9, 0, 0);

export class SeedOrigin {
	private steps = 0;

	constructor(
		protected readonly store: Store,
		readonly seed: string,
	) {
		mkdirSync(this.mediaDir, { recursive: true });
	}

	/** Absolute folder for media files that a seed writes itself (videos). Other media can be given as bytes. */
	get mediaDir(): string {
		return join(this.store.dataDir, 'media');
	}

	/** The UUID of something with that name in this seed. */
	uuid(...parts: Array<string | number>): string {
		return stableUuid(this.seed, ...parts);
	}

	protected get owner(): string {
		const email = this.store.meta.get('meta')?.ownerEmail;
		if (!email) throw new Error(`Seed "${this.seed}": add a user with a key before anything else`);
		return email;
	}

	/** The time for the next entity: a minute after the last one. */
	protected tick(): string {
		return new Date(START + 60_000 * this.steps++).toISOString();
	}
}
