/** Which row of another project is about the same file: what is sure, what a title is worth, and what is refused. */
import { describe, expect, it } from '@jest/globals';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { Twins } from '../../../../src/labels/comparing/twins';

const SHA = 'a'.repeat(64);

const row = (more: Partial<LabelRowMetadata> = {}): LabelRowMetadata =>
	({
		label_hash: 'l',
		branch_name: 'main',
		data_hash: 'own',
		dataset_hash: 'd',
		dataset_title: 'D',
		data_title: 'film.mp4',
		data_type: 'VIDEO',
		label_status: 'LABELLED',
		number_of_frames: 100,
		duration: 4,
		frames_per_second: 25,
		width: 640,
		height: 480,
		backing_item_uuid: null,
		...more,
	}) as LabelRowMetadata;

const other = (more: Partial<LabelRowMetadata> = {}) => row({ data_hash: 'other', ...more });

const twin = (own: LabelRowMetadata, others: LabelRowMetadata[], all = [own]) =>
	new Twins(others, all).of(own)!;

describe('the same file is', () => {
	it('the same data unit, before all else', () => {
		const same = row({ data_title: 'renamed.mp4' });
		expect(twin(row(), [other(), same])).toBe(same);
		expect(new Twins([same]).of(row())).toBe(same);
	});

	it('the same file in storage, whatever its title', () => {
		const own = row({ backing_item_uuid: 'item' });
		const same = other({ backing_item_uuid: 'item', data_title: 'renamed.mp4' });
		expect(twin(own, [other({ data_hash: 'x' }), same])).toBe(same);
		expect(new Twins([same]).of(own)).toBe(same);
	});

	it('a file with the same SHA-256 in its client metadata', () => {
		const own = row({ backing_item_uuid: 'one', client_metadata: { fileSha256: SHA } });
		const same = other({
			backing_item_uuid: 'two',
			data_title: 'renamed.mp4',
			client_metadata: { fileSha256: SHA.toUpperCase() },
		});
		expect(twin(own, [same])).toBe(same);
		// The row of the item was listed without client metadata; the listing of its project has it.
		expect(new Twins([same], [own]).of(row({ backing_item_uuid: 'one' }))).toBe(same);
	});

	it('one of the same title, where storage is not told and size and length are known and the same', () => {
		const same = other({ duration: 4.0004 });
		expect(twin(row(), [same])).toBe(same);
		const picture = { data_type: 'IMAGE', number_of_frames: 1, duration: null };
		expect(twin(row(picture), [other(picture)])).toEqual(other(picture));
	});

	it('not looked for by its title when only data units were listed', () => {
		expect(new Twins([other()]).of(row())).toBeUndefined();
	});
});

describe('refused is', () => {
	it.each<[string, Partial<LabelRowMetadata>]>([
		['other duration', { duration: 4.1 }],
		['another number of frames', { number_of_frames: 101 }],
		['another rate', { frames_per_second: 30 }],
		['another width', { width: 641 }],
		['another type', { data_type: 'IMAGE' }],
	])('a file of the same title with %s', (_what, more) => {
		expect(() => twin(row(), [other(more)])).toThrow(/is another one: it has another type, size/);
	});

	it.each<[string, Partial<LabelRowMetadata>, Partial<LabelRowMetadata>]>([
		['neither tells its size', { width: null, height: null }, { width: null, height: null }],
		['one does not tell its size', {}, { width: null, height: null }],
		['neither tells its duration', { duration: null }, { duration: undefined }],
		['nothing was measured', { duration: 0 }, { duration: 0 }],
		['it is of a type without such facts', { data_type: 'NIFTI' }, { data_type: 'NIFTI' }],
	])('a file of the same title when %s', (_what, mine, theirs) => {
		expect(() => twin(row(mine), [other(theirs)])).toThrow(
			/cannot be told: Encord does not tell the size and length of both/,
		);
	});

	it('another file in storage of which only the title, size and length are the same', () => {
		const own = row({ backing_item_uuid: 'one' });
		expect(() => twin(own, [other({ backing_item_uuid: 'two' })])).toThrow(
			/may be another one: it is another file in storage/,
		);
	});

	it('a file of the same title with another SHA-256', () => {
		const own = row({ client_metadata: { fileSha256: SHA } });
		expect(() => twin(own, [other({ client_metadata: { fileSha256: 'b'.repeat(64) } })])).toThrow(
			/its content is not the same/,
		);
	});

	it.each<[string, LabelRowMetadata[], LabelRowMetadata[], RegExp]>([
		['two of the same data unit', [row(), row()], [row()], /contains this file more than once/],
		[
			'two of the same file in storage',
			[other({ backing_item_uuid: 'item' }), other({ backing_item_uuid: 'item' })],
			[row({ backing_item_uuid: 'item' })],
			/contains this file more than once/,
		],
		['two of the title there', [other(), other()], [row()], /has several files with this title/],
		[
			'two of the title here',
			[other()],
			[row(), row({ data_hash: 'second' })],
			/is one of several files with this title/,
		],
	])('to choose between %s', (_what, others, own, says) => {
		expect(() => twin(own[0]!, others, own)).toThrow(says);
	});

	it('a file that the other project does not have', () => {
		expect(() => twin(row(), [other({ data_title: 'x.mp4' })])).toThrow(/does not have the file/);
	});
});

