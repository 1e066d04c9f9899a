/** Fields for a file that is to come into storage: from the item, or from a bucket. */
import type { FileType } from '../../../src/encord/calls/uploads';
import type { EncordJson } from '../../../src/encord/wire/json';
import { dryRunEntry } from './dryRun';
import { cases, collection, group, mapped, type Field } from './form/field';
import { InputError } from './form/inputError';
import { choice, jsonField, number, text } from './form/values';
import { folderField, integrationField } from './storagePlaces';

/** Where the bytes are. */
export type FileSource = { binaryField: string } | { integrationUuid: string; url: string };

export interface NewFileInput {
	source: FileSource;
	folderUuid: string;
	/** Undefined: told by the file. */
	fileType: FileType | undefined;
	/** Empty: the name of the file. */
	name: string;
	clientMetadata: EncordJson;
	dryRun: boolean;
	/** Milliseconds. */
	waitMs: number;
}

const sourceChoice = choice({
	displayName: 'File From',
	name: 'fileFrom',
	type: 'options',
	default: 'binary',
	description: 'Where the file is now',
	options: [
		{
			name: 'Cloud Storage',
			value: 'cloud',
			description: 'It stays in your own bucket, and Encord reads it there',
		},
		{
			name: 'The Item',
			value: 'binary',
			description: 'It is sent to the storage of Encord',
		},
	],
});

const inputBinary = mapped(
	text({
		displayName: 'Input Binary Field',
		name: 'inputBinaryField',
		type: 'string',
		default: 'data',
		hint: 'The name of the input field containing the file data to be processed',
		description: 'Name of the binary field of the item that holds the file',
	}),
	(name): FileSource => ({ binaryField: name || 'data' }),
);

const url = text({
	displayName: 'URL',
	name: 'objectUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. s3://bucket/folder/picture.jpg',
	description: 'Address of the file in your bucket, as the integration needs it',
});

const inCloud = mapped(group({ integrationUuid: integrationField, url }), (place): FileSource => {
	if (place.url === '') throw new InputError('URL is empty for this item');
	return place;
});

const source: Field<FileSource> = mapped(
	cases(sourceChoice, { binary: inputBinary, cloud: inCloud }),
	({ value }) => value,
);

const fileType = choice({
	displayName: 'File Type',
	name: 'fileType',
	type: 'options',
	default: 'automatic',
	description: 'What Encord takes the file for',
	options: [
		{ name: 'Audio', value: 'audio' },
		{ name: 'Automatic', value: 'automatic', description: 'By the type or the name of the file' },
		{ name: 'Image', value: 'image' },
		{ name: 'PDF', value: 'pdf' },
		{ name: 'Text', value: 'plainText' },
		{ name: 'Video', value: 'video' },
	],
});

const metadata = jsonField({
	displayName: 'Client Metadata of the File',
	name: 'newClientMetadata',
	type: 'json',
	default: '{}',
	placeholder: '{ "camera": "north" }',
	description:
		'A JSON object that is stored with the file. The field fileSha256 is added, by which the file is known again.',
});

const DEFAULT_MINUTES = 10;

const options = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		dryRun: dryRunEntry,
		name: text({
			displayName: 'Name',
			name: 'itemName',
			type: 'string',
			default: '',
			description: 'Name of the file in Encord. Without this option: that of the file.',
		}),
		waitMinutes: number(
			{
				displayName: 'Wait at Most (Minutes)',
				name: 'waitMinutes',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: DEFAULT_MINUTES,
				description:
					'How long to wait until Encord has taken the files in. Without this option: 10. Long videos take longest.',
			},
			{ above: 0 },
		),
	},
);

export const newFileFields: Field<NewFileInput> = mapped(
	group({ source, folderUuid: folderField, fileType, metadata, options }),
	({ source: from, folderUuid, fileType: type, metadata: given, options: chosen }) => ({
		source: from,
		folderUuid,
		fileType: type === 'automatic' ? undefined : type,
		name: chosen.name ?? '',
		clientMetadata: given as EncordJson,
		dryRun: chosen.dryRun ?? false,
		waitMs: (chosen.waitMinutes ?? DEFAULT_MINUTES) * 60_000,
	}),
);
