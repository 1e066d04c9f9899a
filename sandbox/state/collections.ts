/** What people keep beside the data: collections, presets, and the schema of client metadata. */
import type { EncordJson } from '../../src/encord/wire/json';

/** A collection of storage items below a folder (Index). */
export interface ItemCollection {
	uuid: string;
	topLevelFolderUuid: string;
	name: string;
	description: string;
	createdAt: string;
	lastEditedAt: string;
	itemUuids: string[];
}

/** A frame, or a label on it. */
export interface Spot {
	dataUuid: string;
	frame: number;
	/** Hash of an object or classification. */
	annotationId?: string;
}

/** A collection of frames or labels of a project (Active). */
export interface ProjectCollection {
	collectionUuid: string;
	projectUuid: string;
	name: string;
	description: string;
	collectionType: 'FRAME' | 'LABEL';
	createdAt: string;
	lastEditedAt: string;
	spots: Spot[];
}

/** Filters with a name, as they were sent. */
export interface Preset {
	uuid: string;
	/** Null for a preset of Index. */
	projectHash: string | null;
	owner: string;
	name: string;
	description: string;
	filters: EncordJson;
	createdAt: string;
	lastEditedAt: string;
}

/** Groups with access to something that is not a project. Key: uuid of the ontology, dataset or folder. */
export interface GroupAccess {
	groups: Array<{ groupHash: string; userRole: number | string }>;
}

/** The types of client metadata of the organization, the newer form. Key: always `schema`. */
export interface MetadataSchema {
	types: EncordJson;
	createdAt: string;
	updatedAt: string;
}
