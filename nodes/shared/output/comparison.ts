/** Comparisons of labels in the output. */
import type { IDataObject } from 'n8n-workflow';
import {
	agreementOf,
	attributeAgreements,
	classAgreements,
	nothingCompared,
} from '../../../src/labels/comparing/agreement';
import type { RowComparison } from '../../../src/labels/comparing/compareRows';
import type { ClassCorrections, Corrections } from '../../../src/labels/comparing/corrections';
import { percent } from '../../../src/labels/comparing/report/markup';
import { differenceText } from '../../../src/labels/comparing/report/report';
import type { Tally } from '../../../src/labels/comparing/tally';
import { exampleUnit } from './examples';

/** Differences of a file that its item lists. */
const MAX_DIFFERENCES = 1_000;
/** Answers that differ, listed in the item of a report. */
const MAX_ANSWERS = 100;

/** The numbers of all files together, with the confusions. */
export function reportNumbers(tally: Tally): IDataObject {
	const confusions = [...tally.confusions.values()] as unknown as IDataObject[];
	return { ...comparisonNumbers(tally), confusions };
}

function comparisonNumbers(tally: Tally): IDataObject {
	const answers = [...tally.answers.values()].sort((a, b) => b.count - a.count);
	return {
		...agreementOf(tally),
		classes: classAgreements(tally),
		attributes: attributeAgreements(tally),
		answers: answers.slice(0, MAX_ANSWERS),
		leftOut: [...tally.leftOut].map(([title, count]) => ({ class: title, count })),
	} as unknown as IDataObject;
}

/** What the item of a file says beside its IDs. */
export function comparisonSummary({ tally, differences }: RowComparison): IDataObject {
	return {
		summary: summarySentence(tally, differences.length),
		nothingToCompare: agreementOf(tally).agreement === null,
		...comparisonNumbers(tally),
		differenceCount: differences.length,
		differences: differences
			.slice(0, MAX_DIFFERENCES)
			.map((one) => ({ what: differenceText(one), ...one })) as unknown as IDataObject[],
	};
}

export function summarySentence(tally: Tally, differences: number): string {
	const all = agreementOf(tally);
	if (all.agreement === null) return nothingCompared(tally);
	const parts = [
		all.objectAgreement === null ? [] : [`objects ${percent(all.objectAgreement)}`],
		all.answerAgreement === null ? [] : [`answers ${percent(all.answerAgreement)}`],
	].flat();
	const noun = differences === 1 ? 'difference' : 'differences';
	return `${percent(all.agreement)} agreement (${parts.join(', ')}); ${differences} ${noun}`;
}

/** How many labels of an agent people kept, changed and added. */
export function correctionNumbers(classes: readonly ClassCorrections[]): IDataObject {
	const sum = (state: 'kept' | 'changed' | 'added' | 'unclear') =>
		classes.reduce((total, counts) => total + counts[state], 0);
	const [kept, changed, added, unclear] = [
		sum('kept'),
		sum('changed'),
		sum('added'),
		sum('unclear'),
	];
	const untold =
		unclear === 0 ? '' : `; whether a person made or changed ${unclear} more cannot be told`;
	return {
		summary: `People kept ${kept} and changed ${changed} of the agent's labels, and added ${added}${untold}`,
		// Deletions and distances are not known, so this is no agreement.
		agreement: null,
		kept,
		changed,
		added,
		unclear,
		keptShare: kept + changed > 0 ? kept / (kept + changed) : null,
		classes: classes as unknown as IDataObject[],
	};
}

export function correctionSummary({ classes, corrections }: Corrections): IDataObject {
	return {
		...correctionNumbers(classes),
		differenceCount: corrections.length,
		differences: corrections.slice(0, MAX_DIFFERENCES) as unknown as IDataObject[],
	};
}

/** The counts of several files, class by class. */
export function addedCorrections(all: readonly Corrections[]): ClassCorrections[] {
	const classes = new Map<string, ClassCorrections>();
	for (const counts of all.flatMap(({ classes: ofFile }) => ofFile)) {
		const key = `${counts.kind} ${counts.class}`;
		const sum = classes.get(key) ?? { ...counts, kept: 0, changed: 0, added: 0, unclear: 0 };
		classes.set(key, sum);
		sum.kept += counts.kept;
		sum.changed += counts.changed;
		sum.added += counts.added;
		sum.unclear += counts.unclear;
	}
	return [...classes.values()];
}

export const comparisonExample: IDataObject = {
	...exampleUnit,
	summary: '90 % agreement (objects 90 %, answers 95 %); 2 differences',
	nothingToCompare: false,
	agreement: 0.9,
	objectAgreement: 0.9,
	answerAgreement: 0.95,
	precision: 0.9,
	recall: 0.9,
	meanOverlap: 0.87,
	agreed: 18,
	missed: 2,
	extra: 2,
	confused: 0,
	sameAnswers: 19,
	differentAnswers: 1,
	classes: [
		{
			kind: 'object',
			class: 'Car',
			agreement: 0.9,
			precision: 0.9,
			recall: 0.9,
			meanOverlap: 0.87,
			meanDistance: 0.5,
			agreed: 18,
			otherwise: 0,
			missed: 2,
			extra: 2,
			mistaken: 0,
		},
	],
	attributes: [
		{
			class: 'Car',
			attribute: 'Color',
			same: 19,
			different: 1,
			onlyPerson: 0,
			onlyAgent: 0,
			agreement: 0.95,
		},
	],
	answers: [{ class: 'Car', attribute: 'Color', person: 'Red', agent: 'Blue', count: 1 }],
	leftOut: [{ class: 'Block', count: 1 }],
	differenceCount: 2,
	differences: [
		{
			what: 'The agent missed "Car"',
			kind: 'missed',
			class: 'Car',
			frames: [[3, 4]],
			personHash: 'Ab3dE6gH',
		},
	],
};
