/**
 * The hash of a label, and which agent wrote a label.
 *
 * Of all fields of a label, its hash is the one that Encord and other clients are sure to keep: 8 base64 characters, which mean
 * nothing to them (protocol §5). So the hash itself tells which label it is and which agent wrote it:
 *
 * - The last six characters (36 bits) are a digest of the agent's name, the ontology item, the space, and what distinguishes the
 *   labels of this item: an object's key, or its frames and position in the list of edits; a classification's answer. The
 *   same edit therefore makes the same hash in every process and on every retry. Applied again, it finds the label and
 *   changes nothing.
 * - The first two characters (12 bits) are a checksum of the last six with the agent's name. Whoever knows the name can
 *   tell the labels of that agent from others. The hash of another label has a matching checksum once in 4,096.
 *
 * A label is the agent's own ({@link isOwn}) as long as the checksum matches, the label is still marked as not manual, and
 * nobody else has edited it since. Encord sets creator and editor to the owner of the key, so after an edit by another person
 * they differ. Labels that are not the agent's own are replaced or removed only when the edit allows it.
 *
 * An answer entry also gets `agent: {name, version}`, for people who read the JSON. No code here reads it, because
 * clients that rebuild the row from their own model drop it.
 */
import { createHash } from 'node:crypto';

import type { EncordJson } from '../../encord/wire/json';

/** The agent's name when none is given. */
export const DEFAULT_AGENT = 'n8n';

/** The name is part of the hashes of the agent's labels; the version is written to answer entries only. */
export interface AgentIdentity {
	name: string;
	version?: string;
}

/** The name of the agent of a context, or the default. */
export function agentName(context: { agent?: AgentIdentity }): string {
	return context.agent?.name ?? DEFAULT_AGENT;
}

/**
 * The hash of a label that an agent writes.
 * @param parts what distinguishes the labels of one ontology item
 * @param salt another number gives another hash, for when this one is taken
 */
export function labelHash(
	agent: string,
	featureHash: string,
	space: string | undefined,
	parts: unknown[],
	salt = 0,
): string {
	const identity = digest(['label', agent, featureHash, space ?? '', ...parts, salt]).slice(0, 6);
	return checksum(agent, identity) + identity;
}

/** The `trackHash` of a dynamic answer: the same for the same object, attribute and answer. */
export function trackHash(objectHash: string, attributeHash: string, answer: unknown): string {
	return digest(['track', objectHash, attributeHash, answer]).slice(0, 8);
}

/** Whether an agent of this name has made the hash, by its checksum. */
export function isHashOfAgent(agent: string, hash: string): boolean {
	return hash.length === 8 && hash.startsWith(checksum(agent, hash.slice(2)));
}

/**
 * Whether the agent wrote a label and nobody else has edited it since.
 * @param authorship the label on a frame, or its answer entry, with `createdBy` and `lastEditedBy`; if undefined, only the hash
 *   is checked
 */
export function isOwn(agent: string, hash: string, authorship: EncordJson | undefined): boolean {
	if (!isHashOfAgent(agent, hash)) return false;
	if (authorship === undefined) return true;
	const { createdBy, lastEditedBy, manualAnnotation } = authorship;
	if (manualAnnotation !== false) return false;
	return (
		createdBy === null ||
		createdBy === undefined ||
		lastEditedBy === null ||
		lastEditedBy === undefined ||
		createdBy === lastEditedBy
	);
}

function checksum(agent: string, identity: string): string {
	return digest(['agent', agent, identity]).slice(0, 2);
}

function digest(parts: unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
