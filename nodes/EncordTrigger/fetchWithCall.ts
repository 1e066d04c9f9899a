/** The pictures a call of the Label Editor is about, fetched before the workflow starts. */
import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { explainFailure } from '../../src/agents/admission';
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
import type { AgentCallSettings } from './form';

export interface FetchAsk {
	/** What is fetched. */
	fetch: AgentCallSettings['fetch'];
	call: AgentCall;
	row: LabelRowMetadata;
	/** What every item says about the call. */
	json: IDataObject;
	/** Fires when whoever called has left. */
	signal: AbortSignal;
}

/**
 * The items to start the workflow with: the call alone, with its frame, or one per object.
 * @throws InputError, MediaError or EncordError when a picture cannot be had
 */
export async function fetchWithCall(
	n8n: IWebhookFunctions,
	openClient: () => Promise<EncordClient>,
	ask: FetchAsk,
): Promise<INodeExecutionData[]> {
	const { fetch, row, json, signal } = ask;
	if (fetch === 'nothing') return [{ json }];
	const client = await openClient();
	const items = await storageItems(client, [storageItemUuid(row)], true);
	const media = await openItem({ send: n8nSend(n8n), signal }, client, itemOfRow(items, row));
	try {
		const pictures =
			fetch === 'frameImage'
				? await frameImage(n8n, media, ask)
				: await crops(n8n, client, media, ask);
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
	{ call, row }: FetchAsk,
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
	{ call, row }: FetchAsk,
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

/** Where the fault lies outside of n8n and of what was asked for. */
const UPSTREAM: readonly MediaErrorCode[] = [
	'notFound',
	'accessDenied',
	'network',
	'timeout',
	'changed',
];

/** What whoever called reads when a picture could not be fetched, in plain words, with the status to answer with. */
export function explainFetchFailure(error: unknown): { status: number; body: AgentReply } {
	const { status, message } = explained(error);
	return { status, body: agentReply({ message }) };
}

function explained(error: unknown): { status: number; message: string } {
	if (error instanceof MediaError) {
		// The message names a place on n8n's machine, which is for its log only.
		if (error.code === 'noFfmpeg') {
			const message =
				'The agent got no picture: n8n has no ffmpeg that works. Ask whoever runs this n8n; its log says what is missing.';
			return { status: REPLY_STATUS.problem, message };
		}
		const status = UPSTREAM.includes(error.code) ? REPLY_STATUS.upstream : REPLY_STATUS.problem;
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
