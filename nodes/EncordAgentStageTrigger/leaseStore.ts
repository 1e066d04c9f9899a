/**
 * Stores what a trigger knows about one stage in the node's static data: its leases, and where its last listing stopped. n8n saves
 * static data only together with an execution, and loses it when the node is renamed. Lost leases only cause tasks to be handed out
 * once more (src/agents/lease.ts).
 */
import type { IDataObject } from 'n8n-workflow';
import { parseLeases, type Leases } from '../../src/agents/lease';
import type { ListingPlace } from '../../src/agents/stageListing';

export interface StageMemory {
	leases: Leases;
	/** Where the next listing with the same filter goes on. */
	place: ListingPlace;
}

/** The place of a stage in Encord. */
export interface StageKey {
	projectHash: string;
	stageUuid: string;
}

const nameOf = ({ projectHash, stageUuid }: StageKey) => `${projectHash}/${stageUuid}`;

/**
 * The ID of the stage that a project's stage name or ID meant at the last poll, so that a poll that finds nothing to do need not read
 * the project.
 */
export function knownStage(
	store: IDataObject,
	projectHash: string,
	nameOrId: string,
): string | undefined {
	const [project, uuid] = typeof store.place === 'string' ? store.place.split('/') : [];
	return store.asked === nameOrId && project === projectHash ? uuid : undefined;
}

export function rememberStage(store: IDataObject, nameOrId: string, key: StageKey): void {
	if (store.place !== nameOf(key)) {
		store.place = nameOf(key);
		store.leases = {};
		delete store.next;
	}
	store.asked = nameOrId;
}

/** What is stored; nothing when it belongs to another stage. */
export function loadMemory(store: IDataObject, key: StageKey, filter: object): StageMemory {
	if (store.place !== nameOf(key)) return { leases: {}, place: {} };
	const { filter: listed, ...place } = (store.next ?? {}) as IDataObject;
	const isSame = listed === JSON.stringify(filter);
	return { leases: parseLeases(store.leases), place: isSame ? parsePlace(place) : {} };
}

export function saveMemory(
	store: IDataObject,
	key: StageKey,
	filter: object,
	{ leases, place }: StageMemory,
): void {
	store.place = nameOf(key);
	store.leases = leases as unknown as IDataObject;
	if (Object.keys(place).length === 0) delete store.next;
	else store.next = { ...place, filter: JSON.stringify(filter) };
}

function parsePlace({ resumeAt, tailAt, tailNext }: IDataObject): ListingPlace {
	return {
		...(typeof resumeAt === 'string' && { resumeAt }),
		...(typeof tailAt === 'string' && { tailAt }),
		...(tailNext === true && { tailNext }),
	};
}
