/** What the output and the node say about the parts of a model's reply. */
import type { IDataObject } from 'n8n-workflow';
import type { Batch } from '../runtime/batch';
import { showHint } from '../runtime/hints';
import type { FieldReport } from '../../../src/reply/report';
import type { Problem } from '../../../src/labels/row/problem';
import type { Plan } from './writeLabels';

/** The reports as output, the refused parts as problems, and how many those are. */
export function reported(reports: FieldReport[]): Pick<Plan, 'report' | 'problems' | 'refused'> {
	if (reports.length === 0) return {};
	return {
		report: { answers: reports.map((report): IDataObject => ({ ...report }) as IDataObject) },
		problems: reports.filter(({ outcome }) => outcome === 'refused').map(problemOf),
		...refusedOf(reports, 'answers'),
	};
}

/** How many of the parts were refused, for the summary; nothing when none was. */
export function refusedOf(
	reports: readonly Pick<FieldReport, 'outcome'>[],
	what: 'answers' | 'detections',
): Pick<Plan, 'refused'> {
	const refused = reports.filter(({ outcome }) => outcome === 'refused').length;
	return refused === 0 ? {} : { refused: `${refused} of ${reports.length} ${what}` };
}

/** Counts the answers, or the detections, of all items. A plan that is made again replaces the count of its item. */
export class AnswerCount {
	private readonly byItem = new Map<number, FieldReport[]>();

	/** @param field of the output that lists the reasons */
	constructor(
		private readonly counted: 'answers' | 'detections' = 'answers',
		private readonly field = 'answers',
	) {}

	add(item: number, reports: FieldReport[]): void {
		this.byItem.set(item, reports);
	}

	/** Shows on the node how many were refused, if any was. */
	show(batch: Batch): void {
		const reports = [...this.byItem.values()].flat();
		const refused = reports.filter(({ outcome }) => outcome === 'refused').length;
		if (refused === 0) return;
		showHint(
			batch.n8n,
			`${refused} of ${reports.length} ${this.counted} refused. The output lists the reasons under "${this.field}".`,
			'warning',
		);
	}
}

function problemOf({ field, reason, accepted }: FieldReport): Problem {
	return {
		severity: 'error',
		code: 'badAnswer',
		message: reason ?? 'It cannot be read.',
		...(field === undefined ? {} : { field }),
		...(accepted === undefined ? {} : { accepted }),
	};
}
