/**
 * Names that forms use in place of IDs. A form is read without waiting, and only Encord knows which thing has a name. So a field
 * whose name is not known yet stops the reading; the names that stopped it are looked up together, and the form is read again. Forms
 * with IDs cost no request.
 */
import { InputError } from '../form/inputError';

export type NamedKind =
	| 'project'
	| 'dataset'
	| 'projectDataset'
	| 'ontology'
	| 'folder'
	| 'integration'
	| 'dataUnit'
	| 'storageItem';

/** What a field names. */
export interface Named {
	kind: NamedKind;
	name: string;
	/** Display name of the field. */
	label: string;
	/** The project that a data unit or a dataset belongs to. */
	projectHash?: string;
}

/** Ends the reading of a form whose name has to be looked up first. */
export class NameNotKnown extends Error {
	constructor(readonly named: Named) {
		super(`The ${named.kind} "${named.name}" has not been looked up`);
		this.name = 'NameNotKnown';
	}
}

export class KnownNames {
	private readonly found = new Map<string, string | InputError>();

	/** @throws NameNotKnown before it was looked up; InputError when the name does not mean one thing */
	idOf(named: Named): string {
		const known = this.found.get(keyOf(named));
		if (known === undefined) throw new NameNotKnown(named);
		if (typeof known === 'string') return known;
		throw known;
	}

	/** Notes the ID of what was named, or why there is none. */
	note(named: Named, outcome: string | InputError): void {
		this.found.set(keyOf(named), outcome);
	}
}

export function keyOf({ kind, name, label, projectHash = '' }: Named): string {
	return JSON.stringify([kind, projectHash, name, label]);
}

/** What `read` returns; undefined when it needs a name that has not been looked up. */
export function readIfKnown<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof NameNotKnown) return undefined;
		throw error;
	}
}

/**
 * Reads several things with the names in them, which are looked up together.
 * @param failed takes what could not be read, and why
 * @param lookUp notes an outcome for everything that it is given
 * @returns what could be read, in order
 */
export async function readAllWithNames<T>(
	indexes: readonly number[],
	read: (index: number) => T,
	failed: (index: number, error: unknown) => void,
	lookUp: (wanted: Named[]) => Promise<void>,
): Promise<T[]> {
	const done = new Map<number, T>();
	let open = indexes;
	while (open.length > 0) {
		const unknown = new Map<number, Named>();
		for (const index of open) {
			try {
				done.set(index, read(index));
			} catch (error) {
				if (error instanceof NameNotKnown) unknown.set(index, error.named);
				else failed(index, error);
			}
		}
		if (unknown.size > 0) await lookUp([...unknown.values()]);
		open = [...unknown.keys()];
	}
	return indexes.filter((index) => done.has(index)).map((index) => done.get(index)!);
}

/** What `read` returns, with the names in it looked up. `lookUp` notes an outcome for everything that it is given. */
export async function readWithNames<T>(
	read: () => T,
	lookUp: (wanted: Named[]) => Promise<void>,
): Promise<T> {
	for (;;) {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof NameNotKnown)) throw error;
			await lookUp([error.named]);
		}
	}
}

/** How long an ID that a name had is taken for that of the name: polls follow each other by the minute. */
const KEPT_MS = 10 * 60_000;

/** The names in forms that are read again and again. */
export class RecentNames {
	private readonly known = new Map<string, { at: number; names: KnownNames }>();

	/** @param key names the form; @param now the time, in milliseconds since the epoch */
	of(key: string, now: number = Date.now()): KnownNames {
		const recent = this.known.get(key);
		if (recent !== undefined && now >= recent.at && now - recent.at < KEPT_MS) return recent.names;
		const names = new KnownNames();
		this.known.set(key, { at: now, names });
		return names;
	}

	forget(key: string): void {
		this.known.delete(key);
	}
}
