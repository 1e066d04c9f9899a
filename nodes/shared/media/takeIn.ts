/** Brings new files into one folder: looks which are there already, sends the others, and waits until Encord has taken them in. */
import type { NewFile, UploadJob } from '../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../src/encord/client';
import { cleanServerText } from '../../../src/encord/http/serverText';
import { cancellableSleep } from '../../../src/encord/http/sleep';
import { TimeoutError, ValidationError } from '../../../src/encord/wire/errors';
import { StillTakenIn } from './knownFiles';

export interface Waiting {
	/** Milliseconds. */
	waitMs: number;
	signal: AbortSignal | undefined;
}

/** How long Encord may hold an answer back while a job runs, in seconds. n8n and proxies end longer requests. */
const POLL_SECONDS = 20;

/** Milliseconds between two questions when Encord answers at once. */
const PAUSE_MS = [200, 500, 1000, 2000, 5000];

/** What became of a file: the ID of its storage item where the job tells, or why there is none. */
export type Taken = { itemUuid?: string } | { error: Error };

/**
 * Runs one job for files of one folder. Only one job is started, so a file is not there twice.
 * @param onStarted called when Encord has accepted the job
 * @returns an outcome for each file, in order. The job names the items of uploads only.
 * @throws TimeoutError when the job has not ended after the time
 */
export async function takeIn(
	client: EncordClient,
	folderUuid: string,
	files: readonly NewFile[],
	integrationUuid: string | undefined,
	waiting: Waiting,
	onStarted: () => void,
): Promise<Taken[]> {
	const jobUuid = await client.startUploadJob(folderUuid, [...files], integrationUuid);
	onStarted();
	const job = await finished(client, folderUuid, jobUuid, waiting);
	return files.map((file) => outcomeOf(job, file));
}

/** How long to wait before the next question. @param asked number of questions so far */
async function pause(asked: number, signal: AbortSignal | undefined): Promise<void> {
	await cancellableSleep(PAUSE_MS[Math.min(asked, PAUSE_MS.length - 1)]!, signal);
}

/**
 * Looks for a file, again while Encord is still taking in one that may be it.
 * @throws StillTakenIn after the time
 */
export async function onceTakenIn<T>(
	look: () => Promise<T>,
	{ waitMs, signal }: Waiting,
): Promise<T> {
	const until = Date.now() + waitMs;
	for (let asked = 0; ; asked += 1) {
		const isLast = Date.now() >= until;
		const known = await look().catch((error: unknown) =>
			error instanceof StillTakenIn && !isLast ? error : Promise.reject(error as Error),
		);
		if (!(known instanceof StillTakenIn)) return known;
		await pause(asked, signal);
	}
}

async function finished(
	client: EncordClient,
	folderUuid: string,
	jobUuid: string,
	{ waitMs, signal }: Waiting,
): Promise<UploadJob> {
	const until = Date.now() + waitMs;
	for (let asked = 0; ; asked += 1) {
		const seconds = Math.ceil(Math.max(0, until - Date.now()) / 1000);
		const job = await client.uploadJob(folderUuid, jobUuid, Math.min(POLL_SECONDS, seconds));
		if (job.status !== 'PENDING') return job;
		if (Date.now() >= until)
			throw new TimeoutError('Encord has not taken the files in yet.', {
				advice:
					'Encord goes on with it. Run the node again later: files that are there by then are recognized, and until then the node refuses to send them again. The option Wait at Most makes this node wait longer.',
			});
		await pause(asked, signal);
	}
}

function outcomeOf(
	{ status, itemsWithNames, errors, unitErrors }: UploadJob,
	{ objectUrl, placeholderItemUuid, title }: NewFile,
): Taken {
	const fault = (unitErrors ?? []).find(({ objectUrls }) => objectUrls.includes(objectUrl));
	if (fault !== undefined) return { error: refusedBy(title, fault.error) };
	if (status !== 'DONE')
		return { error: refusedBy(title, errors[0] ?? `The job ended as ${status}`) };
	if (placeholderItemUuid === undefined) return {};
	const item = itemsWithNames.find(({ itemUuid }) => itemUuid === placeholderItemUuid);
	if (item === undefined)
		return { error: refusedBy(title, 'The job did not name it among its files') };
	return { itemUuid: item.itemUuid };
}

function refusedBy(title: string, reason: string): ValidationError {
	return new ValidationError(
		`Encord did not take "${title}": ${cleanServerText(reason).replace(/\.$/, '')}.`,
		{
			advice: 'Check that the file is whole and of the type that it is announced as.',
		},
	);
}
