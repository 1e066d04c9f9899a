/** Fields that say which labels are compared, when two of them are the same, and what is given. */
import type { FrameRange } from '../../../../src/labels/row/frames';
import { DEFAULT_RULES, type ComparisonRules } from '../../../../src/labels/comparing/rules';
import { cases, collection, group, mapped } from '../form/field';
import { InputError } from '../form/inputError';
import { ADDRESS, namedLocator } from '../form/locator';
import { choice, jsonField, number, text } from '../form/values';
import { asRanges } from '../frameNumber';
import { onlyFramesEntry } from '../frames';
import { binaryField } from '../pictures';
import { agentName, onlyItemsEntry } from './agentLabels';

const agentLabelsIn = choice({
	displayName: 'Labels of the Agent',
	name: 'agentLabelsIn',
	type: 'options',
	default: 'project',
	description: "Where the agent's labels are. Those of the person are the labels of the data unit.",
	options: [
		{
			name: 'In Another Project',
			value: 'project',
			description:
				'A project with the same files: matched by data unit, by file in storage, or by the SHA-256 that uploads note. A title alone is no proof.',
		},
		{
			name: 'On a Branch',
			value: 'branch',
			description: 'Another label branch of the same file in the same project',
		},
		{
			name: 'Kept Before People Worked',
			value: 'kept',
			description: 'Labels that a workflow read with Label Row: Get, Simplify off, and kept',
		},
		{
			name: 'In the Same Label Row',
			value: 'sameRow',
			description:
				'What people kept, changed and added. Deletions and distances are not known: Encord keeps no earlier labels. What an account of agents did is not counted as work of people.',
		},
	],
});

const agentProject = namedLocator({
	displayName: "Agent's Project",
	name: 'agentProject',
	description: 'The project in which the agent labeled the same files',
	searchListMethod: 'searchProjects',
	address: ADDRESS.project,
	addressPlaceholder: 'https://app.encord.com/projects/view/…',
	named: { kind: 'project', example: 'Pets, agent' },
});

const agentBranch = mapped(
	text({
		displayName: 'Branch',
		name: 'agentBranch',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. pre-labels-v1',
		description: 'Name of the label branch that the agent wrote to',
	}),
	(branch) => {
		if (branch !== '') return branch;
		throw new InputError('Branch is empty', 'Give the name of the label branch.');
	},
);

const keptLabels = jsonField({
	displayName: 'Kept Labels',
	name: 'keptLabels',
	type: 'json',
	default: '={{ $json.labelRow }}',
	required: true,
	description: 'The label row of the same file, as Label Row: Get gives it with Simplify off',
});

/** Where the agent's labels are, with the field that belongs to it. */
export const agentLabelsField = cases(agentLabelsIn, {
	project: agentProject,
	branch: agentBranch,
	kept: keptLabels,
	sameRow: agentName,
});

const give = choice({
	displayName: 'Give',
	name: 'comparisonResult',
	type: 'options',
	default: 'files',
	description: 'What to give',
	options: [
		{ name: 'One Item per File', value: 'files', description: 'Each with all its differences' },
		{
			name: 'One Report of All Files',
			value: 'report',
			description:
				'One item with the numbers of all files together, and a page with a chart (HTML)',
		},
	],
});

const reportTitle = text({
	displayName: 'Report Title',
	name: 'reportTitle',
	type: 'string',
	default: 'Agent and person compared',
	description: 'Heading of the page',
});

export const comparisonResultField = cases(give, {
	files: undefined,
	report: group({ title: reportTitle, binaryField }),
});

const options = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		minOverlap: number(
			{
				displayName: 'Smallest Overlap (%)',
				name: 'minOverlap',
				type: 'number',
				typeOptions: { maxValue: 100 },
				default: 50,
				description:
					'From which intersection over union two areas, or two ranges of audio and text, can be the same object',
			},
			{ above: 0 },
		),
		maxDistance: number({
			displayName: 'Largest Distance (%)',
			name: 'maxDistance',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 2,
			description:
				"Up to which share of the picture's diagonal two points, lines or skeletons can be the same object",
		}),
		numericTolerance: number({
			displayName: 'Numeric Tolerance',
			name: 'numericTolerance',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Numbers that differ by no more than this are the same answer',
		}),
		items: onlyItemsEntry,
		frames: onlyFramesEntry(
			'Frames and ranges to compare, counted from 0. Without this option: all frames.',
		),
	},
);

export const comparisonRulesField = mapped(options, (given): ComparisonRules => {
	const frames: FrameRange[] | undefined = given.frames && asRanges(given.frames);
	return {
		minOverlap: given.minOverlap === undefined ? DEFAULT_RULES.minOverlap : given.minOverlap / 100,
		maxDistance:
			given.maxDistance === undefined ? DEFAULT_RULES.maxDistance : given.maxDistance / 100,
		numericTolerance: given.numericTolerance ?? DEFAULT_RULES.numericTolerance,
		...(given.items && given.items.length > 0 ? { classes: given.items } : {}),
		...(frames ? { frames } : {}),
	};
});
