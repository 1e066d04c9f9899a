/**
 * The Encord client: every call this package needs, sent through an injected `HttpSend`. Each group of calls has a file in
 * calls/, with the schemas and types of its replies.
 */
import { datasetCalls, type DatasetCalls } from './calls/datasets';
import { issueCalls, type IssueCalls } from './calls/issues';
import { labelRowCalls, type LabelRowCalls } from './calls/labelRows';
import { labelCalls, type LabelCalls } from './calls/labels';
import { projectCalls, type ProjectCalls } from './calls/projects';
import { storageCalls, type StorageCalls } from './calls/storage';
import { uploadCalls, type UploadCalls } from './calls/uploads';
import { workflowCalls, type WorkflowCalls } from './calls/workflow';
import type { ClientOptions } from './http/options';
import { createTransport, type Transport } from './http/transport';
import type { RecentProjects } from './recentProjects';

export interface EncordClient
	extends ProjectCalls,
		LabelRowCalls,
		LabelCalls,
		StorageCalls,
		UploadCalls,
		DatasetCalls,
		WorkflowCalls,
		IssueCalls {
	readonly apiUrl: string;
	/** Origin of the app, for links; empty when it is not known. */
	readonly appUrl: string;
	/** Lower-case hex of the public key: the ID under which Encord registers the key. */
	readonly publicKeyHex: string;
}

/**
 * A client for one key and one API address. It holds no connection and no state.
 * @param recent where `getProject` looks first; without it, every call reads the project from Encord
 */
export function createEncordClient(options: ClientOptions, recent?: RecentProjects): EncordClient {
	const account = accountOf(options.apiUrl, options.key.publicKeyHex);
	const transport = watched(createTransport(options), () => recent?.forget(account));
	const projects = projectCalls(transport);
	const labelRows = labelRowCalls(transport);
	return {
		apiUrl: options.apiUrl,
		appUrl: options.appUrl ?? '',
		publicKeyHex: options.key.publicKeyHex,
		...projects,
		getProject: async (projectHash, { fresh = false } = {}) => {
			const read = async () => await projects.getProject(projectHash);
			if (recent === undefined) return await read();
			if (fresh) recent.forget(account);
			return await recent.get(account, projectHash, read);
		},
		...labelRows,
		...labelCalls(transport, labelRows.listLabelRows),
		...storageCalls(transport),
		...uploadCalls(transport),
		...datasetCalls(transport),
		...workflowCalls(transport, { ...projects, ...labelRows }),
		...issueCalls(transport),
	};
}

/** Names the account of a key. It holds no secret. */
export function accountOf(apiUrl: string, publicKeyHex: string): string {
	return `${apiUrl} ${publicKeyHex}`;
}

/** The same transport; `onFailure` runs when a call fails. */
function watched({ v1, v2 }: Transport, onFailure: () => void): Transport {
	const watch =
		<C, R>(send: (call: C) => Promise<R>) =>
		async (call: C) => {
			try {
				return await send(call);
			} catch (error) {
				onFailure();
				throw error;
			}
		};
	return { v1: watch(v1), v2: watch(v2) };
}
