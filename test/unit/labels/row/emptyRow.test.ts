/** The row of a file that nobody has labeled, as a dry run makes it from the listing. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { emptyLabelRow } from '../../../../src/labels/row/emptyRow';

const listed = (extra: Partial<LabelRowMetadata> = {}): LabelRowMetadata =>
	({
		label_hash: null,
		created_at: null,
		last_edited_at: null,
		branch_name: 'main',
		data_hash: 'data-1',
		dataset_hash: 'dataset-1',
		dataset_title: 'Set',
		data_title: 'cat.mp4',
		data_type: 'VIDEO',
		data_link: 'https://example.com/cat.mp4',
		label_status: 'NOT_LABELLED',
		file_type: 'video/mp4',
		width: 640,
		height: 480,
		...extra,
	}) as LabelRowMetadata;

describe('an empty row', () => {
	it('has what the listing says, and one unit without labels', () => {
		expect(emptyLabelRow(listed())).toEqual({
			label_hash: '',
			branch_name: 'main',
			created_at: null,
			last_edited_at: null,
			data_hash: 'data-1',
			dataset_hash: 'dataset-1',
			dataset_title: 'Set',
			data_title: 'cat.mp4',
			data_type: 'video',
			label_status: 'NOT_LABELLED',
			object_answers: {},
			classification_answers: {},
			object_actions: {},
			spaces: {},
			data_units: {
				'data-1': {
					data_hash: 'data-1',
					data_title: 'cat.mp4',
					data_link: 'https://example.com/cat.mp4',
					data_type: 'video/mp4',
					data_sequence: 0,
					width: 640,
					height: 480,
					labels: {},
				},
			},
		});
	});

	it('keeps the hash of labels, and has no type of a file that the listing does not name', () => {
		const row = emptyLabelRow(listed({ label_hash: 'label-1', file_type: null }));
		expect(row.label_hash).toBe('label-1');
		expect(row.data_units['data-1']?.data_type).toBe('');
	});

	it('of an image group has a unit for each picture', () => {
		const image = (index: number) => ({
			image_hash: `img-${index}`,
			title: `${index}.png`,
			file_type: 'image/png',
			index,
			width: 10 + index,
			height: 20 + index,
		});
		const row = emptyLabelRow(
			listed({ data_type: 'IMG_GROUP', images_data: [image(0), image(1)] as never }),
		);
		expect(row.data_type).toBe('img_group');
		expect(Object.keys(row.data_units)).toEqual(['img-0', 'img-1']);
		expect(row.data_units['img-1']).toEqual({
			data_hash: 'img-1',
			data_title: '1.png',
			data_link: null,
			data_type: 'image/png',
			data_sequence: '1',
			width: 11,
			height: 21,
			labels: {},
		});
	});

	it('of a file that is no image group has one unit, also when the listing has pictures', () =>
		expect(Object.keys(emptyLabelRow(listed({ images_data: [] })).data_units)).toEqual(['data-1']));

	it('has the spaces of the listing without labels', () => {
		const spaces = { film: { space_type: 'video', number_of_frames: 3, labels: { 0: {} } } };
		expect(emptyLabelRow(listed({ data_type: 'GROUP', spaces })).spaces).toEqual({
			film: { space_type: 'video', number_of_frames: 3, labels: {} },
		});
	});
});
