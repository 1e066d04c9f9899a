/**
 * Runs a program for another process. When that process is gone, for whatever reason, it kills the program and everything the
 * program started. It leads the process group and ignores signals; the program gets each signal that is sent to the group.
 *
 *   node scripts/programs/supervisor.mjs PARENT COMMAND [args]     PARENT = id of the process that runs this one
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
