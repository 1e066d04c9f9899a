/** Fields for the place of an issue and for the filter of a list of issues. */
import { cases, collection, group, mapped, type Field } from './form/field';
import { choice, number, textList } from './form/values';
import { frameField, type FrameInput } from './places';

/** Where an issue is put: the file, a frame, or a point of a frame. */
export type IssuePlace =
	| { kind: 'file' }
	| { kind: 'frame'; frame: FrameInput }
	| { kind: 'point'; frame: FrameInput; x: number; y: number; unit: 'fractions' | 'pixels' };

const kind = choice({
	displayName: 'Place',
	name: 'place',
	type: 'options',
	default: 'file',
	description: 'Where the issue is shown in the Label Editor',
	options: [
		{ name: 'Frame', value: 'frame', description: 'One frame or page of the file' },
		{ name: 'Point', value: 'point', description: 'A point of a frame' },
		{ name: 'Whole File', value: 'file' },
	],
});

const coordinate = (displayName: string, name: string, edge: string) =>
	number({
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0.5,
		description: `Distance of the point from the ${edge} edge of the picture`,
	});

const unit = choice({
	displayName: 'X and Y Are',
	name: 'pointUnit',
	type: 'options',
	default: 'fractions',
	description: 'How X and Y are written',
	options: [
		{
			name: 'Fractions',
			value: 'fractions',
			description: 'From 0 to 1: shares of the width and of the height',
		},
		{ name: 'Pixels', value: 'pixels', description: 'Of the file as it is stored' },
	],
});

export const issuePlaceFields: Field<IssuePlace> = mapped(
	cases(kind, {
		file: undefined,
		frame: frameField,
		point: group({
			frame: frameField,
			x: coordinate('X', 'x', 'left'),
			y: coordinate('Y', 'y', 'upper'),
			unit,
		}),
	}),
	({ option, value }): IssuePlace => {
		if (option === 'file') return { kind: 'file' };
		return option === 'frame' ? { kind: 'frame', frame: value } : { kind: 'point', ...value };
	},
);

export const issueTagsField = textList({
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	default: '',
	placeholder: 'e.g. blurred, wrong class',
	description: 'Tags of the issue, separated by commas, or a list given by an expression',
});

export interface IssueFilter {
	state: 'open' | 'resolved' | 'all';
	/** Any of these; empty: all. */
	tags: string[];
}

const filters = collection(
	{ displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' },
	{
		state: choice({
			displayName: 'State',
			name: 'state',
			type: 'options',
			default: 'open',
			description: 'Whether issues that were resolved are listed',
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Open', value: 'open' },
				{ name: 'Resolved', value: 'resolved' },
			],
		}),
		tags: textList({
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. blurred, wrong class',
			description: 'Only issues with one of these tags, separated by commas',
		}),
	},
);

export const issueFilterFields: Field<IssueFilter> = mapped(
	filters,
	({ state = 'all', tags = [] }) => ({ state, tags }),
);
