/**
 * Runs a program for another process and ends it, with everything it started, as soon as that process is gone, however it
 * went. We lead the process group; a signal sent to the group reaches the program by itself.
 *
 *   node scripts/programs/supervisor.mjs PARENT COMMAND [args]     PARENT = process id of the process that starts us
 */
import { spawn } from 'node:child_process';
import { watchParent } from './parentWatch.mjs';

const [parent, command, ...args] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
watchParent(Number(parent), () => process.kill(-process.pid, 'SIGKILL'));

const program = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
program.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(127);
});
program.on('exit', (code) => process.exit(code ?? 1));
