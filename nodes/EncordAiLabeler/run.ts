/** Runs the Encord AI Labeler: asks about all items, then writes their labels together. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { cancellableSleep } from '../../src/encord/http/sleep';
import { AnswerCache } from '../../src/llm/model/answerCache';
import { Budget } from '../../src/llm/model/budget';
import { Slots } from '../../src/llm/model/slots';
import type { FieldReport } from '../../src/reply/report';
import { InputError } from '../shared/fields/form/inputError';
import { withMedia } from '../shared/media/openUnits';
import { encordClient } from '../shared/n8n/client';
import { n8nSend } from '../shared/n8n/http';
import { Batch, type ItemInputs } from '../shared/runtime/batch';
import { AnswerCount, refusedOf } from '../shared/writing/answerReports';
import { writeLabels, type LabelWrite } from '../shared/writing/writeLabels';
import { askUnit, hasRefused, type Asking, type UnitAnswer } from './askUnit';
import { estimateItems } from './estimateItems';
import { form, type LabelingSettings } from './form';
import { modelsOf, type Models } from './models/models';
import { placeObjects } from './placeObjects';
import { QuestionsByProject } from './questionsByProject';
import { promptVersion, reportOf } from './report';

/** Answers of this process, so that a retry and a second run cost nothing. */
const cache = new AnswerCache();

/** Items whose labels are saved together; an end in the middle loses the answers of so many items at most. */
const SAVED_TOGETHER = 100;

type Item = ItemInputs<LabelingSettings>;

export async function labelItems(n8n: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const batch = new Batch({
		n8n,
		openClient: async () => await encordClient(n8n),
		send: n8nSend(n8n),
	});
	try {
		batch.keepResults();
		const items = await batch.read((each) => form.read(each));
		await batch.together(items, async () => await labelAll(batch, items));
	} catch (error) {
		batch.failRest(error);
	}
	return batch.outputs();
}

async function labelAll(batch: Batch, items: Item[]): Promise<void> {
	const [first] = items;
	if (first === undefined) return;
	refuseDifferent(items);
	const questions = new QuestionsByProject(batch);
	const estimated = items.filter(({ estimateOnly }) => estimateOnly);
	const asked = items.filter(({ estimateOnly }) => !estimateOnly);
	if (estimated.length > 0) await estimateItems(batch, estimated, questions);
	if (asked.length === 0) return;
	const run: Run = {
		models: await modelsOf(batch.n8n, first.endpoint),
		budget: new Budget(first.budget, first.prices),
		slots: new Slots(first.concurrency),
		questions,
		count: new AnswerCount('answers', 'refused'),
	};
	for (let at = 0; at < asked.length; at += SAVED_TOGETHER)
		await labelTogether(batch, asked.slice(at, at + SAVED_TOGETHER), run);
	run.count.show(batch);
}

/** What all items of a run share. */
interface Run {
	models: Models;
	budget: Budget;
	slots: Slots;
	questions: QuestionsByProject;
	count: AnswerCount;
}

/** Settings of the run as a whole: an expression that gives another value for each item would be ignored for all but one. */
function refuseDifferent(items: Item[]): void {
	const shared = ({ endpoint, budget, prices, concurrency }: Item) =>
		JSON.stringify({ endpoint, budget, prices, concurrency });
	if (new Set(items.map(shared)).size > 1)
		throw new InputError(
			'Model, budget, prices and Calls at the Same Time differ between the items',
			'They hold for the run as a whole. Give them values that do not depend on the item.',
		);
}

async function labelTogether(batch: Batch, items: Item[], run: Run): Promise<void> {
	const writes: Array<ItemInputs<LabelWrite>> = [];
	await withMedia(
		batch,
		items,
		async (unit) => {
			await batch.each(unit.items, async (item) => {
				const begun = Date.now();
				const asking = await askingOf(batch, item, run);
				const answer = await askUnit(unit, asking);
				const seconds = (Date.now() - begun) / 1000;
				writes.push(writeOf(item, answer, { asking, seconds, run }));
			});
		},
		({ frames }) => frames === 'labeled',
		items[0]?.concurrency,
	);
	await writeLabels(
		batch,
		writes.sort((a, b) => a.index - b.index),
		{ onRefusedEdit: 'report' },
	);
}

async function askingOf(batch: Batch, item: Item, run: Run): Promise<Asking> {
	const { ontology, questions, examples } = await run.questions.of(item);
	return {
		settings: item,
		questions,
		examples: await examples(ontology),
		models: run.models,
		slots: run.slots,
		access: {
			budget: run.budget,
			sleep: cancellableSleep,
			...(item.useCache && { cache }),
			...(batch.signal && { signal: batch.signal }),
		},
	};
}

function writeOf(
	item: Item,
	answer: UnitAnswer,
	{ asking, seconds, run }: { asking: Asking; seconds: number; run: Run },
): ItemInputs<LabelWrite> {
	const expenses = {
		seconds,
		promptVersion: promptVersion(asking),
		leftOut: asking.questions.flatMap((question) => question.leftOut),
		...(item.prices && { prices: item.prices }),
	};
	const { agent } = item.write.saving;
	return {
		index: item.index,
		unit: item.unit,
		write: item.write,
		onRefusedEdit: item.onRefused === 'fail' ? 'fail' : 'report',
		plan:
			({ ontology, row }) =>
			(labels) => {
				const { edits, fields } = placeObjects(answer.objects, answer.fields, {
					labels,
					row,
					ontology,
					...(agent && { agent: agent.name }),
				});
				if (item.onRefused === 'fail' && hasRefused(fields)) throw refusedAnswers(fields);
				run.count.add(item.index, fields);
				return {
					edits: [...answer.edits, ...edits],
					report: reportOf({ ...answer, fields }, expenses),
					...refusedOf(fields, 'answers'),
				};
			},
	};
}

function refusedAnswers(fields: FieldReport[]): InputError {
	const refused = fields.filter(({ outcome }) => outcome === 'refused');
	const [first] = refused;
	const rest = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
	return new InputError(
		`${first?.field ?? 'The answer'}: ${first?.reason ?? 'refused'}${rest}`,
		'Nothing was saved for this item. Choose "Save the Rest" to keep the other answers.',
	);
}
