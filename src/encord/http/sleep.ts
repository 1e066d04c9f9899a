/** A delay that ends early when the execution is stopped. */
import { afterDelay } from '../../platform/timers';
import { CancelledError } from '../wire/errors';

/** @throws CancelledError as soon as the signal aborts */
export function cancellableSleep(ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(new CancelledError());
		const onAbort = () => {
			cancel();
			reject(new CancelledError());
		};
		const cancel = afterDelay(ms, () => {
			signal?.removeEventListener('abort', onAbort);
			resolve();
		});
		signal?.addEventListener('abort', onAbort, { once: true });
	});
}
