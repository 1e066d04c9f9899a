/** The report of a comparison as one HTML page: no scripts, no files beside it, nothing that is loaded. */
import { describeRanges } from '../../row/frames';
import {
	agreementOf,
	attributeAgreements,
	classAgreements,
	type ClassAgreement,
} from '../agreement';
import type { ComparisonRules } from '../rules';
import type { ClassCorrections, Correction } from '../corrections';
import type { Difference, Tally } from '../tally';
import { barChart, type LegendEntry } from './chart';
import { confusionTable } from './confusionTable';
import { html, percent, shortText, type Markup } from './markup';
import { page, table, type ReportTexts } from './page';

export interface ReportedFile {
	title: string;
	tally: Tally;
	differences: readonly Difference[];
}

/** Differences and files beyond are counted, not listed. */
const MAX_LISTED = 500;

const LEGEND: LegendEntry[] = [
	{ name: 'Both agree', color: '#2e7d4f' },
	{ name: 'Another class or answer', color: '#b26a00' },
	{ name: 'Missed by the agent', color: '#b3261e' },
	{ name: 'Only the agent', color: '#5b4bb3' },
];

/**
 * @param files in which something was compared
 * @param total the tallies of all files added up
 */
export function comparisonReport(
	texts: ReportTexts,
	rules: ComparisonRules,
	files: readonly ReportedFile[],
	total: Tally,
): string {
	const all = agreementOf(total);
	const classes = classAgreements(total);
	const cards: Array<[string, string]> = [
		['Agreement', percent(all.agreement)],
		['Objects', percent(all.objectAgreement)],
		['Answers', percent(all.answerAgreement)],
		['Mean overlap', percent(all.meanOverlap)],
		['Files', String(files.length)],
	];
	if (all.agreement === null) return page(texts, [NOTHING, leftOut(total)]);
	return page(texts, [
		cardsOf(cards),
		html`<h2>By class</h2>`,
		barChart(classes.map(barOf), LEGEND),
		classTable(classes),
		confusionTable([...total.confusions.values()]),
		attributeTable(total),
		answersTable(total),
		fileTable(files),
		differenceTable(files),
		leftOut(total),
		explanation(rules),
	]);
}

/** The reasons are in the list of files that were not compared. */
const NOTHING = html`<p class="verdict">Nothing to compare.</p>`;

const CORRECTION_LEGEND: LegendEntry[] = [
	{ name: 'Kept', color: '#2e7d4f' },
	{ name: 'Changed', color: '#b26a00' },
	{ name: 'Added', color: '#b3261e' },
	{ name: 'Unclear', color: '#777777' },
];

/** What people did to the agent's labels in the same label rows. */
export function correctionReport(
	texts: ReportTexts,
	files: ReadonlyArray<{ title: string; corrections: readonly Correction[] }>,
	classes: readonly ClassCorrections[],
): string {
	if (files.length === 0) return page(texts, [NOTHING]);
	const bars = classes.map(({ class: title, kept, changed, added, unclear }) => {
		const known = kept + changed;
		const note = known === 0 ? 'none kept or changed' : `${percent(kept / known)} kept`;
		return { title, note, counts: [kept, changed, added, unclear] };
	});
	const list = files.flatMap(({ title, corrections }) =>
		corrections.map((correction) => ({ title, ...correction })),
	);
	return page(texts, [
		html`<h2>What people did to the agent's labels</h2>`,
		barChart(bars, CORRECTION_LEGEND),
		table(
			['File', 'What', 'Class', 'Where', 'By', 'Why unclear'],
			list
				.slice(0, MAX_LISTED)
				.map((one) => [
					one.title,
					one.kind,
					one.class,
					whereText(one.frames),
					one.by ?? '',
					one.why ?? '',
				]),
		),
		more(list.length),
		html`<p class="note">
			Encord keeps no earlier state of a label. Labels of the agent that people deleted leave no
			trace and are not counted, and how far a label was moved is not known. An account counts as
			that of a person unless the file shows that an agent writes with it. To measure more, compare
			with labels that were kept before people worked on them, or with a branch or a project of
			their own.
		</p>`,
	]);
}

function barOf(counts: ClassAgreement) {
	return {
		title: counts.class,
		note: `${percent(counts.agreement)} agree`,
		counts: [counts.agreed, counts.otherwise, counts.missed, counts.extra],
	};
}

function cardsOf(cards: ReadonlyArray<[string, string]>): Markup {
	const card = ([name, value]: [string, string]) =>
		html`<div class="card"><b>${value}</b><span>${name}</span></div>`;
	return html`<div class="cards">${cards.map(card)}</div>`;
}

