/** Labels and ontologies are not validated when they are read, because they can be hundreds of megabytes large. Their readers are guarded here. */
import { ProtocolError } from '../../encord/wire/errors';

/**
 * Runs `read`. Where the JSON is not of the form that it relies on, JavaScript throws an error that quotes values; it becomes one
 * that does not.
 * @param what completes "… not in the form of Encord": `The labels of "cat.jpg" are`
 * @throws ProtocolError
 */
export function readable<T>(what: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
		throw new ProtocolError(`${what} not in the form of Encord.`, {
			code: 'UNREADABLE_JSON',
			advice:
				'Open the file in the Label Editor and save it once. If this stays, a newer version of this package may be needed for the current Encord.',
		});
	}
}

/** The first argument of {@link readable} for the labels of a row. */
export const labelsOf = (row: { data_title?: unknown }) =>
	`The labels of "${typeof row.data_title === 'string' ? row.data_title : ''}" are`;
