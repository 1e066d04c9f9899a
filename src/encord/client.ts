/**
 * The Encord client: every call this package needs, sent through an injected `HttpSend`. Each group of calls has a file in
 * calls/, with the schemas and types of its replies.
 */
import { issueCalls, type IssueCalls } from './calls/issues';
import { labelRowCalls, type LabelRowCalls } from './calls/labelRows';
import { labelCalls, type LabelCalls } from './calls/labels';
import { projectCalls, type ProjectCalls } from './calls/projects';
import { storageCalls, type StorageCalls } from './calls/storage';
import { workflowCalls, type WorkflowCalls } from './calls/workflow';
import type { ClientOptions } from './http/options';
import { createTransport } from './http/transport';

export interface EncordClient
	extends ProjectCalls,
		LabelRowCalls,
		LabelCalls,
		StorageCalls,
		WorkflowCalls,
		IssueCalls {
	readonly apiUrl: string;
	/** Lower-case hex of the public key: the ID under which Encord registers the key. */
	readonly publicKeyHex: string;
}

/** A client for one key and one API address. It holds no connection and no state. */
export function createEncordClient(options: ClientOptions): EncordClient {
	const transport = createTransport(options);
	const projects = projectCalls(transport);
	const labelRows = labelRowCalls(transport);
	return {
		apiUrl: options.apiUrl,
		publicKeyHex: options.key.publicKeyHex,
		...projects,
		...labelRows,
		...labelCalls(transport, labelRows.listLabelRows),
		...storageCalls(transport),
		...workflowCalls(transport, { ...projects, ...labelRows }),
		...issueCalls(transport),
	};
}
