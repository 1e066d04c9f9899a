/** Reads what a model said, as data or as a bare text, as answers to the questions that were asked, with a report for each. */
import type { FieldReport } from '../../reply/report';
import { isBlank, quoted, scalarsIn, type ReplyValue } from '../../reply/value';
import { readableAnswer, type AnswerValue } from '../answers/answers';
import type { AttributeItem } from '../ontology/ontology';
import { countFrames, intersectRanges, mergeRanges, type FrameRange } from '../row/frames';
import type { Questions } from './questions';
import { settle, type Said, type Settled } from './settle';
import { StatementCollector, type AnsweredMedia, type Statement } from './statements';
import { readValue } from './values/readValue';

/** An answer to write. */
export interface AnsweredField {
	attribute: AttributeItem;
	value: AnswerValue;
	/** Absent: it holds wherever the label is. */
	frames?: FrameRange[];
}

export interface FieldsRead {
	answers: AnsweredField[];
	reports: FieldReport[];
}

/** @param spelled whether numbers are as the model wrote them; false for data, in which `1.10` has become 1.1 */
export function readFields(
	said: ReplyValue,
	questions: Questions,
	media: AnsweredMedia,
	spelled: boolean,
): FieldsRead {
	return new FieldsReader(questions, media, spelled).read(said);
}

class FieldsReader {
	private readonly said = new Map<AttributeItem, Said[]>();
	private readonly settled = new Map<AttributeItem, Settled[]>();
	private readonly keys = new Map<AttributeItem, string>();
	private readonly reports: FieldReport[] = [];
	/** Statements about nested questions, until the answers above them are settled. */
	private waiting: Statement[] = [];

	constructor(
		private readonly questions: Questions,
		private readonly media: AnsweredMedia,
		private readonly spelled: boolean,
	) {}

	read(said: ReplyValue): FieldsRead {
		const collector = new StatementCollector(this.questions, this.media);
		collector.collect(said);
		this.reports.push(...collector.reports);
		if (
			collector.statements.length === 0 &&
			collector.reports.length === 0 &&
			!scalarsIn(said).every(isBlank)
		)
			this.reports.push({
				outcome: 'refused',
				reason: `The reply names no question: ${quoted(said)}. JSON with the titles as keys would be accepted.`,
			});
		for (const statement of collector.statements) this.place(statement);
		let level = [...this.said.keys()];
		while (level.length > 0) {
			for (const attribute of level)
				this.settled.set(attribute, settle(attribute, this.said.get(attribute)!, this.media));
			const before = new Set(this.said.keys());
			this.placeNested();
			level = [...this.said.keys()].filter((attribute) => !before.has(attribute));
		}
		this.placeNested();
		for (const statement of this.waiting) this.refuseNested(statement);
		return { answers: this.answers(), reports: this.reports };
	}

	/** Root questions are read at once; nested ones wait for the answer above them. */
	private place(statement: Statement): void {
		const roots = statement.candidates.filter(({ parent }) => parent === undefined);
		const [root] = roots;
		if (root === undefined) this.waiting.push(statement);
		else if (roots.length === 1) this.hear(root, statement);
		else if (statement.objection !== true)
			this.reports.push({
				...(statement.key === undefined ? {} : { field: statement.key }),
				outcome: 'refused',
				reason: `${roots.length} questions are called "${statement.key}". The feature hash would be accepted.`,
				accepted: roots.map(({ featureHash }) => featureHash),
			});
	}

	private hear(attribute: AttributeItem, statement: Statement): void {
		const { value, frames, objection = false, reason, key } = statement;
		const read =
			reason === undefined
				? readValue(attribute, value, { questions: this.questions, spelled: this.spelled })
				: { reading: { reason }, nested: [] };
		const heard = this.said.get(attribute) ?? [];
		this.said.set(attribute, heard);
		heard.push({ reading: read.reading, objection, ...(frames === undefined ? {} : { frames }) });
		if (key !== undefined && !this.keys.has(attribute)) this.keys.set(attribute, key);
		const under = 'under' in read ? read.under : undefined;
		const within = under?.attributes ?? attribute.options.flatMap(({ attributes }) => attributes);
		for (const [nestedKey, nestedValue] of read.nested) {
			const candidates = this.questions.named(nestedKey, within);
			if (candidates.length > 0)
				this.waiting.push({
					candidates,
					key: nestedKey,
					value: nestedValue,
					objection,
					...(frames === undefined ? {} : { frames }),
				});
			else
				this.reports.push({
					field: this.outside(attribute, nestedKey),
					outcome: 'refused',
					reason: `"${nestedKey}" is not asked for this answer to "${attribute.title}".`,
					accepted: within.map(({ title }) => title),
				});
		}
	}

