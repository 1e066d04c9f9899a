/**
 * Says on stderr that something long is going on, with the seconds so far: rewritten in place on a terminal, one line every
 * few seconds in a log. stdout stays free for results.
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
