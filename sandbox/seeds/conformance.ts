/** The seed that tests check clients against: one data unit of every kind, and an ontology with every shape. */
import { join } from 'node:path';
import { renderPdf, renderText, renderTone } from '../media/documents';
import { renderPicture, type Scene } from '../media/pictures';
import { renderVideo } from '../media/video';
import type { Seed, SeedBuilder } from './builder';
import type { AttributeSpec, OntologySpec } from './ontology';

export const conformanceUsers = {
	owner: 'owner@example.com',
	colleague: 'colleague@example.com',
	outsider: 'outsider@example.com',
};

/** Enough that the tasks of the agent stage take more than one page of 20. */
const FURTHER_IMAGES = 28;

const lights: AttributeSpec = {
	name: 'Brake lights',
	type: 'radio',
	options: ['On', 'Off'],
	dynamic: true,
};

const everything: OntologySpec = {
	objects: [
		{
			name: 'Car',
			shape: 'bounding_box',
			attributes: [
				{ name: 'Plate', type: 'text' },
				{
					name: 'Make',
					type: 'radio',
					options: [
						{
							label: 'Volvo',
							attributes: [
								{ name: 'Extras', type: 'checklist', options: ['Tow bar', 'Roof rack'] },
							],
						},
						'Saab',
						'Other make',
					],
				},
				{ name: 'Damage', type: 'checklist', options: ['Dent', 'Scratch', 'Rust'] },
				{ name: 'Doors', type: 'numeric' },
				lights,
				{ name: 'Indicators', type: 'checklist', options: ['Left', 'Right'], dynamic: true },
				{ name: 'Remark', type: 'text', dynamic: true },
				{ name: 'Distance', type: 'numeric', dynamic: true },
			],
		},
		{
			name: 'Road',
			shape: 'polygon',
			attributes: [{ name: 'Surface', type: 'radio', options: ['Asphalt', 'Gravel'] }],
		},
		{ name: 'Lane marking', shape: 'polyline' },
		{ name: 'Headlight', shape: 'point' },
		{
			name: 'Sign',
			shape: 'rotatable_bounding_box',
			attributes: [{ name: 'Sign text', type: 'text' }],
		},
		{ name: 'Sky', shape: 'bitmask' },
		{
			name: 'Person',
			shape: 'skeleton',
			points: { Head: [0.5, 0.1], Hand: [0.2, 0.5], Foot: [0.5, 0.9] },
		},
		{ name: 'Speech', shape: 'audio', attributes: [{ name: 'Transcript', type: 'text' }] },
		{
			name: 'Entity',
			shape: 'text',
			attributes: [{ name: 'Kind', type: 'radio', options: ['Person name', 'Place name'] }],
		},
	],
	classifications: [
		{ name: 'Caption', type: 'text' },
		{
			name: 'Weather',
			type: 'radio',
			required: true,
			options: [
				'Sunny',
				{
					label: 'Rain',
					attributes: [
						{
							name: 'Strength',
							type: 'radio',
							options: [
								'Light',
								{
									label: 'Heavy',
									attributes: [
										{ name: 'Flooding', type: 'radio', options: ['None', 'Road closed'] },
										{ name: 'Note', type: 'text' },
									],
								},
							],
						},
					],
				},
				{ label: 'Snow', attributes: [{ name: 'Depth', type: 'numeric' }] },
			],
		},
		{ name: 'Tags', type: 'checklist', options: ['Night', 'Indoor scene', 'Crowd'] },
		{ name: 'People count', type: 'numeric' },
		{
			name: 'Overall quality',
			type: 'radio',
			options: ['Good', { label: 'Bad', attributes: [{ name: 'Why bad', type: 'text' }] }],
			global: true,
		},
	],
};

const street = (count: number): Scene => ({
	kind: 'street',
	background: 'beige',
	shapes: [
		{ shape: 'rectangle', color: 'red', x: 40 + (count % 5) * 30, y: 150, width: 90, height: 50 },
		{ shape: 'circle', color: 'blue', x: 200, y: 60 + (count % 4) * 15, width: 40, height: 40 },
	],
});

