/** `npm run check`: what to run before each commit, well under a minute. Says one line when all is well. */
import { lintOfChanges, manyWorkers, runPhases, tests, types } from './checks/phases';

void runPhases([tests(['unit'], manyWorkers), types, ...lintOfChanges], 'atOnce');
