/** `npm run lint`: runs ESLint and Prettier on every file. */
import { runPhases } from './checks/phases';
import { lint } from './checks/tools';

void runPhases(lint, 'atOnce');
