/**
 * Shows on stderr that a long step is running, and for how many seconds: on a terminal in one line that is rewritten, in a log
 * with a line every five seconds. stdout is only for results.
 */
export async function withProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
	const started = Date.now();
	const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
	const terminal = process.stderr.isTTY;
	if (terminal) process.stderr.write(`${title} …`);
	const timer = setInterval(
		() =>
			process.stderr.write(terminal ? `\r${title} … ${seconds()}` : `${title} … ${seconds()}\n`),
		terminal ? 1000 : 5000,
	);
	try {
		const result = await work();
		process.stderr.write(`${terminal ? '\r' : ''}${title} … done in ${seconds()}\n`);
		return result;
	} catch (error) {
		process.stderr.write(`${terminal ? '\r' : ''}${title} … failed after ${seconds()}\n`);
		throw error;
	} finally {
		clearInterval(timer);
	}
}
