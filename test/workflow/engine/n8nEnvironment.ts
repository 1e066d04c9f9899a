/** Settings that n8n-core reads when it is loaded: import this file first. With them, tests do not use the home folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-encord-test-'));
// Jest ends its workers without an `exit` event; a measurement has no `afterAll`.
const atTheEnd = (globalThis as { afterAll?: (work: () => void) => void }).afterAll;
const removeFolder = () => rmSync(folder, { recursive: true, force: true });
if (atTheEnd === undefined) process.on('exit', removeFolder);
else atTheEnd(removeFolder);

process.env.N8N_USER_FOLDER = folder;
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
process.env.N8N_ENCRYPTION_KEY ??= 'test-only';
process.env.N8N_LOG_LEVEL ??= 'silent';
