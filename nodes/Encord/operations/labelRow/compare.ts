import type { IDataObject } from 'n8n-workflow';
import { agreementOf, nothingCompared } from '../../../../src/labels/comparing/agreement';
import { compareLabels, type RowComparison } from '../../../../src/labels/comparing/compareRows';
import { correctionsOf, type Corrections } from '../../../../src/labels/comparing/corrections';
import { comparedOrReason, NotComparable } from '../../../../src/labels/comparing/refused';
import { comparisonReport, correctionReport } from '../../../../src/labels/comparing/report/report';
import type { ReportTexts } from '../../../../src/labels/comparing/report/page';
import { Tally } from '../../../../src/labels/comparing/tally';
import type { Values } from '../../../shared/fields/form/field';
import {
	agentLabelsField,
	comparisonResultField,
	comparisonRulesField,
} from '../../../shared/fields/labels/comparison';
import { unitFields } from '../../../shared/fields/places';
import {
	agentSides,
	WholeListings,
	type AgentSide,
	type SideWanted,
} from '../../../shared/labels/agentSides';
import { unitIdentity } from '../../../shared/labels/lookup';
import { withLabels, type LabeledUnit } from '../../../shared/labels/reading';
import {
	addedCorrections,
	comparisonExample,
	reportNumbers,
	comparisonSummary,
	correctionNumbers,
	correctionSummary,
	summarySentence,
} from '../../../shared/output/comparison';
import { groupBy, type Batch, type ItemInputs } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

/** Files whose labels are in memory at once, those of both sides. */
const AT_ONCE = 200;

const inputs = {
	unit: unitFields,
	agent: agentLabelsField,
	give: comparisonResultField,
	rules: comparisonRulesField,
};

type Item = ItemInputs<Values<typeof inputs>>;

/** What the comparison of one file gave. */
interface Compared {
	item: Item;
	unit: LabeledUnit;
	result: RowComparison | Corrections | NotComparable;
}

export const compareLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'compare',
	displayName: 'Compare',
	action: 'Compare the labels of an agent and a person',
	description:
		"Compare an agent's labels with a person's: agreement by class and attribute, overlap, confusions, missed and extra; as items or as one page with a chart",
	inputs,
	readOnly: true,
	example: comparisonExample,
	async run(batch, items) {
		const listings = new WholeListings(await batch.client());
		// An item whose form cannot be read may have been meant for any report.
		const unread = batch.failures().map(({ index, reason }) => ({ item: index, reason }));
		for (const { members } of groupBy(items, ({ give, rules, agent }) =>
			give.option === 'files' ? '' : JSON.stringify([give.value, rules, placeOf(agent)]),
		)) {
			const compared: Compared[] = [];
			for (let from = 0; from < members.length; from += AT_ONCE) {
				const chunk = members.slice(from, from + AT_ONCE);
				await batch.together(chunk, async () => {
					await compareChunk(batch, chunk, listings, (one) => {
						if (one.item.give.option === 'report') compared.push(withoutLabels(one));
						else giveFile(batch, one);
					});
				});
			}
			if (compared.length > 0)
				await giveReport(batch, compared, [...unread, ...failuresOf(batch, members)]);
		}
	},
});

/** Items with the same text can be in one report. */
function placeOf({ option, value }: Item['agent']): unknown {
	return option === 'kept' ? [option] : [option, value];
}

/** Compares some files; an item that cannot be read fails. `done` gets each that was compared, or could not be. */
async function compareChunk(
	batch: Batch,
	items: Item[],
	listings: WholeListings,
	done: (one: Compared) => void,
): Promise<void> {
	const units: Array<{ item: Item; unit: LabeledUnit }> = [];
	await withLabels(batch, items, (item, unit) => units.push({ item, unit }));
	const wanted = units.flatMap(({ item: { index, agent }, unit }): SideWanted[] =>
		agent.option === 'sameRow' ? [] : [{ index, unit, source: agent }],
	);
	const sides = await agentSides(await batch.client(), wanted, listings);
	await batch.each(
		units.map(({ item, unit }) => ({ index: item.index, item, unit })),
		async ({ item, unit }) => {
			done({ item, unit, result: resultOf(item, unit, sides.get(item.index)) });
			await Promise.resolve();
		},
	);
}

function resultOf(
	{ agent, rules }: Item,
	unit: LabeledUnit,
	side: AgentSide | undefined,
): Compared['result'] {
	const { row, labels, ontology } = unit;
	return comparedOrReason(() => {
		if (row.label_hash === null)
			throw new NotComparable(
				`"${row.data_title}" has no labels of a person yet`,
				'Compare files after people have labeled them.',
			);
		const person = { labels, ontology, metadata: row };
		return agent.option === 'sameRow'
			? correctionsOf(person, agent.value)
			: compareLabels(person, side!(), rules);
	});
}

/** Labels can be large, and a report of many files needs none of them. */
function withoutLabels({ item, unit, result }: Compared): Compared {
	return { item, unit: { ...unit, labels: {} as LabeledUnit['labels'] }, result };
}

function isCorrections(result: Compared['result']): result is Corrections {
	return 'corrections' in result;
}

