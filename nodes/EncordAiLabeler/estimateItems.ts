/** Estimates what labeling the items would take; nothing is opened, asked or saved. */
import { estimatedTokens, moneyFor } from '../../src/llm/model/budget';
import type { MessagePart, Tokens } from '../../src/llm/model/model';
import { eachProject } from '../shared/labels/projectRows';
import type { Batch, ItemInputs } from '../shared/runtime/batch';
import { showHint } from '../shared/runtime/hints';
import { requestOf } from './askUnit';
import { framesShown, shownSize } from './estimate';
import type { LabelingSettings } from './form';
import { rounded } from './report';
import type { QuestionsByProject } from './questionsByProject';

export async function estimateItems(
	batch: Batch,
	items: Array<ItemInputs<LabelingSettings>>,
	questionsBy: QuestionsByProject,
): Promise<void> {
	const total = { calls: 0, money: 0 };
	await eachProject(batch, items, async ({ members, rowOf }) => {
		await batch.each(members, async (item) => {
			const { questions } = await questionsBy.of(item);
			const row = rowOf(item);
			const frames = framesShown(row, item.frames);
			const { maxDimension = Infinity } = item.pictures.picture;
			const picture: MessagePart = {
				picture: { bytes: new Uint8Array(), mimeType: '', ...shownSize(row, maxDimension) },
			};
			// Each example is one picture more.
			const perCall = item.askPer === 'frame' ? 1 : frames;
			const shown = Array<MessagePart>(perCall + item.examples.length).fill(picture);
			const rounds = item.askPer === 'frame' ? frames : 1;
			const tokens = times(
				rounds,
				questions.map((question) => estimatedTokens(requestOf(question, item.instructions, shown))),
			);
			const calls = rounds * questions.length;
			const money = item.prices && rounded(moneyFor(tokens, item.prices));
			total.calls += calls;
			total.money += money ?? 0;
			batch.ok(item.index, {
				...item.unit,
				dataTitle: row.data_title,
				estimate: true,
				frames,
				calls,
				tokens: { ...tokens },
				...(money !== undefined && { money }),
			});
		});
	});
	const price = items[0]?.prices ? `, ${total.money.toFixed(2)} in money` : '';
	showHint(
		batch.n8n,
		`Estimate: about ${total.calls.toLocaleString('en')} calls${price}. No model was asked.`,
	);
}

function times(count: number, tokens: Tokens[]): Tokens {
	return {
		input: count * tokens.reduce((sum, { input }) => sum + input, 0),
		output: count * tokens.reduce((sum, { output }) => sum + output, 0),
	};
}