function classTable(classes: readonly ClassAgreement[]): Markup {
	const names = ['Class', 'Agreement', 'Right of the agent', 'Found by the agent', 'Mean overlap'];
	return table(
		[...names, 'Mean distance', 'Agreed', 'Otherwise', 'Missed', 'Extra'],
		classes.map((one) => [
			one.kind === 'object' ? one.class : `${one.class} (classification)`,
			percent(one.agreement),
			percent(one.precision),
			percent(one.recall),
			percent(one.meanOverlap),
			percent(one.meanDistance),
			one.agreed,
			one.otherwise,
			one.missed,
			one.extra,
		]),
	);
}

function attributeTable(total: Tally): Markup {
	const attributes = attributeAgreements(total);
	if (attributes.length === 0) return html``;
	return html`<h2>Answers by attribute</h2>
		${table(
			['Class', 'Attribute', 'Agreement', 'Same', 'Different', 'Only person', 'Only agent'],
			attributes.map((one) => [
				one.class,
				one.attribute,
				percent(one.agreement),
				one.same,
				one.different,
				one.onlyPerson,
				one.onlyAgent,
			]),
		)}`;
}

function answersTable(total: Tally): Markup {
	const answers = [...total.answers.values()].sort((a, b) => b.count - a.count);
	if (answers.length === 0) return html``;
	const answer = (text: string | null) => (text === null ? '(no answer)' : shortText(text, 120));
	return html`<h2>Answers that differ</h2>
		${table(
			['Class', 'Attribute', 'Person', 'Agent', 'Times'],
			answers
				.slice(0, MAX_LISTED)
				.map((one) => [one.class, one.attribute, answer(one.person), answer(one.agent), one.count]),
		)}${more(answers.length)}`;
}

function fileTable(files: readonly ReportedFile[]): Markup {
	const rows = files.slice(0, MAX_LISTED).map(({ title, tally, differences }) => {
		const { agreement, objectAgreement, answerAgreement } = agreementOf(tally);
		const shares = [objectAgreement, answerAgreement].map(percent);
		const whole = agreement === null ? 'nothing to compare' : percent(agreement);
		return [title, whole, ...shares, differences.length];
	});
	return html`<h2>Files</h2>
		${table(['File', 'Agreement', 'Objects', 'Answers', 'Differences'], rows)}${more(files.length)}`;
}

function differenceTable(files: readonly ReportedFile[]): Markup {
	const all = files.flatMap(({ title, differences }) =>
		differences.map((difference) => ({ title, difference })),
	);
	if (all.length === 0) return html``;
	return html`<h2>Differences</h2>
		${table(
			['File', 'Where', 'What'],
			all
				.slice(0, MAX_LISTED)
				.map(({ title, difference }) => [
					title,
					whereText(difference.frames),
					shortText(differenceText(difference), 300),
				]),
		)}${more(all.length)}`;
}

/** A difference as a sentence. */
export function differenceText(difference: Difference): string {
	const { kind, class: title, agentClass, attribute, person, agent } = difference;
	const answer = (text: string | null | undefined) => (text == null ? 'no answer' : `"${text}"`);
	switch (kind) {
		case 'missed':
			return `The agent missed "${title}"`;
		case 'extra':
			return `Only the agent has "${title}"`;
		case 'otherClass':
			return `"${title}" is "${agentClass}" for the agent`;
		case 'otherAnswer':
			return `"${attribute}" of "${title}": ${answer(person)}; the agent: ${answer(agent)}`;
	}
}

function whereText(frames: Difference['frames']): string {
	return frames.length === 0 ? 'whole file' : describeRanges(frames);
}

function more(count: number): Markup {
	return count > MAX_LISTED
		? html`<p class="note">And ${count - MAX_LISTED} more that are not listed.</p>`
		: html``;
}

function leftOut({ leftOut: classes }: Tally): Markup {
	if (classes.size === 0) return html``;
	const names = [...classes].map(([title, count]) => `${title} (${count})`).join(', ');
	return html`<p class="warning">
		Not compared, because their places are not in the plane: ${names}.
	</p>`;
}

function explanation(rules: ComparisonRules): Markup {
	return html`<h2>How it was counted</h2>
		<p class="note">
			Objects are counted on each frame, ranges of audio and text once. Two objects can be a pair
			when they overlap by at least ${percent(rules.minOverlap)} (intersection over union); points,
			lines and skeletons when they are no further apart than ${percent(rules.maxDistance)} of the
			picture's diagonal. Of all one-to-one pairings, the one with the most pairs of the same class
			was taken, then with the most pairs, then with the greatest overlap. Agreement of a class is 2
			× agreed ÷ (all of the person + all of the agent). Answers are compared of pairs of the same
			class; an attribute that neither side answered does not count. The agreement above is the
			lower one of objects and answers.
		</p>`;
}
