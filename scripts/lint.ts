/** `npm run lint`: the rules of ESLint and the layout of Prettier, of every file. */
import { lint, runPhases } from './checks/phases';

void runPhases(lint, 'atOnce');
