/** `npm run lint`: the rules of ESLint and the layout of Prettier, of every file. */
import { lint, runPhases } from './phases';

void runPhases(lint, 'atOnce');
