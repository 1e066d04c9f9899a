import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../../../scripts/compile/build';
import { describeDemo, startDemo, type Demo } from '../../../scripts/demo/demo';

declare global {
	var encordDemo: Demo | undefined;
}

/** Starts one n8n and one sandbox for the whole suite. When `ENCORD_DEMO` describes a running demo, the tests use that one. */
export default async function startOnce(): Promise<void> {
	if (process.env.ENCORD_DEMO) return;
	await ensureBuilt();
	const folder = await mkdtemp(join(tmpdir(), 'encord-e2e-'));
	globalThis.encordDemo = await startDemo({ folder, n8nPort: 0 });
	process.env.ENCORD_DEMO = describeDemo(globalThis.encordDemo);
}
