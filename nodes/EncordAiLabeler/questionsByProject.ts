/** The questions that the items ask, from the ontologies of their projects. */
import { indexOntology, type OntologyIndex } from '../../src/labels/ontology/ontology';
import { labelQuestions, type LabelQuestion } from '../../src/llm/labeling/labelQuestions';
import type { Batch } from '../shared/runtime/batch';
import { exampleParts } from './examples';
import type { LabelingSettings } from './form';

/** The questions of items, made once for all items that ask the same of one project. */
export class QuestionsByProject {
	private readonly known = new Map<
		string,
		Promise<{
			ontology: OntologyIndex;
			questions: LabelQuestion[];
			examples: (ontology: OntologyIndex) => ReturnType<typeof exampleParts>;
		}>
	>();

	constructor(private readonly batch: Batch) {}

	async of(item: LabelingSettings) {
		const { unit, questions, cannotTell, thresholds, examples } = item;
		const key = JSON.stringify([
			unit.projectHash,
			questions,
			cannotTell,
			thresholds.default,
			[...thresholds.byTitle],
			examples,
			item.pictures.picture,
		]);
		let found = this.known.get(key);
		if (found === undefined) {
			found = this.make(item);
			this.known.set(key, found);
		}
		return await found;
	}

	private async make(item: LabelingSettings) {
		const client = await this.batch.client();
		const { editorOntology } = await client.getProject(item.unit.projectHash);
		const ontology = indexOntology(editorOntology);
		const { classifications, classes } = item.questions;
		let parts: ReturnType<typeof exampleParts> | undefined;
		return {
			ontology,
			questions: labelQuestions(ontology, {
				flavor: 'openai',
				cannotTell: item.cannotTell,
				confidence: item.thresholds.default !== undefined || item.thresholds.byTitle.size > 0,
				...(classifications && { classifications: chosenOrAll(classifications) }),
				...(classes && { objects: chosenOrAll(classes) }),
			}),
			examples: async (index: OntologyIndex) =>
				await (parts ??= exampleParts(this.batch, client, index, item)),
		};
	}
}

const chosenOrAll = (chosen: string[]) => (chosen.length === 0 ? ('all' as const) : chosen);