	/** The path of a key that is no question under the chosen option: that of a question of another option, if there is one. */
	private outside(attribute: AttributeItem, key: string): string {
		const [other] = this.questions.named(
			key,
			attribute.options.flatMap(({ attributes }) => attributes),
		);
		return other === undefined ? key : pathOf(other);
	}

	/** Gives the statements about nested questions to the one whose option is chosen. */
	private placeNested(): void {
		const waiting = this.waiting;
		this.waiting = [];
		for (const statement of waiting) {
			const active = statement.candidates.filter((attribute) =>
				this.isChosen(attribute, statement.frames),
			);
			const [attribute] = active;
			// A question that is settled already was answered in an earlier round; what comes later contradicts or repeats it.
			if (attribute !== undefined && active.length === 1) {
				const frames = statement.frames ?? this.framesAbove(attribute);
				this.hear(attribute, frames === undefined ? statement : { ...statement, frames });
				if (this.settled.has(attribute))
					this.settled.set(attribute, settle(attribute, this.said.get(attribute)!, this.media));
			} else this.waiting.push(statement);
		}
	}

	/** Whether the option above a nested question is chosen on these frames, or wherever its question is answered. */
	private isChosen(attribute: AttributeItem, frames: FrameRange[] | undefined): boolean {
		const { parent } = attribute;
		if (parent === undefined) return false;
		const above = (this.settled.get(parent.attribute) ?? []).filter((each) => 'value' in each);
		const chosen = above.filter(
			(each) => 'value' in each && each.value.type === 'radio' && each.value.option === parent,
		);
		if (chosen.length === 0) return false;
		if (chosen.some((each) => each.frames === undefined)) return true;
		if (frames === undefined) return chosen.length === above.length;
		const covered = mergeRanges(chosen.flatMap((each) => each.frames!));
		return countFrames(intersectRanges(covered, frames)) === countFrames(mergeRanges(frames));
	}

	private framesAbove({ parent }: AttributeItem): FrameRange[] | undefined {
		const above = parent === undefined ? [] : (this.settled.get(parent.attribute) ?? []);
		const frames = above.flatMap((each) =>
			'value' in each && each.frames !== undefined ? each.frames : [],
		);
		return frames.length === 0 ? undefined : mergeRanges(frames);
	}

	private refuseNested({ candidates, frames, objection, value }: Statement): void {
		const [attribute] = candidates;
		if (objection === true || attribute?.parent === undefined || value === null || value === '')
			return;
		const { parent } = attribute;
		const options = candidates.map((each) => `"${each.parent!.title}"`).join(' or ');
		const field = frames === undefined ? pathOf(attribute) : atFrames(pathOf(attribute), frames);
		this.reports.push({
			field,
			outcome: 'refused',
			reason: `"${attribute.title}" is asked only when "${parent.attribute.title}" is ${options}.`,
		});
	}

	private answers(): AnsweredField[] {
		const answers: AnsweredField[] = [];
		for (const [attribute, settled] of [...this.settled].sort(([a], [b]) => a.order - b.order)) {
			const path = pathOf(attribute);
			for (const each of settled) {
				const field = each.frames === undefined ? path : atFrames(path, each.frames);
				if (!('value' in each)) {
					const { reason, accepted } = each;
					this.reports.push({
						field,
						outcome: 'refused',
						reason,
						...(accepted === undefined ? {} : { accepted }),
					});
					continue;
				}
				const { value, frames } = each;
				const repairs = [...this.keyRepair(attribute), ...each.repairs];
				this.reports.push({
					field,
					outcome: repairs.length > 0 ? 'repaired' : 'taken',
					value: readableAnswer(value),
					...(repairs.length > 0 ? { repairs } : {}),
				});
				answers.push(frames === undefined ? { attribute, value } : { attribute, value, frames });
			}
		}
		return answers;
	}

	private keyRepair(attribute: AttributeItem): Array<{ rule: string; from: string; to: string }> {
		const key = this.keys.get(attribute);
		return key === undefined || key === attribute.title
			? []
			: [{ rule: 'name of the question', from: key, to: attribute.title }];
	}
}

/** The titles from the classification, or from the attribute of an object, down to a nested question. */
export function pathOf(attribute: AttributeItem): string {
	const titles: string[] = [];
	for (let at: AttributeItem | undefined = attribute; at !== undefined; at = at.parent?.attribute)
		titles.unshift(at.title);
	return titles.join('/');
}

function atFrames(path: string, frames: FrameRange[]): string {
	const ranges = frames.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
	return `${path}@${ranges.join(',')}`;
}
