/** The measured programs and the sandbox as processes of their own, and the figures that are printed. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const print = (figure: string, value: number, more: object = {}) =>
	console.log(JSON.stringify({ figure, value: Math.round(value * 1000) / 1000, ...more }));

export const programFile = (name: string) => join(__dirname, `${name}.ts`);

/** What the process answers, to a message or when it is ready. */
export async function answerOf<T>(child: ChildProcess, message?: unknown): Promise<T> {
	return await new Promise((resolve, reject) => {
		const ended = () => reject(new Error('A measured program ended before its time'));
		child.once('exit', ended);
		child.once('message', (value) => {
			child.off('exit', ended);
			resolve(value as T);
		});
		if (message !== undefined) child.send(message as object);
	});
}
