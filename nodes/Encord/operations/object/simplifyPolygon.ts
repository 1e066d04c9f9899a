import type { IDataObject } from 'n8n-workflow';
import { simplifyEdits, type SimplifiedObject } from '../../../../src/labels/reading/simplify';
import type { Batch } from '../../../shared/runtime/batch';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation } from '../../../shared/runtime/operation';
import { asRanges } from '../../../shared/fields/frames';
import { objectChoiceFields, objectFilterOf } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import {
	replacePersonLabelsField,
	writeOptionsField,
	writeOptionsOf,
} from '../../../shared/fields/writing';
import { writeLabels, writtenExample, type LabelAsk } from '../../../shared/labels/writing';
import { readUnit } from '../../../shared/labels/lookup';
import { selectObjects } from '../../../shared/labels/objectSelection';

export const simplifyPolygons = defineOperation({
	resource: 'object',
	name: 'simplifyPolygon',
	displayName: 'Simplify Polygon',
	action: 'Simplify polygons',
	description:
		'Reduce the points of polygons while their outline stays within a tolerance; says how many points are left and how the area changed',
	fields: [
		projectOfItemField,
		dataUnitField,
		...objectChoiceFields('item'),
		{
			displayName: 'Tolerance (Pixels)',
			name: 'tolerance',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 3 },
			default: 1,
			description: 'How far the new outline may lie from the old one, in pixels of the file',
		},
		{
			displayName: 'Largest Change of Area (%)',
			name: 'maxAreaChange',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 3 },
			default: 1,
			description: 'A polygon whose area would change by more than this stays as it is',
		},
		replacePersonLabelsField,
		writeOptionsField([], ['replacePersonLabels']),
	],
	readOnly: false,
	example: {
		...writtenExample,
		added: 0,
		changed: 1,
		summary: '214 → 37 points, area −0.3 %',
		polygons: [
			{
				objectHash: 'Ab3dE6gH',
				class: 'Road',
				frames: [0, 0],
				pointsBefore: 214,
				pointsAfter: 37,
				areaChangePercent: -0.3,
				simplified: true,
			},
		],
	},
	async run(batch) {
		await writeLabels(
			batch,
			batch.read((index) => askOf(batch, index)),
			{ refusedEdit: 'fail' },
		);
	},
});

function askOf(batch: Batch, index: number): LabelAsk {
	const filter = objectFilterOf(batch, index);
	const options = writeOptionsOf(batch, index);
	const wanted = {
		tolerance: amount(batch, 'tolerance', 'Tolerance', index),
		maxAreaChange: amount(batch, 'maxAreaChange', 'Largest Change of Area', index) / 100,
	};
	let report: SimplifiedObject[] = [];
	return {
		...readUnit(batch, index),
		options,
		plan: () => (row, ontology, metadata) => {
			const hashes = selectObjects(row, metadata, ontology, filter).map(
				({ objectHash }) => objectHash,
			);
			const frames = filter.frames ? { frames: asRanges(filter.frames) } : {};
			const { edits, objects } = simplifyEdits(row, ontology, metadata, wanted, {
				hashes,
				...frames,
			});
			report = objects;
			return edits.map((edit) => ({
				...edit,
				replacePersonLabels: options.saving.replacePersonLabels,
			}));
		},
		describe: () => ({ summary: summary(report), polygons: report.map(polygonJson) }),
	};
}

function amount(batch: Batch, name: string, label: string, index: number): number {
	const value = Number(batch.param(name, index));
	if (!(value >= 0))
		throw new InputError(
			`${label} is ${String(batch.param(name, index))}`,
			'It must be a number from 0.',
		);
	return value;
}

function polygonJson({ areaChange, ...polygon }: SimplifiedObject): IDataObject {
	return { ...polygon, areaChangePercent: percent(areaChange) };
}

/** One line for the annotator. The area is that of the polygon that changed most. */
function summary(polygons: SimplifiedObject[]): string {
	if (polygons.length === 0) return 'No polygons';
	const sum = (of: 'pointsBefore' | 'pointsAfter') =>
		polygons.reduce((total, polygon) => total + polygon[of], 0);
	const most = polygons.reduce(
		(a, { areaChange }) => (Math.abs(areaChange) > Math.abs(a) ? areaChange : a),
		0,
	);
	const sign = percent(most) < 0 ? '−' : '+';
	return `${sum('pointsBefore')} → ${sum('pointsAfter')} points, area ${sign}${Math.abs(percent(most))} %`;
}

const percent = (share: number) => Math.round(share * 10_000) / 100;
