/** Fetches the pictures of a call from the Label Editor before the workflow starts. */
import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { explainFailure, TELL, type Explained } from '../../src/agents/failureWords';
import type { AgentCall } from '../../src/agents/payload';
import { agentReply, REPLY_STATUS, type AgentReply } from '../../src/agents/reply';
import type { EncordClient } from '../../src/encord/client';
import type { LabelRowMetadata } from '../../src/encord/calls/labelRows';
import { MediaError, type MediaErrorCode } from '../../src/media/errors';
import type { Media } from '../../src/media/contract';
import { labeledUnit } from '../shared/labels/reading';
import { selectObjects } from '../shared/labels/objectSelection';
import { itemOfRow, openItem, storageItems, storageItemUuid } from '../shared/media/storageFiles';
import { storedCrops, storedPicture, type StoredPicture } from '../shared/media/storedPictures';
import { n8nSend } from '../shared/n8n/http';
import { InputError } from '../shared/fields/form/inputError';
import type { AgentCallSettings } from './agentCallForm';

export interface FetchRequest {
	/** The pictures to fetch. */
	fetch: AgentCallSettings['fetch'];
	call: AgentCall;
	row: LabelRowMetadata;
	/** The JSON of every item. */
	json: IDataObject;
	/** Aborts when the caller closes the connection. */
	signal: AbortSignal;
}

/**
 * The items to start the workflow with: one without a picture, one with the frame, or one per object.
 * @throws InputError, MediaError or EncordError when a picture cannot be read
 */
export async function fetchWithCall(
	n8n: IWebhookFunctions,
	openClient: () => Promise<EncordClient>,
	request: FetchRequest,
): Promise<INodeExecutionData[]> {
	const { fetch, row, json, signal } = request;
	if (fetch === 'nothing') return [{ json }];
	const client = await openClient();
	const items = await storageItems(client, [storageItemUuid(row)], true);
	const media = await openItem({ send: n8nSend(n8n), signal }, client, itemOfRow(items, row));
	try {
		const pictures =
			fetch === 'frameImage'
				? await frameImage(n8n, media, request)
				: await crops(n8n, client, media, request);
		return pictures.map((picture) => ({
			json: { ...json, ...picture.json },
			binary: { data: picture.binary },
		}));
	} finally {
		await media.close();
	}
}

async function frameImage(
	{ helpers }: IWebhookFunctions,
	media: Media,
	{ call, row }: FetchRequest,
): Promise<StoredPicture[]> {
	const stored: StoredPicture[] = [];
	for await (const picture of media.frames({ frames: [call.frame] }, { format: 'jpeg' })) {
		stored.push(await storedPicture(helpers, row.data_title, picture));
	}
	return stored;
}

async function crops(
	{ helpers }: IWebhookFunctions,
	client: EncordClient,
	media: Media,
	{ call, row }: FetchRequest,
): Promise<StoredPicture[]> {
	const { frame, objectHashes } = call;
	const unit = await labeledUnit(client, call.projectHash, row);
	const selected = selectObjects(unit.labels, row, unit.ontology, {
		frames: [frame],
		...(objectHashes?.length ? { hashes: objectHashes } : {}),
	});
	const hashes = new Set(selected.map(({ objectHash }) => objectHash));
	const stored: StoredPicture[] = [];
	if (hashes.size > 0) {
		for await (const pixels of media.pixels({ frames: [frame] })) {
			stored.push(...(await storedCrops(helpers, unit, pixels, hashes, { format: 'jpeg' })));
		}
	}
	if (stored.length > 0) return stored;
	throw objectHashes?.length
		? new InputError(
				`None of the selected objects can be cut out of frame ${frame}`,
				'Select a box, polygon or mask on this frame.',
			)
		: new InputError(
				`Frame ${frame} has no object that can be cut out`,
				'Draw a box, polygon or mask and save it first.',
			);
}

/** Errors that are caused by Encord or the storage, not by n8n or the call. */
const UPSTREAM_CODES: readonly MediaErrorCode[] = [
	'notFound',
	'accessDenied',
	'network',
	'timeout',
	'changed',
];

/** Status and message of the reply when a picture could not be fetched. */
export function explainFetchFailure(error: unknown): {
	status: number;
	body: AgentReply;
	/** For the log. */
	reason: string;
} {
	const { status, message, reason = (error as Error).message } = failureReply(error);
	return { status, body: agentReply({ message }), reason };
}

function failureReply(error: unknown): Explained {
	if (error instanceof MediaError) {
		// The error's message contains a path of the n8n server, which the caller must not see.
		if (error.code === 'noFfmpeg') {
			const message = `${TELL} the agent got no picture, because n8n has no ffmpeg that works.`;
			return { status: REPLY_STATUS.problem, message };
		}
		const status = UPSTREAM_CODES.includes(error.code)
			? REPLY_STATUS.upstream
			: REPLY_STATUS.problem;
		return { status, message: `The agent got no picture. ${error.message}` };
	}
	if (error instanceof InputError) {
		return {
			status: REPLY_STATUS.problem,
			message: [error.message, error.advice].filter(Boolean).join('. '),
		};
	}
	return explainFailure(error);
}
