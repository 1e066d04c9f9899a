/** The running sandbox: what the two listeners, the controls and the Label Editor page share. */
import type { Context } from '../calls/context';
import type { StorageItem } from '../state/entities';
import type { Faults } from '../control/faults';
import { signMedia } from './mediaFiles';
import { signUpload } from './uploads';
import type { RequestLog } from '../control/requestLog';
import type { Store } from '../state/store';
import type { TeamChat } from '../toy/teamChat';

export interface Host {
	store: Store;
	faults: Faults;
	requests: RequestLog;
	chat: TeamChat;
	/** When a webhook was last told of an event, and the status of its answer (0: none), by event and address. */
	deliveries: Map<string, { at: string; status: number }>;
	/** Origin of the API, without trailing slash. */
	url: string;
	/** Origin of the Label Editor page. */
	appUrl: string;
	pageSize: number;
	/** How long signed media addresses work. */
	mediaTtlSeconds: number;
	/**
	 * Deletes everything and builds the seed again. Requests wait until it is done.
	 * @param newTasks whether the tasks get other uuids. A trigger that has handed out the old ones leaves them alone for a while.
	 */
	reset(newTasks?: boolean): Promise<void>;
	/** Resolves when no reset is running. */
	settled(): Promise<void>;
}

/** How long the address for an upload works. */
const UPLOAD_TTL_SECONDS = 3600;

/** E-mail of the seed's first user with a key. The page and the controls act as this user unless they name another. */
export function ownerOf(host: Host): string {
	return host.store.meta.get('meta')?.ownerEmail ?? '';
}

/** The context of a call by this user. */
export function contextFor(host: Host, user: string, now = new Date()): Context {
	return {
		store: host.store,
		user,
		now,
		pageSize: host.pageSize,
		signedUrl: (item: StorageItem) =>
			signMedia(host.store, host.url, item, now, host.mediaTtlSeconds),
		uploadUrl: (slotUuid) => signUpload(host.store, host.url, slotUuid, now, UPLOAD_TTL_SECONDS),
	};
}
