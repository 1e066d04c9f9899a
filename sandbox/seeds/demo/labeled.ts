/** Cars that people have drawn already. Agents route them by what was answered and who drew them, or accept and reject them by rules. */
import { shapeColors, type ShapeColor } from '../../media/palette';
import { renderPicture } from '../../media/pictures';
import type { SeedBuilder } from '../builder';
import { boxIn, handLabels } from '../handLabels';

const size = { width: 480, height: 360 };
const damages = ['None', 'Light', 'Severe'];

export async function labeled(build: SeedBuilder, anna: string, ben: string): Promise<void> {
	const ontologyUuid = build.addOntology({
		title: 'Damage',
		spec: {
			objects: [
				{
					name: 'Car',
					shape: 'bounding_box',
					attributes: [{ name: 'Damage', type: 'radio', options: damages }],
				},
			],
		},
	});
	const dataset = build.addDataset({ title: 'Car park' });
	const colors = Object.keys(shapeColors) as ShapeColor[];
	const cars = Array.from({ length: 8 }, (_, index) => {
		const color = colors[index % colors.length] ?? 'red';
		return {
			shape: 'rectangle' as const,
			color,
			x: 60 + index * 20,
			y: 160,
			width: 160,
			height: 90,
		};
	});
	const units: string[] = [];
	for (const [index, car] of cars.entries())
		units.push(
			build.addImage(dataset, {
				...size,
				title: `car-${index + 1}.jpg`,
				file: await renderPicture({
					...size,
					scene: { kind: 'street', background: 'light gray', shapes: [car] },
				}),
			}),
		);
	acceptance(build, { ontologyUuid, dataset, anna, units, cars });
	const project = build.addProject({
		title: 'damage',
		description: 'Route labeled cars by their damage and by their annotator',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Route',
				pathways: [
					{ title: 'Expert', to: 'Expert review' },
					{ title: 'Second look', to: 'Review 1' },
					{ title: 'Done', to: 'Complete' },
				],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Route' },
			{ type: 'REVIEW', title: 'Expert review', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	// The last one has not been labeled.
	for (const [index, dataHash] of units.slice(0, -1).entries())
		build.saveLabels(
			project,
			dataHash,
			index % 2 === 0 ? anna : ben,
			handLabels({
				ontology: build.ontology(ontologyUuid),
				dataHash,
				still: true,
				objects: [
					{
						name: 'Car',
						frames: { 0: { boundingBox: boxIn(size, cars[index]!) } },
						attributes: { Damage: [damages[index % 3]!] },
					},
				],
			}),
		);
}

type Car = { x: number; y: number; width: number; height: number };

/** What is wrong with the drawings of the project whose labels are accepted or rejected, by the number of the car. */
const drawnWrongly: Record<number, (car: Car) => Car[]> = {
	// A speck, the same car twice, no car at all.
	5: (car) => [{ ...car, width: 3, height: 3 }],
	6: (car) => [car, { ...car, x: car.x + 2 }],
	7: () => [],
};

function acceptance(
	build: SeedBuilder,
	{
		ontologyUuid,
		dataset,
		anna,
		units,
		cars,
	}: { ontologyUuid: string; dataset: string; anna: string; units: string[]; cars: Car[] },
): void {
	const project = build.addProject({
		title: 'acceptance',
		description: 'Accept or reject drawn cars by rules',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Check by rule',
				pathways: [
					{ title: 'Accept', to: 'Complete' },
					{ title: 'Reject', to: 'Annotate 1' },
				],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Check by rule' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	// The last one has not been labeled.
	for (const [index, dataHash] of units.slice(0, -1).entries()) {
		const car = cars[index]!;
		build.saveLabels(
			project,
			dataHash,
			anna,
			handLabels({
				ontology: build.ontology(ontologyUuid),
				dataHash,
				still: true,
				objects: (drawnWrongly[index + 1]?.(car) ?? [car]).map((drawn) => ({
					name: 'Car',
					frames: { 0: { boundingBox: boxIn(size, drawn) } },
				})),
			}),
		);
	}
}
