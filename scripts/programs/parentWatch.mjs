/**
 * Detects that the parent process has ended. A signal to the parent, such as SIGKILL, does not reach its children: they would
 * run on and keep their ports. The system gives such a process another parent, so the id of its parent changes.
 */
const lookEveryMs = 200;

/**
 * Calls `orphaned` once, at most a fifth of a second after the process `parent` is gone. The timer does not keep this process
 * running.
 */
export function watchParent(parent, orphaned) {
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		orphaned();
	}, lookEveryMs);
	timer.unref();
}