describe('a title counts', () => {
	const unknown = {
		...{ number_of_frames: 0, duration: null, frames_per_second: null, width: null, height: null },
	};
	const facts: Record<string, Partial<LabelRowMetadata>> = {
		IMAGE: { width: 40, height: 30 },
		VIDEO: { number_of_frames: 9, duration: 4, width: 40, height: 30 },
		AUDIO: { duration: 4 },
		PLAIN_TEXT: { number_of_frames: 9 },
	};
	const of = (data_type: string, more: Partial<LabelRowMetadata>) => {
		const own = row({ ...unknown, data_type, ...more });
		return twin(own, [other({ ...unknown, data_type, ...more })]).data_hash;
	};

	it.each(Object.keys(facts))('for %s where all is known that tells such files apart', (type) => {
		expect(of(type, facts[type]!)).toBe('other');
		for (const name of Object.keys(facts[type]!))
			expect(() => of(type, { ...facts[type], [name]: 0 })).toThrow(
				'Whether "film.mp4" of the other project is the same file cannot be told: Encord does not tell the size and length of both',
			);
	});

	it('where durations differ by no more than a thousandth of a second', () => {
		const apart = (duration: number) => twin(row(), [other({ duration })]).data_hash;
		expect([apart(4.0009), apart(3.9991)]).toEqual(['other', 'other']);
		for (const duration of [4.0011, 3.9989])
			expect(() => apart(duration)).toThrow(
				'The file "film.mp4" of the other project is another one: it has another type, size or length',
			);
	});

	it('where what one side does not tell is told by nobody', () => {
		const noRate = { frames_per_second: null };
		expect(twin(row(noRate), [other()]).data_hash).toBe('other');
		expect(twin(row(), [other(noRate)]).data_hash).toBe('other');
	});
});

it('a refusal says what to do', () => {
	const refusal = (work: () => unknown) => {
		try {
			work();
		} catch (error) {
			return error;
		}
		throw new Error('Nothing was refused');
	};
	expect(refusal(() => twin(row(), []))).toMatchObject({
		message: 'The other project does not have the file "film.mp4"',
		advice:
			'Files are matched by data unit, by the file in storage, or by its SHA-256 in the client metadata. Add the same files to both projects.',
	});
	expect(refusal(() => twin(row(), [other(), other()]))).toMatchObject({
		message:
			'Which file "film.mp4" of the other project is meant cannot be told: one of the projects has several files with this title',
		advice: 'Add the same data units to both projects, each once.',
	});
	const own = row({ client_metadata: { fileSha256: SHA } });
	const twice = { client_metadata: { fileSha256: SHA }, data_title: 'x' };
	expect(refusal(() => twin(own, [other(twice), other(twice)]))).toMatchObject({
		message: expect.stringMatching(/contains this file more than once$/),
	});
	const stored = row({ backing_item_uuid: 'one' });
	expect(refusal(() => twin(stored, [other({ backing_item_uuid: 'two' })]))).toMatchObject({
		message:
			'The file "film.mp4" of the other project may be another one: it is another file in storage, and nothing tells that it has the same content',
	});
});
