/**
 * Who a label is, and who wrote it.
 *
 * A label's hash is all that surely survives a trip through Encord: 8 base64 characters, opaque to everybody else
 * (protocol §5). So the hash carries both answers:
 *
 * - The last six characters (36 bits) are a digest of agent name, ontology item, space and what tells labels of that item
 *   apart (an object's key, or its frames and position in the list of edits; a classification's answer). The same edit
 *   therefore makes the same hash in every process and on every retry: applying it again finds the label and changes nothing.
 * - The first two characters (12 bits) are a check of the last six with the agent's name. Given a name, anybody can
 *   tell the labels of that agent from others; a foreign hash passes by chance once in 4,096.
 *
 * A label counts as this agent's ({@link isOwn}) while its hash passes, it is still marked as not manual, and nobody else
 * has edited it since: Encord fills creator and editor with the key's owner, a person's later edit makes them differ.
 * Everything else is foreign and is never replaced or removed unless the edit says so.
 *
 * Name and version are also stamped as `agent: {name, version}` on the answer entry for people who read the JSON. Nothing
 * here relies on that field, because clients that re-model rows drop it.
 */
import { createHash } from 'node:crypto';

import type { EncordJson } from '../../encord/wire/json';

/** Name used when the context names no agent. */
export const DEFAULT_AGENT = 'n8n';

/** An agent as people know it; its name is part of its labels' identity, its version is only noted. */
export interface AgentIdentity {
	name: string;
	version?: string;
}

export function agentName(context: { agent?: AgentIdentity }): string {
	return context.agent?.name ?? DEFAULT_AGENT;
}

/** The hash of the label that `agent` makes of an ontology item; `parts` tell labels of one item apart. */
export function labelHash(
	agent: string,
	featureHash: string,
	space: string | undefined,
	parts: unknown[],
	salt = 0,
): string {
	const identity = digest(['label', agent, featureHash, space ?? '', ...parts, salt]).slice(0, 6);
	return tag(agent, identity) + identity;
}

/** Hash of a dynamic answer's track. */
export function trackHash(objectHash: string, attributeHash: string, answer: unknown): string {
	return digest(['track', objectHash, attributeHash, answer]).slice(0, 8);
}

/** Whether the hash carries the agent's mark. */
export function carriesMark(agent: string, hash: string): boolean {
	return hash.length === 8 && hash.startsWith(tag(agent, hash.slice(2)));
}

/** Whether `agent` wrote this label (or this label on this frame) and nobody else has edited it since. */
export function isOwn(agent: string, hash: string, authorship: EncordJson | undefined): boolean {
	if (!carriesMark(agent, hash)) return false;
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

function tag(agent: string, identity: string): string {
	return digest(['agent', agent, identity]).slice(0, 2);
}

function digest(parts: unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
