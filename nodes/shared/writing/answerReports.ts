/** What the output says about the parts of a model's reply. */
import type { IDataObject } from 'n8n-workflow';
import type { FieldReport } from '../../../src/reply/report';
import type { Problem } from '../../../src/labels/row/problem';

/** The reports as output, and the refused parts as problems. */
export function reported(reports: FieldReport[]): { report?: IDataObject; problems?: Problem[] } {
	if (reports.length === 0) return {};
	return {
		report: { answers: reports.map((report): IDataObject => ({ ...report }) as IDataObject) },
		problems: reports.filter(({ outcome }) => outcome === 'refused').map(problemOf),
	};
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
