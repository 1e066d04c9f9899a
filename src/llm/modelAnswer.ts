/** Reads the reply of a language model, data or text, as answers to classifications or to the attributes of an object. */
import type { AnsweredField } from '../labels/modelAnswers/readFields';
import { pathOf, readFields } from '../labels/modelAnswers/readFields';
import { expectedBy } from '../labels/modelAnswers/expected';
import type { Questions } from '../labels/modelAnswers/questions';
import { folded } from '../labels/modelAnswers/spelling';
import type { AnsweredMedia } from '../labels/modelAnswers/statements';
import { readReply } from '../reply/readReply';
import type { FieldReport } from '../reply/report';
import { quoted } from '../reply/value';

export interface ModelAnswer {
	/** What is written. Nothing that was refused is in it. */
	answers: AnsweredField[];
	/** One for each part of the reply: taken, repaired, or refused with the reason. */
	reports: FieldReport[];
}

/**
 * Reads a model's reply.
 * @param reply data or text, with whatever stands around the answer
 * @param questions what was asked
 * @param media what is answered; frames are counted from 0
 */
export function readModelAnswer(
	reply: unknown,
	questions: Questions,
	media: AnsweredMedia,
): ModelAnswer {
	const read = readReply(reply, expectedBy(questions));
	if ('refused' in read)
		return { answers: [], reports: [{ outcome: 'refused', reason: read.refused }] };
	const said = 'text' in read ? read.text : read.value;
	const fields = readFields(said, questions, media, 'spelled' in read ? read.spelled : true);
	const contradicted = fields.answers.filter((answer) => isContradicted(answer, read.around));
	const answers = fields.answers.filter(
		(answer) => !contradicted.some(({ attribute }) => isAbove(attribute, answer)),
	);
	const reports = fields.reports.map((report) =>
		refusedIf(
			report,
			fields.answers.filter((answer) => !answers.includes(answer)),
			read.around,
		),
	);
	return { answers, reports: reports.map((report) => withRepairs(report, read.repairs)) };
}

/** Options that are words of every sentence; a sentence with them says nothing about the answer. */
const EVERYDAY = new Set([
	'yes',
	'no',
	'other',
	'none',
	'normal',
	'unknown',
	'true',
	'false',
	'good',
	'on',
	'off',
	'not',
	'all',
	'both',
	'left',
	'right',
	'one',
	'two',
	'clear',
	'open',
	'full',
	'low',
	'high',
	'medium',
	'new',
	'old',
	'day',
	'json',
	'text',
	'image',
]);

/** Whether the sentences around an answer name another option of its question, and not the chosen one. */
function isContradicted({ attribute, value }: AnsweredField, around: string): boolean {
	if (around === '' || value.type !== 'radio') return false;
	const sentence = ` ${folded(around).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
	const isNamed = (title: string): boolean => {
		const words = folded(title)
			.replace(/[^\p{L}\p{N}]+/gu, ' ')
			.trim();
		return words.length > 2 && !EVERYDAY.has(words) && sentence.includes(` ${words} `);
	};
	if (isNamed(value.option.title)) return false;
	return attribute.options.some((option) => option !== value.option && isNamed(option.title));
}

function isAbove(
	attribute: AnsweredField['attribute'],
	{ attribute: below }: AnsweredField,
): boolean {
	for (
		let at: AnsweredField['attribute'] | undefined = below;
		at !== undefined;
		at = at.parent?.attribute
	)
		if (at === attribute) return true;
	return false;
}

function refusedIf(report: FieldReport, dropped: AnsweredField[], around: string): FieldReport {
	const isDropped = dropped.some(
		({ attribute }) => report.field?.split('@')[0] === pathOf(attribute),
	);
	if (!isDropped || report.outcome === 'refused') return report;
	return {
		field: report.field!,
		outcome: 'refused',
		reason: `The sentences around the answer say something else: "${quoted(around)}"`,
	};
}

function withRepairs(report: FieldReport, repairs: FieldReport['repairs'] & object): FieldReport {
	if (report.outcome === 'refused' || repairs.length === 0) return report;
	return { ...report, outcome: 'repaired', repairs: [...repairs, ...(report.repairs ?? [])] };
}
