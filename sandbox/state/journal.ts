/**
 * An append-only file of JSON lines: one line per transaction, each a list of `[collection, key, value]`, where the value null
 * deletes. A line is handed to the operating system before the request is answered, so a killed process loses no acknowledged
 * change. A line that was only partly written has no newline and is cut off at the next start. A power cut may lose the last
 * lines, because they are not flushed to the disk one by one.
 */
import {
	closeSync,
	existsSync,
	fsyncSync,
	ftruncateSync,
	openSync,
	readFileSync,
	renameSync,
	writeFileSync,
	writeSync,
} from 'node:fs';

export type Change = [collection: string, key: string, value: unknown];

export class Journal {
	private file: number;
	private lines: number;

	/** Opens or creates the file and hands every change in it to `apply`, oldest first. */
	constructor(
		private readonly path: string,
		apply: (change: Change) => void,
	) {
		const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
		const complete = content.lastIndexOf(0x0a) + 1;
		const lines = content
			.subarray(0, complete)
			.toString('utf8')
			.split('\n')
			.filter((line) => line !== '');
		for (const [index, line] of lines.entries())
			for (const change of this.read(line, index + 1)) apply(change);
		this.lines = lines.length;
		this.file = openSync(path, 'a', 0o600);
		if (complete < content.length) ftruncateSync(this.file, complete);
	}

	private read(line: string, number: number): Change[] {
		try {
			return JSON.parse(line) as Change[];
		} catch {
			throw new Error(
				`${this.path} is damaged at line ${number}; delete the data directory to start anew`,
			);
		}
	}

	/** Number of transactions in the file. */
	get length(): number {
		return this.lines;
	}

	append(changes: Change[]): void {
		const line = Buffer.from(`${JSON.stringify(changes)}\n`, 'utf8');
		let written = 0;
		while (written < line.length) written += writeSync(this.file, line, written);
		this.lines += 1;
	}

	/** Replaces the content of the file by the given changes, atomically. */
	rewrite(changes: Iterable<Change>): void {
		const next = `${this.path}.next`;
		const lines = Array.from(changes, (change) => `${JSON.stringify([change])}\n`);
		writeFileSync(next, lines.join(''), { mode: 0o600, flush: true });
		closeSync(this.file);
		renameSync(next, this.path);
		this.file = openSync(this.path, 'a', 0o600);
		this.lines = lines.length;
	}

	close(): void {
		fsyncSync(this.file);
		closeSync(this.file);
	}
}
