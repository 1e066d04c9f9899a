/** The output of an item whose labels were edited: the sentence, the counts, the problems, the changes. */
import type { IDataObject } from 'n8n-workflow';
import type { Problem } from '../../../src/labels/row/problem';
import type { EditPlan, JobOutcome } from '../../../src/labels/saving/editJob';
import type { WriteOptions } from '../fields/labels/writing';
import { exampleUnit } from '../output/examples';
import { labelClauses, sentence } from '../output/summary';

/** The edits of one item. */
export interface Plan extends EditPlan {
	/** Further fields of the item's output. */
	report?: IDataObject;
	/** Why parts of the item's input gave no edits. The output lists these problems together with those of the edits. */
	problems?: Problem[];
	/** What of the item's input was refused, for the summary: `3 of 12 answers`. */
	refused?: string;
	/** More about the changes, for the summary. */
	remark?: string;
}

/** What the output of an item says about its edits. */
export function written(
	outcome: JobOutcome<Plan>,
	{ saving, includeDiff }: WriteOptions,
): IDataObject {
	const { diff, saved, labelHash, plan } = outcome;
	const problems = [...(plan?.problems ?? []), ...outcome.problems];
	const count = (change: string) => diff.filter((label) => label.change === change).length;
	return {
		summary: summaryOf(outcome, saving.dryRun),
		...(labelHash ? { labelHash } : {}),
		saved,
		...(saving.dryRun ? { dryRun: true } : {}),
		added: count('added'),
		changed: count('changed'),
		removed: count('removed'),
		...plan?.report,
		...(problems.length > 0 ? { problems: problems.map(problemJson) } : {}),
		...(includeDiff ? { changes: diff as unknown as IDataObject[] } : {}),
	};
}

/** What the edits of an item did. The problems of its input have been told in its plan's `refused`. */
function summaryOf({ plan, diff, problems }: JobOutcome<Plan>, dryRun?: boolean): string {
	const clauses = labelClauses({
		changes: diff,
		problems,
		hadEdits: (plan?.edits.length ?? 0) > 0,
		...(plan?.refused === undefined ? {} : { refused: plan.refused }),
		...(plan?.remark === undefined ? {} : { remark: plan.remark }),
	});
	return sentence(clauses, dryRun);
}

function problemJson({ severity, code, message, item, field, frames, edit }: Problem): IDataObject {
	return { severity, code, message, ...defined({ item, field, frames, edit }) };
}

function defined(values: Record<string, unknown>): IDataObject {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== undefined),
	) as IDataObject;
}

/** An example of the output of a writing operation. */
export const writtenExample: IDataObject = {
	...exampleUnit,
	summary: 'Added Animal: Cat on frame 0',
	saved: true,
	added: 1,
	changed: 0,
	removed: 0,
	changes: [
		{
			change: 'added',
			type: 'classification',
			hash: 'Ab3dE6gH',
			featureHash: '6e7f8a9b',
			title: 'Animal',
			frames: [[0, 0]],
			after: { answers: { Animal: 'Cat' } },
		},
	],
};
