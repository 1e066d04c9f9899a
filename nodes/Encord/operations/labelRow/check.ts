import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { checkLabels } from '../../../../src/labels/reading/checks';
import { type Fault } from '../../../../src/labels/reading/checkRule';
import { collection } from '../../../shared/fields/form/field';
import { flag } from '../../../shared/fields/form/values';
import { asRanges } from '../../../shared/fields/frameNumber';
import { onlyFramesEntry } from '../../../shared/fields/frames';
import { checkFields } from '../../../shared/fields/labels/checks';
import { unitFields } from '../../../shared/fields/places';
import { unitIdentity } from '../../../shared/labels/lookup';
import { withLabels } from '../../../shared/labels/reading';
import { exampleUnit } from '../../../shared/output/examples';
import { defineOperation, type NamedOutput } from '../../../shared/runtime/operation';

/** Maximum number of faults in the summary. */
const MAX_NAMED = 5;

const split = flag({
	displayName: 'Separate Outputs',
	name: 'splitResult',
	type: 'boolean',
	default: true,
	description:
		'Whether label rows without faults and those with faults leave by outputs of their own. One that cannot be checked leaves with those with faults, when the node continues on errors.',
});

/** Two outputs unless the field says no; text of an expression counts, as it does for the field. */
function checkOutputs(parameters: INodeParameters): NamedOutput[] {
	if (String(parameters.splitResult) === 'false') return [{ type: 'main' }];
	return [
		{ type: 'main', displayName: 'Passed' },
		{ type: 'main', displayName: 'Faults' },
	];
}

export const checkLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'check',
	displayName: 'Check',
	action: 'Check the labels of a label row',
	description:
		'Check labels by rules such as how many, how small, how much overlap, required answers; lists each fault with frame and place',
	inputs: {
		unit: unitFields,
		rules: checkFields,
		split,
		options: collection(
			{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
			{
				frames: onlyFramesEntry(
					'Frames and ranges to check, counted from 0. Without this option: all frames.',
				),
			},
		),
	},
	readOnly: true,
	example: {
		...exampleUnit,
		passed: false,
		faultCount: 1,
		summary: '1 fault. Frame 12: "Car" is 3 × 9 px; a side is at least 8 px',
		faults: [
			{
				rule: 'size',
				message: '"Car" is 3 × 9 px; a side is at least 8 px',
				class: 'Car',
				hash: 'Ab3dE6gH',
				frame: 12,
				x: 0.25,
				y: 0.5,
			},
		],
	},
	outputs: String(checkOutputs),
	async run(batch, items) {
		await withLabels(
			batch,
			items,
			({ index, rules, options: { frames }, ...item }, { projectHash, row, labels, ontology }) => {
				batch.requireOutputs(item.split ? 2 : 1, split.property.displayName);
				const filter = frames ? { frames: asRanges(frames) } : {};
				const faults = checkLabels(labels, ontology, row, rules, filter);
				const json = {
					...unitIdentity(projectHash, row),
					passed: faults.length === 0,
					faultCount: faults.length,
					summary: summary(faults),
					faults: faults as unknown as IDataObject[],
				};
				batch.ok(index, [{ json, output: item.split && faults.length > 0 ? 1 : 0 }]);
			},
		);
	},
});

/** The number of faults and the first faults with their frames, as text for a message. */
function summary(faults: Fault[]): string {
	if (faults.length === 0) return 'No faults';
	const named = faults
		.slice(0, MAX_NAMED)
		.map(({ frame, message }) =>
			frame === undefined || message.startsWith('Frame') ? message : `Frame ${frame}: ${message}`,
		);
	const rest = faults.length > MAX_NAMED ? `; and ${faults.length - MAX_NAMED} more` : '';
	return `${faults.length} fault${faults.length === 1 ? '' : 's'}. ${named.join('; ')}${rest}`;
}
