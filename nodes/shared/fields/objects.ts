/** Fields that say which objects are meant. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { DEFAULT_AGENT } from '../../../src/labels/row/identity';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';
import type { ObjectFilter } from '../labels/objectSelection';
import { frameList } from './frames';
import { locatorField } from './locator';

const filterEntries: INodeProperties[] = [
	{
		displayName: 'Author',
		name: 'author',
		type: 'options',
		default: 'others',
		description: 'Who made the object',
		options: [
			{ name: 'People and Other Agents', value: 'others' },
			{
				name: 'This Agent',
				value: 'own',
				description: 'Made under the agent name below and not changed by anybody since',
			},
		],
	},
	{
		displayName: 'Author: Agent Name',
		name: 'authorAgent',
		type: 'string',
		default: DEFAULT_AGENT,
		description:
			'Name of the agent that the filter Author means, as given when its labels were written',
	},
	{
		displayName: 'Classes',
		name: 'classes',
		type: 'string',
		default: '',
		placeholder: 'e.g. Car, Truck',
		description:
			'Titles of classes, separated by commas; a list given by an expression may hold titles with commas',
	},
	{
		displayName: 'Frames',
		name: 'frames',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0, 5, 10-20',
		description: 'Only objects on these frames: numbers and ranges, counted from 0',
	},
];

/** @param usual what is chosen before anybody touches the form */
export function objectChoiceFields(usual: 'item' | 'filter'): INodeProperties[] {
	return [
		{
			displayName: 'Objects',
			name: 'objectsBy',
			type: 'options',
			default: 'item',
			...(usual === 'filter' ? { default: 'filter' } : {}),
			description: 'Which objects are meant',
			options: [
				{
					name: 'All That Fit a Filter',
					value: 'filter',
					description: 'Every object, or those of some classes, frames or authors',
				},
				{
					name: 'Those Named by the Item',
					value: 'item',
					description: 'Objects selected in the Label Editor, or the object of the item',
				},
			],
		},
		{
			displayName: 'Object IDs',
			name: 'objectHashes',
			type: 'string',
			default: '={{ $json.objectHash ?? $json.objectHashes }}',
			description: 'IDs of objects (object hashes), separated by commas or as a list',
			displayOptions: { show: { objectsBy: ['item'] } },
		},
		{
			displayName: 'Filters',
			name: 'objectFilters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			description: 'Without filters all objects are meant',
			options: filterEntries,
			displayOptions: { show: { objectsBy: ['filter'] } },
		},
	];
}

/** @throws InputError when the item names no object */
export function objectFilterOf(batch: Batch, index: number): ObjectFilter {
	if (batch.param('objectsBy', index) === 'item') {
		const hashes = textList(batch.param('objectHashes', index, ''));
		if (hashes.length === 0) {
			throw new InputError(
				'The item names no object',
				'Select objects in the Label Editor before triggering the agent, or choose All That Fit a Filter.',
			);
		}
		return { hashes };
	}
	const { author, authorAgent, classes, frames } = batch.param<IDataObject>(
		'objectFilters',
		index,
		{},
	);
	return {
		...(textList(classes).length > 0 ? { classes: textList(classes) } : {}),
		...(frames !== undefined && frames !== '' ? { frames: frameList(frames) } : {}),
		...(author === 'own' || author === 'others'
			? { author: { agent: String(authorAgent || DEFAULT_AGENT), who: author } }
			: {}),
	};
}

/** Texts from a list, or from text with commas. */
export function textList(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** A class of objects, by title or feature hash. */
export const objectClassField = locatorField({
	displayName: 'Class',
	name: 'object',
	description: 'Title of the object in the ontology',
	searchListMethod: 'searchObjects',
	typed: { displayName: 'By Name or ID', placeholder: 'e.g. Car' },
});
