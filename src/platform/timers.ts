/** The clock's alarms, which n8n Cloud does not allow: a package for it builds this file on `sleepWithAbort` of n8n-workflow. */

/**
 * Runs `action` once after `ms` milliseconds.
 * @returns takes it back; harmless when it has run
 */
export function afterDelay(ms: number, action: () => void): () => void {
	const timer = setTimeout(action, ms);
	return () => clearTimeout(timer);
}
