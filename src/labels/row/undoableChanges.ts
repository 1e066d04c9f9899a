/** Changes of objects and lists that are undone together when the edit they belong to is refused. */
export class UndoableChanges {
	/** How to undo what the running {@link attempt} has changed, in the order of the changes; undefined outside of one. */
	private undoSteps: Array<() => void> | undefined;

	/**
	 * Runs an edit as a whole: when it returns false or throws, everything it changed is undone. Keys that it removed come back
	 * behind the other keys of their object.
	 */
	attempt(edit: () => boolean): void {
		this.undoSteps = [];
		let isKept = false;
		try {
			isKept = edit();
		} finally {
			if (!isKept) for (const undo of this.undoSteps.reverse()) undo();
			this.undoSteps = undefined;
		}
	}

	/** Whether an attempt is running, so that changes have to be undoable. */
	get isAttempt(): boolean {
		return this.undoSteps !== undefined;
	}

	/** Notes how to undo a change that has just been made. Outside of an attempt nothing is undone. */
	whenUndone(undo: () => void): void {
		this.undoSteps?.push(undo);
	}

	/** `holder[key] = value`, or with undefined `delete holder[key]`. */
	set(holder: { [key: string]: unknown }, key: string, value: unknown): void {
		const before = holder[key];
		const assign = (next: unknown) => {
			if (next === undefined) delete holder[key];
			else holder[key] = next;
		};
		assign(value);
		this.whenUndone(() => assign(before));
	}

	/** `list.splice(at, deleted, ...added)` */
	splice<T>(list: T[], at: number, deleted: number, ...added: T[]): void {
		const removed = list.splice(at, deleted, ...added);
		this.whenUndone(() => list.splice(at, added.length, ...removed));
	}
}
