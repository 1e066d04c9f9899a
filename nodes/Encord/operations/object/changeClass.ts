import type { Edit } from '../../../../src/labels/edits/edit';
import { plainAnswer } from '../../../../src/labels/answers/answers';
import {
	attributesAndClass,
	classQuestion,
	CLASS_TITLE,
} from '../../../../src/labels/modelAnswers/classQuestion';
import type { Questions } from '../../../../src/labels/modelAnswers/questions';
import { findObject } from '../../../../src/labels/ontology/lookup';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { readModelAnswer } from '../../../../src/llm/modelAnswer';
import type { FieldReport } from '../../../../src/reply/report';
import { cases, mapped, type Field } from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { locator } from '../../../shared/fields/form/locator';
import { choice, rawValue } from '../../../shared/fields/form/values';
import {
	optionalAttributeFields,
	type GivenAttributes,
} from '../../../shared/fields/labels/attributes';
import { objectChoice, objectClass } from '../../../shared/fields/labels/objects';
import { changeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import type { SelectedObject } from '../../../shared/labels/objectSelection';
import { AnswerCount, reported } from '../../../shared/writing/answerReports';
import {
	repliedAttributes,
	setAttributesOf,
	type RepliedAttributes,
} from '../../../shared/writing/repliedAttributes';
import {
	writeLabels,
	writtenExample,
	type PlanningUnit,
} from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';
import { planSelectedObjects } from '../../../shared/writing/selectedObjects';

/** A class that was chosen, or a model's answer that names one. */
type NewClass = { title: string } | { answer: unknown };

const newClassFields: Field<NewClass> = mapped(
	cases(
		choice({
			displayName: 'New Class From',
			name: 'newClassFrom',
			type: 'options',
			default: 'chosen',
			description: 'Who says which class the objects get',
			options: [
				{ name: 'Chosen Here', value: 'chosen', description: 'One class, or an expression' },
				{
					name: 'Model Answer',
					value: 'model',
					description: 'What a language model gave, as data or as text',
				},
			],
		}),
		{
			chosen: locator({ ...objectClass, displayName: 'New Class' }),
			model: rawValue({
				displayName: 'Class (Model Answer)',
				name: 'classAnswer',
				type: 'string',
				typeOptions: { rows: 2 },
				default: '={{ $json.output ?? $json.text }}',
				required: true,
				description:
					'The title of a class as the model wrote it, or JSON with the key "class". Answers that may mean several classes, or none of the shape of the objects, are refused.',
			}),
		},
	),
	(selected): NewClass =>
		selected.option === 'model' ? { answer: selected.value } : { title: selected.value },
);

export const changeObjectClass = defineOperation({
	resource: 'object',
	name: 'changeClass',
	displayName: 'Change Class',
	action: 'Change the class of objects',
	description:
		'Give objects another class of the same shape, keeping where they are; attributes can be answered in the same step',
	inputs: {
		unit: unitFields,
		objects: objectChoice('item'),
		newClass: newClassFields,
		attributes: optionalAttributeFields,
		write: changeOptions({}),
	},
	readOnly: false,
	example: writtenExample,
	async run(batch, items) {
		const count = new AnswerCount();
		await writeLabels(
			batch,
			items.map((item) =>
				planSelectedObjects(item, (selected, unit) => {
					if (selected.length === 0) return { edits: [] };
					const chosen = classFor(item.newClass, selected, unit.ontology);
					const given = answersFor(item.attributes, chosen, unit);
					const reports = [...(chosen.reports ?? []), ...given.reports];
					count.add(item.index, reports);
					return {
						edits: selected.flatMap((object): Edit[] => [
							{
								kind: 'changeClass',
								objectHash: object.objectHash,
								...(object.space === undefined ? {} : { space: object.space }),
								object: chosen.name,
							},
							...given.answers.map((answers) => setAttributesOf(object, answers)),
						]),
						...reported(reports),
					};
				}),
			),
			{ onRefusedEdit: 'fail' },
		);
		count.show(batch);
	},
});

/** The new class: its title or hash. With a model's answer also the question, and what became of the answer. */
interface ChosenClass {
	name: string;
	question?: Questions;
	reports?: FieldReport[];
}

/** @throws InputError for an answer that names no class of the objects' shape, or may mean several */
function classFor(
	given: NewClass,
	selected: SelectedObject[],
	ontology: OntologyIndex,
): ChosenClass {
	if ('title' in given) return { name: given.title };
	const shapes = selected.flatMap(
		({ featureHash }) => ontology.objectByHash.get(featureHash)?.shape ?? [],
	);
	const question = classQuestion(ontology, new Set(shapes));
	const { answers, reports: all } = readModelAnswer(given.answer, question, { kind: 'single' });
	// Answers to attributes may stand beside the class. They are not asked here.
	const reports = all.filter(({ field }) => field === undefined || field === CLASS_TITLE);
	const [hash] = answers.flatMap(({ value }) => plainAnswer(value));
	const refused = reports.find(({ outcome }) => outcome === 'refused');
	if (typeof hash === 'string') return { name: hash, question, reports };
	const accepted = Array.isArray(refused?.accepted)
		? ` The classes are: ${refused.accepted.join(', ')}.`
		: '';
	throw new InputError(
		`The model's answer names no class. ${refused?.reason ?? 'It is empty.'}${accepted}`,
		'Nothing was changed for this item.',
	);
}

/** The answers to attributes of the new class. @throws OntologyLookupError for a class that the ontology does not have */
function answersFor(
	attributes: GivenAttributes | undefined,
	{ name, question }: ChosenClass,
	unit: PlanningUnit,
): RepliedAttributes {
	if (attributes === undefined) return { answers: [], reports: [] };
	if ('answers' in attributes)
		return { answers: [{ attributes: attributes.answers }], reports: [] };
	const item = findObject(unit.ontology, name);
	return repliedAttributes(
		attributes.readReply,
		item,
		unit,
		question && attributesAndClass(item, question),
	);
}
