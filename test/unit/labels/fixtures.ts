/** A small ontology and rows of each layout, for the tests of this folder. */
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { OntologyAttributeJson, OntologyJson } from '../../../src/encord/wire/ontologyJson';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import type { EditContext } from '../../../src/labels/edits/rules/editState';

const text = (
	name: string,
	hash: string,
	extra: Partial<OntologyAttributeJson> = {},
): OntologyAttributeJson => ({
	name,
	type: 'text',
	featureNodeHash: hash,
	required: false,
	dynamic: false,
	...extra,
});
const options = (...labels: string[]) =>
	labels.map((label) => ({
		label,
		value: label.toLowerCase().replaceAll(' ', '_'),
		featureNodeHash: `op${label.replaceAll(' ', '')}`,
	}));

export const ontologyJson: OntologyJson = {
	objects: [
		{
			name: 'Car',
			color: '#D33115',
			shape: 'bounding_box',
			featureNodeHash: 'obCar',
			attributes: [
				text('Plate', 'atPlate'),
				{
					name: 'Make',
					type: 'radio',
					featureNodeHash: 'atMake',
					options: [
						{
							label: 'Volvo',
							value: 'volvo',
							featureNodeHash: 'opVolvo',
							options: [text('Trim', 'atTrim')],
						},
						{ label: 'Saab', value: 'saab', featureNodeHash: 'opSaab' },
					],
				},
				{
					name: 'Damage',
					type: 'checklist',
					featureNodeHash: 'atDamage',
					options: options('Dent', 'Rust'),
				},
				{ name: 'Speed', type: 'numeric', featureNodeHash: 'atSpeed' },
				{
					name: 'Lights',
					type: 'radio',
					featureNodeHash: 'atLights',
					dynamic: true,
					options: options('On', 'Off'),
				},
			],
		},
		{
			name: 'Thing',
			color: '#000000',
			shape: 'bounding_box',
			featureNodeHash: 'obThing',
			attributes: [text('Plate', 'atThingPlate')],
		},
		{ name: 'Lane', color: '#E27300', shape: 'polygon', featureNodeHash: 'obLane' },
		{ name: 'Mask', color: '#A4DD00', shape: 'bitmask', featureNodeHash: 'obMask' },
		{
			name: 'Speech',
			color: '#68CCCA',
			shape: 'audio',
			featureNodeHash: 'obSpeech',
			attributes: [text('Words', 'atWords')],
		},
		{ name: 'Span', color: '#73D8FF', shape: 'text', featureNodeHash: 'obSpan' },
	],
	classifications: [
		{
			featureNodeHash: 'clWeather',
			attributes: [
				{
					name: 'Weather',
					type: 'radio',
					featureNodeHash: 'atWeather',
					options: [
						{ label: 'Sunny', value: 'sunny', featureNodeHash: 'opSunny' },
						{
							label: 'Rain',
							value: 'rain',
							featureNodeHash: 'opRain',
							options: [
								{
									name: 'Strength',
									type: 'radio',
									featureNodeHash: 'atStrength',
									options: [
										{ label: 'Light', value: 'light', featureNodeHash: 'opLight' },
										{
											label: 'Heavy',
											value: 'heavy',
											featureNodeHash: 'opHeavy',
											options: [text('Note', 'atNote')],
										},
									],
								},
								{
									name: 'Effects',
									type: 'checklist',
									featureNodeHash: 'atEffects',
									options: options('Puddles', 'Spray'),
								},
							],
						},
					],
				},
			],
		},
		{
			featureNodeHash: 'clCaption',
			attributes: [text('Caption', 'atCaption', { required: true })],
		},
		{
			featureNodeHash: 'clTags',
			attributes: [
				{
					name: 'Tags',
					type: 'checklist',
					featureNodeHash: 'atTags',
					options: options('Night', 'Indoor', 'Crowd'),
				},
			],
		},
		{
			featureNodeHash: 'clCount',
			attributes: [{ name: 'People', type: 'numeric', featureNodeHash: 'atCount' }],
		},
		{
			featureNodeHash: 'clQuality',
			level: 'global',
			attributes: [
				{
					name: 'Quality',
					type: 'radio',
					featureNodeHash: 'atQuality',
					options: options('Good', 'Bad'),
				},
			],
		},
	],
};

// Assertions read rows at any depth; they check the JSON itself.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type FreeJson = any;

export const ontology = indexOntology(ontologyJson);

const row = (
	dataType: string,
	dataUnits: LabelRowJson['data_units'],
	extra: Partial<LabelRowJson> = {},
): LabelRowJson => ({
	label_hash: 'label-1',
	branch_name: 'main',
	created_at: 'Thu, 09 Feb 2023 14:12:03 UTC',
	last_edited_at: 'Fri, 10 Feb 2023 01:02:03 UTC',
	data_hash: 'data-1',
	dataset_hash: 'dataset-1',
	dataset_title: 'Set',
	data_title: 'asset',
	data_type: dataType,
	label_status: 'LABEL_IN_PROGRESS',
	data_units: dataUnits,
	object_answers: {},
	classification_answers: {},
	object_actions: {},
	spaces: {},
	future_field: { kept: [1, 2] },
	...extra,
});

const unit = (type: string, extra: object = {}) => ({
	data_hash: 'data-1',
	data_title: 'asset',
	data_link: 'x',
	data_type: type,
	data_sequence: 0,
	labels: {},
	...extra,
});

export const videoRow = row('video', {
	'data-1': unit('video/mp4', { width: 640, height: 480, data_fps: 25, data_duration: 4 }),
});
export const imageRow = row('image', { 'data-1': unit('image/png', { width: 40, height: 30 }) });
export const audioRow = row('audio', { 'data-1': unit('audio/mp3') });
export const textRow = row('plain_text', { 'data-1': unit('text/plain') });
export const htmlRow = row('plain_text', { 'data-1': unit('text/html') });
export const imageGroupRow = row('img_group', {
	'img-0': { ...unit('image/jpeg', { width: 10, height: 8 }), data_sequence: '0' },
	'img-1': { ...unit('image/jpeg', { width: 11, height: 9 }), data_sequence: '1' },
});
export const groupRow = row(
	'group',
	{ 'data-1': { ...unit('group'), labels: { objects: [], classifications: [] } } },
	{
		spaces: {
			film: {
				space_type: 'video',
				number_of_frames: 10,
				width: 100,
				height: 50,
				labels: {},
				child_info: { layout_key: 'main', file_name: 'a.mp4' },
			},
			sound: { space_type: 'audio', duration_ms: 1000, labels: {} },
			page: { space_type: 'html', labels: {} },
		},
	},
);

export const videoMetadata = { number_of_frames: 100, width: 640, height: 480, data_type: 'VIDEO' };

export const context = (extra: Partial<EditContext> = {}): EditContext => ({
	now: new Date('2024-03-05T10:20:30Z'),
	agent: { name: 'detector', version: '1' },
	metadata: videoMetadata,
	...extra,
});

export const box = (x = 0.1, y = 0.2, w = 0.3, h = 0.4) => ({ boundingBox: { x, y, w, h } });
