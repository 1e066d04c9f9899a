/** An ontology and a reader for the tests of model answers. */
import type { OntologyJson } from '../../../../src/encord/wire/ontologyJson';
import {
	classificationQuestions,
	objectQuestions,
} from '../../../../src/labels/modelAnswers/questions';
import { readFields } from '../../../../src/labels/modelAnswers/readFields';
import type { AnsweredMedia } from '../../../../src/labels/modelAnswers/statements';
import { findClassification, findObject } from '../../../../src/labels/ontology/lookup';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { readModelAnswer } from '../../../../src/llm/modelAnswer';
import type { ReplyValue } from '../../../../src/reply/value';

type Options = Array<string | [string, object[]] | { archived: string }>;

const option = (given: Options[number]) => {
	const label =
		typeof given === 'string' ? given : Array.isArray(given) ? given[0] : given.archived;
	return {
		label,
		value: label.toLowerCase().replaceAll(' ', '_'),
		featureNodeHash: `o-${label}`,
		archived: typeof given === 'object' && 'archived' in given,
		...(Array.isArray(given) ? { options: given[1] } : {}),
	};
};
const attribute =
	(type: string) =>
	(name: string, options: Options = [], extra: object = {}) => ({
		name,
		type,
		featureNodeHash: `a-${name}-${options.map((each) => JSON.stringify(each).length).join('')}`,
		options: options.map(option),
		...extra,
	});
const radio = attribute('radio');
const list = attribute('checklist');
const number = attribute('numeric');
const text = attribute('text');

const classification = (root: { name: string }, extra: object = {}) => ({
	featureNodeHash: `c-${root.name}`,
	attributes: [root],
	...extra,
});

export const ontology = indexOntology({
	objects: [
		{
			name: 'Lorry',
			shape: 'bounding_box',
			color: '#000000',
			featureNodeHash: 'lorry',
			attributes: [
				radio('Load', ['Sand', 'Gravel'], { dynamic: true }),
				radio('Owner', ['City', 'Private']),
				number('Height cm'),
			],
		},
	],
	classifications: [
		classification(
			radio('Plant', [
				['Tree', [radio('Kind', ['Oak', 'Birch', ['Palm', [text('Remark')]]]), number('Rings')]],
				['Herb', [radio('Kind', ['Mint', 'Sage'])]],
				'Moss',
				{ archived: 'Lichen' },
			]),
		),
		classification(number('Stems')),
		classification(list('Hues', ['Green', 'Dark red', 'Violet'])),
		classification(text('Label text')),
		classification(
			radio('Soil', ['Wet', 'Not wet', 'Acidic', 'Unfertile', '1.5', '1.50', 'C', 'C+']),
		),
		classification(radio('In bloom', ['Yes', 'No'])),
		classification(
			radio('Finish', [
				'Stable',
				'Unstable',
				'Displaced',
				'Complete',
				'Incomplete',
				'Not assessable',
			]),
		),
		classification(radio('Whole film', ['Sharp', 'Blurred']), { level: 'global' }),
	],
} as unknown as OntologyJson);

export const image: AnsweredMedia = { kind: 'single' };
export const film: AnsweredMedia = { kind: 'frames', frames: 30 };

/** The answers by path, and the paths that are refused (`*`: the whole reply). */
export function answersTo(
	reply: unknown,
	{ one, object, media = image }: { one?: string; object?: string; media?: AnsweredMedia } = {},
): { answers: object; refused: string[] } {
	const { reports } = readModelAnswer(reply, questionsOf(one, object), media);
	return {
		answers: Object.fromEntries(
			reports
				.filter(({ outcome }) => outcome !== 'refused')
				.map(({ field, value }) => [field, value]),
		),
		refused: reports
			.filter(({ outcome }) => outcome === 'refused')
			.map(({ field }) => field ?? '*'),
	};
}

function questionsOf(one: string | undefined, object: string | undefined) {
	const asked = one === undefined ? undefined : [findClassification(ontology, one)];
	return object === undefined
		? classificationQuestions(ontology, asked)
		: objectQuestions(findObject(ontology, object));
}

export interface Asked {
	/** Title of the only classification that is asked. */
	one?: string;
	/** Title of the object whose attributes are asked. */
	object?: string;
	media?: AnsweredMedia;
	spelled?: boolean;
}

/**
 * What is reported of data, one line for each report: `Plant = Tree`; repaired: `Plant = Tree (rule: from → to)`; refused:
 * `Plant: reason [what would be accepted]`, with `*` for the whole reply, and ALL for the titles of all classifications.
 */
export function told(
	said: unknown,
	{ one, object, media = image, spelled = false }: Asked = {},
): string[] {
	const { reports } = readFields(said as ReplyValue, questionsOf(one, object), media, spelled);
	return reports.map(({ field = '*', outcome, value, repairs = [], reason, accepted }) => {
		if (outcome === 'refused')
			return `${field}: ${reason}${accepted === undefined ? '' : ` [${listed(accepted)}]`}`;
		const rules = repairs.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
		return `${field} = ${String(value)}${rules.length === 0 ? '' : ` (${rules.join('; ')})`}`;
	});
}

function listed(accepted: unknown): string {
	const titles = ontology.classifications.map(({ title }) => title);
	return String(accepted) === String(titles) ? 'ALL' : String(accepted);
}
