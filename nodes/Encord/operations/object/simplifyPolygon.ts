import type { IDataObject } from 'n8n-workflow';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { simplifyEdits, type SimplifiedObject } from '../../../../src/labels/reading/simplify';
import type { ObjectFilter } from '../../../shared/fields/labels/objects';
import { number } from '../../../shared/fields/form/values';
import { asRanges } from '../../../shared/fields/frameNumber';
import { objectChoice } from '../../../shared/fields/labels/objects';
import { changeOptions, type WriteOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { selectObjects } from '../../../shared/labels/objectSelection';
import {
	writeLabels,
	writtenExample,
	type Plan,
	type PlanningUnit,
} from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';

const tolerance = number({
	displayName: 'Tolerance (Pixels)',
	name: 'tolerance',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 1,
	description:
		'How far the new outline may lie from the old one, in pixels of the file. Outlines that cross themselves stay as they are.',
});

const maxAreaChangePercent = number({
	displayName: 'Largest Change of Area (%)',
	name: 'maxAreaChange',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 1,
	description:
		'Points stay where the area of a polygon would change by more than this without them',
});

export const simplifyPolygons = defineOperation({
	resource: 'object',
	name: 'simplifyPolygon',
	displayName: 'Simplify Polygon',
	action: 'Simplify polygons',
	description:
		'Reduce the points of polygons while their outline stays within a tolerance and crosses nothing; says how many points are left and how the area changed',
	inputs: {
		unit: unitFields,
		objects: objectChoice('item'),
		tolerance,
		maxAreaChangePercent,
		write: changeOptions({}),
	},
	readOnly: false,
	example: {
		...writtenExample,
		added: 0,
		changed: 1,
		summary: 'Changed Road on frame 0; 214 → 37 points, area −0.3 %',
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
	async run(batch, items) {
		await writeLabels(
			batch,
			items.map(({ index, unit, write, ...settings }) => ({
				index,
				unit,
				write,
				plan: (planning) => (labels) => planSimplified(labels, planning, { ...settings, write }),
			})),
			{ onRefusedEdit: 'fail' },
		);
	},
});

interface SimplifySettings {
	objects: ObjectFilter;
	/** Pixels. */
	tolerance: number;
	maxAreaChangePercent: number;
	write: WriteOptions;
}

function planSimplified(
	labels: LabelRowJson,
	{ ontology, row }: PlanningUnit,
	settings: SimplifySettings,
): Plan {
	const hashes = selectObjects(labels, row, ontology, settings.objects).map(
		({ objectHash }) => objectHash,
	);
	const frames = settings.objects.frames ? { frames: asRanges(settings.objects.frames) } : {};
	const limits = {
		tolerance: settings.tolerance,
		maxAreaChange: settings.maxAreaChangePercent / 100,
	};
	const { edits, objects } = simplifyEdits(labels, ontology, row, limits, { hashes, ...frames });
	const { replacePersonLabels } = settings.write.saving;
	return {
		edits: edits.map((edit) => ({ ...edit, replacePersonLabels })),
		...(objects.length > 0 ? { remark: remark(objects) } : {}),
		report: { polygons: objects.map(polygonJson) },
	};
}

function polygonJson({ areaChange, ...polygon }: SimplifiedObject): IDataObject {
	return { ...polygon, areaChangePercent: percent(areaChange) };
}

/** One line of text. The change of area is that of the polygon whose area changed most. Reasons come last. */
function remark(polygons: SimplifiedObject[]): string {
	const sum = (of: 'pointsBefore' | 'pointsAfter') =>
		polygons.reduce((total, polygon) => total + polygon[of], 0);
	const most = polygons.reduce(
		(a, { areaChange }) => (Math.abs(areaChange) > Math.abs(a) ? areaChange : a),
		0,
	);
	const sign = percent(most) < 0 ? '−' : '+';
	const change = `${sum('pointsBefore')} → ${sum('pointsAfter')} points, area ${sign}${Math.abs(percent(most))} %`;
	const reasons = new Set(polygons.flatMap(({ reason }) => reason ?? []));
	return [change, ...reasons].join('. ');
}

const percent = (share: number) => Math.round(share * 10_000) / 100;
