/** Fields for the rules labels are checked by. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { CheckRule } from '../../../src/labels/reading/checkRule';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';

const classEntry: INodeProperties = {
	displayName: 'Class',
	name: 'class',
	type: 'string',
	default: '',
	placeholder: 'e.g. Car',
	description: 'Title of the object in the ontology; empty for objects of every class',
};

export const checkFields: INodeProperties[] = [
	{
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
				description:
					'Attributes and classifications that the ontology requires and nobody answered',
			},
		],
	},
	{
		displayName: 'Rules',
		name: 'rules',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Rule' },
		placeholder: 'Add Rule',
		default: {},
		description: 'Rules with numbers',
		options: [
			{
				displayName: 'Number of Objects',
				name: 'count',
				values: [
					classEntry,
					{
						displayName: 'At Least',
						name: 'min',
						type: 'string',
						default: '',
						placeholder: 'e.g. 1',
						description: 'Smallest number allowed; empty for no limit',
					},
					{
						displayName: 'At Most',
						name: 'max',
						type: 'string',
						default: '',
						placeholder: 'e.g. 5',
						description: 'Largest number allowed; empty for no limit',
					},
					{
						displayName: 'On',
						name: 'per',
						type: 'options',
						default: 'frame',
						description: 'What is counted',
						options: [
							{ name: 'Each Frame', value: 'frame' },
							{ name: 'The Whole File', value: 'labelRow' },
						],
					},
				],
			},
			{
				displayName: 'Overlap',
				name: 'overlap',
				values: [
					classEntry,
					{
						displayName: 'At Most (%)',
						name: 'max',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 100 },
						default: 80,
						description:
							'Largest overlap of the boxes of two objects allowed, as a share of the area they cover together',
					},
					{
						displayName: 'Between Different Classes Too',
						name: 'acrossClasses',
						type: 'boolean',
						default: false,
						description:
							'Whether objects of different classes are compared with one another as well',
					},
				],
			},
			{
				displayName: 'Size of Objects',
				name: 'size',
				values: [
					classEntry,
					{
						displayName: 'Shortest Side (Pixels)',
						name: 'minSide',
						type: 'string',
						default: '',
						placeholder: 'e.g. 8',
						description: 'Shorter sides are a fault; empty for no limit',
					},
					{
						displayName: 'Smallest Area (Pixels)',
						name: 'minArea',
						type: 'string',
						default: '',
						placeholder: 'e.g. 100',
						description: 'Smaller areas are a fault; empty for no limit',
					},
				],
			},
		],
	},
];

/** @throws InputError when there is nothing to check */
export function checkRulesOf(batch: Batch, index: number): CheckRule[] {
	const { count, overlap, size } = batch.param<Record<string, IDataObject[] | undefined>>(
		'rules',
		index,
		{},
	);
	const plain = batch.param<Array<'outside' | 'requiredAnswers' | 'emptyFrames'>>(
		'alsoCheck',
		index,
		[],
	);
	const rules: CheckRule[] = [
		...(count ?? []).map(
			(row): CheckRule => ({
				rule: 'count',
				...ofClass(row),
				...limit(row, 'min', 'At Least'),
				...limit(row, 'max', 'At Most'),
				per: row.per === 'labelRow' ? 'labelRow' : 'frame',
			}),
		),
		...(overlap ?? []).map(
			(row): CheckRule => ({
				rule: 'overlap',
				...ofClass(row),
				max: Number(row.max) / 100,
				acrossClasses: row.acrossClasses === true,
			}),
		),
		...(size ?? []).map(
			(row): CheckRule => ({
				rule: 'size',
				...ofClass(row),
				...limit(row, 'minSide', 'Shortest Side'),
				...limit(row, 'minArea', 'Smallest Area'),
			}),
		),
		...plain.map((rule): CheckRule => ({ rule })),
	];
	if (rules.length === 0)
		throw new InputError(
			'There is nothing to check',
			'Add a rule, or choose one under Also Check.',
		);
	return rules;
}

function ofClass({ class: title }: IDataObject): { class?: string } {
	const text = String(title ?? '').trim();
	return text === '' ? {} : { class: text };
}

function limit<K extends string>(
	row: IDataObject,
	name: K,
	label: string,
): { [name in K]?: number } {
	const given = row[name];
	if (given === undefined || given === null || String(given).trim() === '') return {};
	const number = Number(given);
	if (!(number >= 0))
		throw new InputError(
			`${label} is "${String(given)}"`,
			'It must be a number from 0, or empty for no limit.',
		);
	return { [name]: number } as { [name in K]?: number };
}
