import { rm } from 'node:fs/promises';

/** Stops both and deletes their data, unless `KEEP_DATA` is set. */
export default async function stopOnce(): Promise<void> {
	const demo = globalThis.encordDemo;
	await demo?.stop();
	if (demo !== undefined && !process.env.KEEP_DATA)
		await rm(demo.folder, { recursive: true, force: true });
}
