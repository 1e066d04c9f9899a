/** Fields for the rules that check labels. */
import type { CheckRule } from '../../../../src/labels/reading/checkRule';
import { group, mapped, parameter, rows, type Field } from '../form/field';
import { InputError, nothingGiven, shown } from '../form/inputError';
import { choice, flag, multiChoice, number, optionalText } from '../form/values';

const objectClass = optionalText({
	displayName: 'Class',
	name: 'class',
	type: 'string',
	default: '',
	placeholder: 'e.g. Car',
	description: 'Title of the object in the ontology; empty for objects of every class',
});

interface LimitTexts {
	displayName: string;
	name: string;
	placeholder: string;
	description: string;
}

/** A number from 0; undefined for no limit. */
const limit = (texts: LimitTexts) =>
	parameter<number | undefined>({ ...texts, type: 'string', default: '' }, (form, property) => {
		const given = form.value(property.name);
		const isEmpty = typeof given === 'string' && given.trim() === '';
		if (given === null || (isEmpty && form.isExpression(property.name)))
			throw nothingGiven(property);
		if (given === undefined || isEmpty) return undefined;
		const read = typeof given === 'number' || typeof given === 'string' ? Number(given) : NaN;
		if (read >= 0 && read < Infinity) return read;
		throw new InputError(
			`${property.displayName} is ${shown(given)}`,
			'It must be a number from 0, or empty for no limit.',
		);
	});

const count = group({
	class: objectClass,
	min: limit({
		displayName: 'At Least',
		name: 'min',
		placeholder: 'e.g. 1',
		description: 'Smallest number allowed; empty for no limit',
	}),
	max: limit({
		displayName: 'At Most',
		name: 'max',
		placeholder: 'e.g. 5',
		description: 'Largest number allowed; empty for no limit',
	}),
	per: choice({
		displayName: 'On',
		name: 'per',
		type: 'options',
		default: 'frame',
		description: 'What is counted',
		options: [
			{ name: 'Each Frame', value: 'frame' },
			{ name: 'The Whole File', value: 'labelRow' },
		],
	}),
});

const overlap = group({
	class: objectClass,
	maxPercent: number({
		displayName: 'At Most (%)',
		name: 'max',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 80,
		description:
			'Largest overlap of the boxes of two objects allowed, as a share of the area they cover together',
	}),
	acrossClasses: flag({
		displayName: 'Between Different Classes Too',
		name: 'acrossClasses',
		type: 'boolean',
		default: false,
		description: 'Whether objects of different classes are compared with one another as well',
	}),
});

const size = group({
	class: objectClass,
	minSide: limit({
		displayName: 'Shortest Side (Pixels)',
		name: 'minSide',
		placeholder: 'e.g. 8',
		description: 'Shorter sides are a fault; empty for no limit',
	}),
	minArea: limit({
		displayName: 'Smallest Area (Pixels)',
		name: 'minArea',
		placeholder: 'e.g. 100',
		description: 'Smaller areas are a fault; empty for no limit',
	}),
});

const plain = multiChoice({
	displayName: 'Also Check',
	name: 'alsoCheck',
	type: 'multiOptions',
	default: ['outside', 'requiredAnswers'],
	description: 'Rules that need no numbers',
	options: [
		{
			name: 'Frames Without Labels',
			value: 'emptyFrames',
			description: 'Frames that carry neither an object nor a classification',
		},
		{
			name: 'Objects Outside the Picture',
			value: 'outside',
			description: 'Objects that reach over the edge of the picture',
		},
		{
			name: 'Required Answers',
			value: 'requiredAnswers',
			description: 'Attributes and classifications that the ontology requires and nobody answered',
		},
	],
});

const withNumbers = rows(
	{
		displayName: 'Rules',
		name: 'rules',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Rule' },
		description: 'Rules with numbers',
	},
	{
		count: { displayName: 'Number of Objects', fields: count },
		overlap: { displayName: 'Overlap', fields: overlap },
		size: { displayName: 'Size of Objects', fields: size },
	},
);

/** The rules; at least one. */
export const checkFields: Field<CheckRule[]> = mapped(
	group({ plain, withNumbers }),
	({ plain: chosen, withNumbers: lists }) => {
		const rules: CheckRule[] = [
			...lists.count.map(
				({ per, ...row }): CheckRule => ({ rule: 'count', ...withoutEmpty(row), per }),
			),
			...lists.overlap.map(
				({ maxPercent, acrossClasses, ...row }): CheckRule => ({
					rule: 'overlap',
					...withoutEmpty(row),
					max: maxPercent / 100,
					acrossClasses,
				}),
			),
			...lists.size.map((row): CheckRule => ({ rule: 'size', ...withoutEmpty(row) })),
			...chosen.map((rule): CheckRule => ({ rule })),
		];
		if (rules.length > 0) return rules;
		throw new InputError(
			'There is nothing to check',
			'Add a rule, or choose one under Also Check.',
		);
	},
);

/** A row without its empty fields. */
function withoutEmpty<R extends { class: string }>(row: R): Partial<R> {
	return Object.fromEntries(
		Object.entries(row).filter(([, value]) => value !== undefined && value !== ''),
	) as Partial<R>;
}
