/** Reads the reply of a language model, data or text, as answers to classifications or to the attributes of an object. */
import type { AnsweredField } from '../labels/modelAnswers/readFields';
import { pathOf, readFields } from '../labels/modelAnswers/readFields';
import { expectedBy } from '../labels/modelAnswers/expected';
import type { Questions } from '../labels/modelAnswers/questions';
import { isContradicted } from '../labels/modelAnswers/contradiction';
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
	const isDropped = dropped.some(({ attribute }) => isAbout(report, pathOf(attribute)));
	if (!isDropped || report.outcome === 'refused') return report;
	return {
		field: report.field!,
		outcome: 'refused',
		reason: `The sentences around the answer say something else: "${quoted(around)}"`,
	};
}

/** A title may have an `@` of its own, so the frames behind the last one are compared with what frames look like. */
function isAbout({ field = '' }: FieldReport, path: string): boolean {
	return (
		field === path ||
		(field.startsWith(`${path}@`) && /^[\d,-]+$/.test(field.slice(path.length + 1)))
	);
}

function withRepairs(report: FieldReport, repairs: FieldReport['repairs'] & object): FieldReport {
	if (report.outcome === 'refused' || repairs.length === 0) return report;
	return { ...report, outcome: 'repaired', repairs: [...repairs, ...(report.repairs ?? [])] };
}
