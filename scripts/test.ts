/**
 * `npm test`: runs every check of the project, on a machine that has only Node. It prints one line per step and the full output
 * of a step that fails. The last line is the total.
 */
import { ensureBuilt } from './compile/build';
import { ensureChromium } from './browser/chromium';
import { ensureN8nRuntime } from './n8n/runtime';
import { ensureServers } from './queue/servers';
import { runPhases } from './checks/phases';
import { manyWorkers, tests } from './checks/tests';
import { lint, setUp, types } from './checks/tools';

async function ensureBrowser(): Promise<void> {
	if ((await ensureChromium()) !== undefined) return;
	process.stderr.write(
		'\nNO BROWSER: neither Chromium nor Chrome was found and it cannot be installed here (that needs root and apt-get).\n' +
			'The browser tests are SKIPPED. Install Chromium, or name one with CHROMIUM_PATH.\n\n',
	);
}

const phases = [
	...lint,
	types,
	// Unit tests read answers with a library of n8n, and tests of the sandbox look at its pages. Without them they would be skipped.
	setUp('n8n', ensureN8nRuntime),
	setUp('browser', ensureBrowser),
	tests(['unit', 'vectors'], manyWorkers),
	tests(['sandbox', 'workflow'], manyWorkers),
	tests(['media'], 1),
	setUp('build', ensureBuilt),
	setUp('redis and postgresql', ensureServers),
	tests(['faults'], 1),
	tests(['e2e'], 1),
	tests(['queue'], 1),
];

// Mutated answers and detections are cheap to try; `npm run check` tries fewer of them.
process.env.FUZZ_RUNS ??= '20000';
// The result is about the code and not about luck. Other commands draw new values each time (test/unit/fastCheck.ts).
process.env.FUZZ_SEED ??= '1';

void runPhases(phases, 'inTurn');
