/** Saves whole label rows (protocol §7.3). */
import { sendInBatches, type BatchOutcome } from '../http/batch';
import { requireConfirmation } from '../http/reply';
import type { Transport } from '../http/transport';
import { ValidationError } from '../wire/errors';
import type { LabelRowJson } from '../wire/json';

const MAX_PER_REQUEST = 1000;
/** Rows of long videos have megabytes each, so a thousand of them would not fit into one request. */
const MAX_BYTES_PER_SAVE = 64 * 1024 * 1024;

export interface SaveOptions {
	/** Whether Encord validates the labels before it saves them. */
	validate?: boolean;
	/**
	 * Asked before a save is repeated whose answer was lost or was a passing failure: a repetition replaces whatever was saved
	 * meanwhile. False fails these rows with that failure. Without it, saves are repeated.
	 */
	mayRepeat?: (labelHashes: string[]) => Promise<boolean>;
}

/**
 * Saves label rows of one project.
 * @param project canonical project ID
 * @returns outcomes in the given order
 * @throws ValidationError when the same row is given twice
 */
export async function saveLabelRows(
	transport: Transport,
	project: string,
	rows: LabelRowJson[],
	options: SaveOptions,
): Promise<BatchOutcome[]> {
	const serialized = rows.map((row) => ({ labelHash: row.label_hash, json: JSON.stringify(row) }));
	refuseRepeated(serialized);
	return await sendInBatches(serialized, {
		size: MAX_PER_REQUEST,
		weight: ({ json }) => json.length,
		maxWeight: MAX_BYTES_PER_SAVE,
		send: async (chunk) => {
			await save(transport, project, chunk, options);
			return chunk.map(() => undefined);
		},
	});
}

/** Of two versions of a row in one call, one would be lost without an error. */
function refuseRepeated(rows: Array<{ labelHash: string }>) {
	const seen = new Set<string>();
	for (const { labelHash } of rows) {
		if (seen.has(labelHash)) {
			throw new ValidationError(
				`Label row ${labelHash} is to be saved twice in one call; merge its changes first.`,
			);
		}
		seen.add(labelHash);
	}
}

async function save(
	transport: Transport,
	project: string,
	rows: Array<{ labelHash: string; json: string }>,
	{ validate = false, mayRepeat }: SaveOptions,
) {
	const what = 'saving labels';
	const uid = rows.map(({ labelHash }) => labelHash);
	const query = { queryType: 'labelrow', queryMethod: 'POST', uid, payload: null } as const;
	const reply = await transport.v1({
		what,
		resource: { type: 'project', id: project },
		query,
		body: saveEnvelope(uid, rows, validate),
		safeToRepeat: true,
		...(mayRepeat && { mayRepeat: async () => await mayRepeat(uid) }),
	});
	requireConfirmation(reply, what);
}

/** The envelope of protocol §3, built from rows that are JSON text already, so that large rows are not serialized twice. */
function saveEnvelope(uid: string[], rows: Array<{ json: string }>, validate: boolean): Buffer {
	const values = `{"uid":${JSON.stringify(uid)},"payload":{"multi_request":true,"labels":[`;
	const head = `{"query_type":"labelrow","query_method":"POST","values":${values}`;
	return Buffer.concat([
		Buffer.from(head, 'utf8'),
		...rows.map(({ json }, index) => Buffer.from(index === 0 ? json : `,${json}`, 'utf8')),
		Buffer.from(`],"validate_before_saving":${validate}}}}`, 'utf8'),
	]);
}
