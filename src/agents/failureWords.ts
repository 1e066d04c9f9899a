/**
 * What the annotator who called an agent reads when it fails before its work started, and what the log says. The annotator reads what an
 * annotator can do; everything else is for whoever runs the workflow.
 */
import {
	AuthenticationError,
	EncordError,
	NetworkError,
	ProtocolError,
	RateLimitError,
	ServerError,
	TimeoutError,
} from '../encord/wire/errors';
import { REPLY_STATUS } from './reply';

/** What is said about a failure before the workflow started. */
export interface Explained {
	status: number;
	/** For the person who called the agent: what that person can do. It has no internals that a caller must not see. */
	message: string;
	/** For the log: what whoever runs the workflow can do. */
	reason?: string;
}

/** How the message begins when only whoever runs the workflow can help. */
export const TELL = 'Tell whoever runs this workflow:';

/** @param error whatever was thrown */
export function explainFailure(error: unknown): Explained {
	if (!(error instanceof EncordError)) {
		return {
			status: REPLY_STATUS.failed,
			message: `${TELL} the agent failed before its work started.`,
		};
	}
	return { status: REPLY_STATUS.upstream, message: wordsFor(error), reason: error.sentence };
}

function wordsFor(error: EncordError): string {
	if (error instanceof AuthenticationError) {
		return error.code === 'CLOCK'
			? `${TELL} the clock of its n8n is wrong, so Encord does not answer it.`
			: `${TELL} its key is no longer valid in Encord.`;
	}
	if (SILENT.some((known) => error instanceof known)) {
		const at = error.address === undefined ? '' : ` at ${error.address}`;
		return `Encord does not answer${at}. The agent did not start, and nothing was changed. Try again in a minute.`;
	}
	if (error instanceof ProtocolError)
		return `${TELL} Encord's answer could not be read. The agent did not start, and nothing was changed.`;
	return `${TELL} Encord refused what it asked for.`;
}

const SILENT = [NetworkError, TimeoutError, ServerError, RateLimitError];
