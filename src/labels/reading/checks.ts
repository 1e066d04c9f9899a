/** Checks a label row against the rules of a labeling team, before its task is submitted. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { LabelRowJson } from '../../encord/wire/json';
import type { OntologyIndex } from '../ontology/ontology';
import { describeRanges, mergeRanges, subtractRanges } from '../row/frames';
import { checkedRow, inSpace, type CheckedRow } from './checkedRow';
import type { CheckRule, Fault } from './checkRule';
import { missingAnswers } from './missingAnswers';
import { checkCounts, checkInside, checkOverlap, checkSizes } from './objectChecks';
import type { TidyFilter } from './tidy';
import { labelsOf, readable } from '../row/unreadable';

/**
 * The faults of a label row, in frame order.
 * @param filter the labels that are checked; default: all
 * @throws OntologyLookupError when the ontology does not have the class of a rule; ProtocolError for labels that are not in the
 * form of Encord
 */
export function checkLabels(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	rules: readonly CheckRule[],
	filter: TidyFilter = {},
): Fault[] {
	return readable(labelsOf(row), () => {
		const checked = checkedRow(row, ontology, metadata, filter);
		return rules
			.flatMap((rule) => check(checked, rule))
			.sort((a, b) => (a.frame ?? -1) - (b.frame ?? -1));
	});
}

function check(checked: CheckedRow, rule: CheckRule): Fault[] {
	switch (rule.rule) {
		case 'count':
			return checkCounts(checked, rule);
		case 'size':
			return checkSizes(checked, rule);
		case 'overlap':
			return checkOverlap(checked, rule);
		case 'outside':
			return checkInside(checked, rule);
		case 'requiredAnswers':
			return checkAnswers(checked);
		case 'emptyFrames':
			return checkEmptyFrames(checked);
	}
}

function checkAnswers({ row, ontology, metadata, tidy }: CheckedRow): Fault[] {
	const places = new Map(
		[...tidy.objects, ...tidy.classifications].map(({ hash, frames, space }) => [
			hash,
			{ ...inSpace(space), ...(frames[0] === undefined ? {} : { frame: frames[0][0] }) },
		]),
	);
	return missingAnswers(row, ontology, metadata, new Set(places.keys())).map(
		({ message, item, hash }) => ({
			rule: 'requiredAnswers',
			message,
			...(item === undefined ? {} : { class: item }),
			...(hash === undefined ? {} : { hash, ...places.get(hash) }),
		}),
	);
}

function checkEmptyFrames({ media, tidy }: CheckedRow): Fault[] {
	const { objects, classifications } = tidy;
	return media.flatMap(({ space, frames: all }) => {
		const ofSpace = [...objects, ...classifications].filter((label) => label.space === space);
		const labeled = mergeRanges(ofSpace.flatMap(({ frames }) => frames));
		return subtractRanges(all, labeled).map(
			([first, last]): Fault => ({
				rule: 'emptyFrames',
				...inSpace(space),
				frame: first,
				message:
					first === last
						? `Frame ${first} has no label`
						: `Frames ${describeRanges([[first, last]])} have no label`,
			}),
		);
	});
}
