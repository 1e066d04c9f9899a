/**
 * Timers, which n8n Cloud does not allow. A package for n8n Cloud replaces this file by one that uses `sleepWithAbort` of
 * n8n-workflow.
 */

/**
 * Runs `action` once after `ms` milliseconds.
 * @returns a function that cancels it; after `action` has run it does nothing
 */
export function afterDelay(ms: number, action: () => void): () => void {
	const timer = setTimeout(action, ms);
	return () => clearTimeout(timer);
}
