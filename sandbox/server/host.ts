/** The running sandbox as its parts see it: the two listeners, the controls and the Label Editor page. */
import type { Context } from '../calls/context';
import type { StorageItem } from '../state/entities';
import type { Faults } from '../control/faults';
import { signMedia } from './mediaFiles';
import type { RequestLog } from '../control/requestLog';
import type { Store } from '../state/store';

export interface Host {
	store: Store;
	faults: Faults;
	requests: RequestLog;
	/** Origin of the API, without trailing slash. */
	url: string;
	/** Origin of the Label Editor page. */
	appUrl: string;
	pageSize: number;
	/** How long signed media addresses work. */
	mediaTtlSeconds: number;
	/** Forgets everything and builds the seed again; requests wait meanwhile. */
	reset(): Promise<void>;
	/** Resolves when no reset is under way. */
	settled(): Promise<void>;
}

/** E-mail of the first user with a key: whoever nobody else is named is this person. */
export function ownerOf(host: Host): string {
	return host.store.meta.get('meta')?.ownerEmail ?? '';
}

/** What a call of this person knows. */
export function contextFor(host: Host, user: string, now = new Date()): Context {
	return {
		store: host.store,
		user,
		now,
		pageSize: host.pageSize,
		signedUrl: (item: StorageItem) =>
			signMedia(host.store, host.url, item, now, host.mediaTtlSeconds),
	};
}
