/**
 * Ends a process with the one that started it. A signal that ends only the parent, SIGKILL above all, never reaches the
 * child, which would live on and keep its ports. The system gives an orphan another parent, so a changed parent is the sign.
 */
const lookEveryMs = 200;

/**
 * Calls `orphaned` once, at most a fifth of a second after the process `parent` is gone. The watch alone keeps no program
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
