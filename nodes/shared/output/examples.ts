/** Parts of the examples from which the output schemas are derived. */
import type { IDataObject } from 'n8n-workflow';

export const exampleId = '00000000-1111-2222-3333-444444444444';

/** The IDs of a data unit in every output (see `unitIdentity`). */
export const exampleUnit: IDataObject = {
	projectHash: exampleId,
	dataHash: exampleId,
	dataTitle: 'drive.mp4',
	labelHash: exampleId,
	stageUuid: exampleId,
	taskUuid: exampleId,
};

const author: IDataObject = {
	createdBy: 'ann@example.com',
	createdAt: '2026-01-31T09:00:00.000Z',
	lastEditedBy: 'ann@example.com',
	lastEditedAt: '2026-01-31T09:00:00.000Z',
	manual: true,
};

export const exampleObject: IDataObject = {
	class: 'Car',
	featureHash: '5a1b2c3d',
	shape: 'bounding_box',
	frames: [[3, 4]],
	places: [
		{
			frames: [3, 4],
			confidence: 0.5,
			coordinates: { boundingBox: { x: 0.1, y: 0.2, w: 0.25, h: 0.5 } },
			pixels: { boundingBox: { x: 64, y: 96, w: 160, h: 240 } },
		},
	],
	attributes: { Color: 'Red' },
	dynamicAttributes: [{ attribute: 'Brake lights', answer: 'On', frames: [[3, 3]] }],
	author,
};

export const exampleClassification: IDataObject = {
	classification: 'Animal',
	featureHash: '6e7f8a9b',
	frames: [[0, 0]],
	global: false,
	answers: { Animal: 'Cat', Breed: 'Siamese' },
	confidence: 0.5,
	author,
};
