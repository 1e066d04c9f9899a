/**
 * What one poll did, in numbers. n8n shows no hints of a trigger, so the numbers are in every item that the poll hands out, where a
 * person looks at an execution, and in n8n's log, where a poll without items leaves its only trace.
 */
import type { IPollFunctions } from 'n8n-workflow';

export interface PollSummary {
	/** Tasks in the part of the listing that was read. */
	seen: number;
	/** Tasks that were handed out. */
	emitted: number;
	/** Tasks that were seen and left, because somebody works on them. */
	leasedElsewhere: number;
	/** Tasks that were moved along a pathway. */
	moved: number;
	/** Tasks that somebody else had moved meanwhile. */
	alreadyMoved: number;
	/** Tasks that could not be moved. */
	failed: number;
	/** Tasks that were given up after their last attempt. */
	givenUp: number;
	seconds: number;
}

/** The numbers of the moves of a poll. */
export type MoveCounts = Pick<PollSummary, 'moved' | 'alreadyMoved' | 'failed'>;

export const noMoves: MoveCounts = { moved: 0, alreadyMoved: 0, failed: 0 };

export function addCounts(first: MoveCounts, second: MoveCounts): MoveCounts {
	return {
		moved: first.moved + second.moved,
		alreadyMoved: first.alreadyMoved + second.alreadyMoved,
		failed: first.failed + second.failed,
	};
}

/** Writes the numbers to the log; for a poll that did nothing, only where n8n logs everything. */
export function logSummary({ logger }: IPollFunctions, stage: string, summary: PollSummary): void {
	const { emitted, moved, alreadyMoved, failed, givenUp } = summary;
	const didSomething = emitted + moved + alreadyMoved + failed + givenUp > 0;
	const numbers = Object.entries(summary)
		.map(([name, value]) => `${words(name)} ${String(value)}`)
		.join(', ');
	const line = `Encord Agent Stage Trigger, stage "${stage}": ${numbers}`;
	if (didSomething) logger.info(line);
	else logger.debug(line);
}

/** `leasedElsewhere` as "leased elsewhere". */
function words(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