function giveFile(batch: Batch, { item, unit, result }: Compared): void {
	if (result instanceof NotComparable) throw result;
	const summary = isCorrections(result) ? correctionSummary(result) : comparisonSummary(result);
	batch.ok(item.index, { ...unitIdentity(unit.projectHash, unit.row), ...summary });
}

/** A file that is not in the numbers of a report. */
interface FailedFile {
	/** Index of the input item. */
	item: number;
	dataHash?: string;
	dataTitle?: string;
	reason: string;
}

function failuresOf(batch: Batch, members: readonly Item[]): FailedFile[] {
	const units = new Map(members.map(({ index, unit }) => [index, unit]));
	return batch.failures().flatMap(({ index, reason }) => {
		const unit = units.get(index);
		if (unit === undefined) return [];
		const { dataHash, dataTitle } = batch.items[index]!.json;
		const title = dataHash === unit.dataHash && typeof dataTitle === 'string' ? { dataTitle } : {};
		return [{ item: index, dataHash: unit.dataHash, ...title, reason }];
	});
}

/** One item for all files; it takes the place of the first, and the others give none. */
async function giveReport(
	batch: Batch,
	compared: readonly Compared[],
	failed: readonly FailedFile[],
): Promise<void> {
	const [{ item: first }] = compared as [Compared];
	if (first.give.option !== 'report') return;
	const { title, binaryField } = first.give.value;
	const notCompared = compared.flatMap(({ unit, result }) => {
		const reason = whyNotCompared(result);
		const { data_hash: dataHash, data_title: title } = unit.row;
		return reason === undefined ? [] : [{ dataHash, title, reason }];
	});
	const texts: ReportTexts = {
		title,
		made: `Made ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
		sides: sidesText(first.agent),
		notCompared,
		failed: failed.map(({ item, dataHash, dataTitle, reason }) => {
			return { title: dataTitle ?? dataHash ?? `Item ${item}`, reason };
		}),
	};
	const { page, numbers } =
		first.agent.option === 'sameRow'
			? correctionParts(texts, compared)
			: comparisonParts(texts, first, compared);
	const name = `${title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'comparison'}.html`;
	const binary = await batch.n8n.helpers.prepareBinaryData(
		Buffer.from(page, 'utf8'),
		name,
		'text/html',
	);
	const files = compared.length - notCompared.length;
	const json: IDataObject = {
		...numbers,
		files,
		notComparedCount: notCompared.length,
		notCompared: notCompared.map(({ title: dataTitle, ...rest }) => ({ dataTitle, ...rest })),
		failedCount: failed.length,
		failed: failed as unknown as IDataObject[],
	};
	for (const { item } of compared)
		batch.ok(item.index, item === first ? [{ json, binary: { [binaryField]: binary } }] : []);
}

const NOTHING_IN_ANY = 'Nothing to compare in any of the files';

/** Why a file is not in the numbers. Two sides that have nothing do not agree: nothing was compared. */
function whyNotCompared(result: Compared['result']): string | undefined {
	if (result instanceof NotComparable) return result.message;
	if (isCorrections(result) || agreementOf(result.tally).agreement !== null) return undefined;
	return nothingCompared(result.tally);
}

function comparisonParts(texts: ReportTexts, first: Item, compared: readonly Compared[]) {
	const total = new Tally();
	const files = compared.flatMap(({ unit, result }) => {
		if (result instanceof NotComparable || isCorrections(result)) return [];
		total.add(result.tally);
		if (whyNotCompared(result) !== undefined) return [];
		return [{ title: unit.row.data_title, row: unit.row, unit, ...result }];
	});
	const differences = files.reduce((sum, file) => sum + file.differences.length, 0);
	const all = agreementOf(total);
	const numbers: IDataObject = {
		summary: all.agreement === null ? NOTHING_IN_ANY : summarySentence(total, differences),
		nothingToCompare: all.agreement === null,
		...reportNumbers(total),
		differenceCount: differences,
		byFile: files.map(({ unit, row, tally, differences: ofFile }) => {
			const { agreement, objectAgreement, answerAgreement } = agreementOf(tally);
			return {
				...unitIdentity(unit.projectHash, row),
				...{ agreement, objectAgreement, answerAgreement },
				differenceCount: ofFile.length,
			};
		}),
	};
	return { page: comparisonReport(texts, first.rules, files, total), numbers };
}

function correctionParts(texts: ReportTexts, compared: readonly Compared[]) {
	const files = compared.flatMap(({ unit, result }) =>
		isCorrections(result) ? [{ title: unit.row.data_title, ...result }] : [],
	);
	const classes = addedCorrections(files);
	const page = correctionReport(texts, files, classes);
	const nothing = files.length === 0 ? { summary: NOTHING_IN_ANY } : {};
	const numbers = {
		nothingToCompare: files.length === 0,
		...correctionNumbers(classes),
		...nothing,
	};
	return { page, numbers };
}

function sidesText(agent: Item['agent']): string {
	switch (agent.option) {
		case 'project':
			return "The agent's labels are in another project";
		case 'branch':
			return `The agent's labels are on the branch "${agent.value}"`;
		case 'kept':
			return "The agent's labels were kept before people worked on them";
		case 'sameRow':
			return `Labels of the agent "${agent.value}" and what became of them`;
	}
}