async function addOneOfEachKind(build: SeedBuilder, dataset: string): Promise<void> {
	build.addImage(dataset, {
		title: 'street-01.png',
		width: 320,
		height: 240,
		file: await renderPicture({ width: 320, height: 240, scene: street(1), format: 'png' }),
		clientMetadata: { camera: 'front', site: 'London' },
	});
	build.addImage(dataset, {
		title: 'cat.jpg',
		width: 400,
		height: 300,
		clientMetadata: { camera: 'indoor' },
		file: await renderPicture({
			width: 400,
			height: 300,
			scene: { kind: 'thing', thing: 'cat', background: 'beige' },
		}),
	});
	const file = join(build.mediaDir, 'drive.mp4');
	const video = await renderVideo(file, {
		width: 320,
		height: 240,
		frames: 50,
		fps: 25,
		background: 'beige',
		colors: ['red', 'blue'],
	});
	build.addVideo(dataset, { title: 'drive.mp4', file, ...video });
	build.addImageGroup(dataset, {
		title: 'walk-around',
		clientMetadata: { subject: 'car' },
		images: await Promise.all(
			[
				[320, 240],
				[200, 260],
				[320, 240],
			].map(async ([width = 0, height = 0], index) => ({
				title: `view-${index}.png`,
				width,
				height,
				file: await renderPicture({
					width,
					height,
					scene: { kind: 'thing', thing: 'car', background: 'beige' },
					format: 'png',
					frameNumber: index,
				}),
			})),
		),
	});
	build.addAudio(dataset, {
		title: 'tone.wav',
		file: renderTone({ seconds: 2, sampleRate: 8000 }),
		duration: 2,
		sampleRate: 8000,
		bitDepth: 16,
		channels: 1,
	});
	const text = renderText({ title: 'Letters to the workshop' });
	build.addText(dataset, {
		title: 'letters.txt',
		file: text,
		characters: [...text.toString('utf8')].length,
	});
	build.addPdf(dataset, {
		title: 'manual.pdf',
		file: renderPdf({ pages: ['Cover', 'Chapter 1', 'Chapter 2'] }),
		pages: 3,
	});
}

export const conformance: Seed = async (build) => {
	const { owner, colleague, outsider } = conformanceUsers;
	build.addUser(owner, { withKey: true });
	build.addUser(colleague, { withKey: true });
	build.addUser(outsider, { withKey: true });
	const ontologyUuid = build.addOntology({
		title: 'Everything',
		description: 'Every shape and every kind of attribute',
		spec: everything,
	});
	const kinds = build.addDataset({
		title: 'One of each kind',
		description: 'One data unit of every kind',
	});
	await addOneOfEachKind(build, kinds);
	const further = build.addDataset({ title: 'Further images' });
	for (let count = 2; count < FURTHER_IMAGES + 2; count += 1) {
		const title = `street-${String(count).padStart(2, '0')}.jpg`;
		const picture = await renderPicture({ width: 320, height: 240, scene: street(count) });
		build.addImage(further, {
			title,
			width: 320,
			height: 240,
			file: picture,
			clientMetadata: { number: count },
		});
	}
	build.addProject({
		title: 'Conformance',
		description: 'An agent stage with every kind of data',
		ontologyUuid,
		datasetHashes: [kinds, further],
		members: { [owner]: 0, [colleague]: 3 },
		tags: ['conformance'],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'annotate', to: 'Annotate 1' },
					{ title: 'review', to: 'Review 1' },
					{ title: 'complete', to: 'Complete' },
				],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
	const manual = (title: string, members: Record<string, 0>) =>
		build.addProject({
			title,
			ontologyUuid,
			datasetHashes: [kinds],
			members,
			stages: [
				{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Complete' },
				{ type: 'DONE', title: 'Complete' },
			],
		});
	manual('Plain', { [owner]: 0 });
	// Only the outsider may see this project. Tests check with it what clients do without access.
	manual('Private', { [outsider]: 0 });
};
