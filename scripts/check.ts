/** `npm run check`: the checks to run before each commit. It takes less than a minute and prints one line when all pass. */
import { runPhases } from './checks/phases';
import { manyWorkers, tests } from './checks/tests';
import { lintOfChanges, types } from './checks/tools';

void runPhases([tests(['unit'], manyWorkers), types, ...lintOfChanges], 'atOnce');
