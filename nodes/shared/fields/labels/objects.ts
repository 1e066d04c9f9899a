/** Fields that select objects of a label row. */
import type { FrameRange } from '../../../../src/labels/row/frames';
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { cases, collection, mapped, parameter, type Field } from '../form/field';
import { InputError } from '../form/inputError';
import { locator } from '../form/locator';
import { choice, text, textList, textsOf } from '../form/values';
import { frameListField } from '../frames';

/** Selects objects of a label row that meet all conditions. */
export interface ObjectFilter {
	/** Object hashes; the label row must have each of these objects. */
	hashes?: string[];
	/** Titles or feature hashes of classes. */
	classes?: string[];
	/** Frames; the object must be on at least one of them. */
	frames?: Array<number | FrameRange>;
	/** `own`: written by this agent and not changed since. `others`: all other objects. */
	author?: { agent: string; who: 'own' | 'others' };
}

const filters = collection(
	{
		displayName: 'Filters',
		name: 'objectFilters',
		placeholder: 'Add Filter',
		description: 'Without filters all objects are meant',
	},
	{
		author: choice({
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
		}),
		authorAgent: text({
			displayName: 'Author: Agent Name',
			name: 'authorAgent',
			type: 'string',
			default: DEFAULT_AGENT,
			description:
				'Name of the agent that the filter Author means, as given when its labels were written',
		}),
		classes: textList({
			displayName: 'Classes',
			name: 'classes',
			type: 'string',
			default: '',
			placeholder: 'e.g. Car, Truck',
			description:
				'Titles of classes, separated by commas; a list given by an expression may hold titles with commas',
		}),
		frames: frameListField({
			displayName: 'Frames',
			name: 'frames',
			description: 'Only objects on these frames: numbers and ranges, counted from 0',
		}),
	},
);

const filtered = mapped(
	filters,
	({ author, authorAgent, classes = [], frames }): ObjectFilter => ({
		...(classes.length > 0 ? { classes } : {}),
		...(frames ? { frames } : {}),
		...(author ? { author: { agent: authorAgent || DEFAULT_AGENT, who: author } } : {}),
	}),
);

const named = parameter(
	{
		displayName: 'Object IDs',
		name: 'objectHashes',
		type: 'string',
		default: '={{ $json.objectHash ?? $json.objectHashes }}',
		description: 'IDs of objects (object hashes), separated by commas or as a list',
	},
	(form, { name }): ObjectFilter => {
		const hashes = textsOf(form.value(name));
		if (hashes.length > 0) return { hashes };
		throw new InputError(
			'The item names no object',
			'Select objects in the Label Editor before triggering the agent, or choose All That Fit a Filter.',
		);
	},
);

/** The choice between objects named by the item and a filter; `preselected` is the default. */
export function objectChoice(preselected: 'item' | 'filter'): Field<ObjectFilter> {
	const selection = choice({
		displayName: 'Objects',
		name: 'objectsBy',
		type: 'options',
		default: 'item',
		...(preselected === 'filter' ? { default: 'filter' } : {}),
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
	});
	return mapped(cases(selection, { item: named, filter: filtered }), ({ value }) => value);
}

/** Texts of a resource locator for an object class, by title or feature hash. */
export const objectClass = {
	displayName: 'Class',
	name: 'object',
	description: 'Title of the object in the ontology',
	searchListMethod: 'searchObjects',
	nameExample: 'Car',
	idExample: '7f0c1e5a',
};

/** The object class chosen in the form, whose attributes the form shows. */
export const objectClassField = locator(objectClass);
