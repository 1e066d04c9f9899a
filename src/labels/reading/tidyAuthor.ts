/** Who made a label and who edited it last, as label rows tell it. */
import { parseLabelTime } from '../row/time';
import type { CollectedLabel } from './collectLabels';

export interface TidyAuthor {
	/** E-mail address. */
	createdBy: string | null;
	/** ISO 8601. */
	createdAt: string | null;
	/** E-mail address. */
	lastEditedBy: string | null;
	/** ISO 8601. */
	lastEditedAt: string | null;
	/** Whether a person made it, by the label's `manualAnnotation`. */
	manual: boolean;
}

/** The creator of the label on its first frame, and its latest editor on any frame. */
export function authorOf({ onFrames, entry }: CollectedLabel): TidyAuthor {
	const first = onFrames[0]?.label ?? entry ?? {};
	let latest = first;
	for (const { label } of onFrames)
		if ((isoTime(label.lastEditedAt) ?? '') > (isoTime(latest.lastEditedAt) ?? '')) latest = label;
	return {
		createdBy: textOrNull(first.createdBy),
		createdAt: isoTime(first.createdAt),
		lastEditedBy: textOrNull(latest.lastEditedBy),
		lastEditedAt: isoTime(latest.lastEditedAt),
		manual: first.manualAnnotation !== false,
	};
}

/** A date of a label row in ISO 8601. */
export function isoTime(value: unknown): string | null {
	return typeof value === 'string' ? (parseLabelTime(value)?.toISOString() ?? null) : null;
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
