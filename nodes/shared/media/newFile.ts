/** A new file before it is in Encord: its name, kind and content, and how it is sent. */
import type { FileType, NewFile } from '../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../src/encord/client';
import { putFile } from '../../../src/encord/http/putFile';
import { HASH_FIELD } from '../../../src/encord/wire/contentHash';
import { InputError } from '../fields/form/inputError';
import type { NewFileInput } from '../fields/newFiles';
import type { Batch, ItemInputs } from '../runtime/batch';
import { binaryFile, digestOf, type BinaryFile, type Digest } from './binaryFile';

export type NewFileItem = ItemInputs<{ file: NewFileInput }>;

/** A file with what is known about it. */
export interface PreparedFile extends NewFileItem {
	name: string;
	fileType: FileType;
	/** Absent for a file in a bucket. */
	upload?: { digest: Digest; binary: BinaryFile };
	/** Two files with the same key are one. */
	key: string;
}

/** @throws InputError for a file whose kind nothing tells */
export async function preparedFile(batch: Batch, asked: NewFileItem): Promise<PreparedFile> {
	const { source } = asked.file;
	if ('url' in source) {
		const name = asked.file.name || nameIn(source.url);
		return { ...asked, name, fileType: await typeOf(asked, name), key: source.url };
	}
	const binary = binaryFile(batch.n8n, asked.index, source.binaryField);
	const name = asked.file.name || binary.name;
	if (name === '')
		throw new InputError(
			'The file in the binary field has no name',
			'Give it one with the option Name.',
		);
	const fileType = await typeOf(asked, name, binary);
	const digest = await digestOf(await binary.bytes());
	if (digest.size === 0) throw new InputError(`The file "${name}" is empty`);
	const given = asked.file.clientMetadata[HASH_FIELD];
	if (given !== undefined && String(given).toLowerCase() !== digest.sha256)
		throw new InputError(
			`The client metadata has a field ${HASH_FIELD}, which is not the SHA-256 of "${name}"`,
			`Leave the field ${HASH_FIELD} out.`,
		);
	return {
		...asked,
		name,
		fileType,
		upload: { digest, binary },
		key: `${name} ${digest.sha256}`,
	};
}

function nameIn(url: string): string {
	const path = url.split(/[?#]/, 1)[0]!;
	const name = path.split('/').at(-1) ?? '';
	if (name === '') throw new InputError(`The URL ends with a folder, not with a file`);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

async function typeOf({ file }: NewFileItem, name: string, binary?: BinaryFile): Promise<FileType> {
	if (file.fileType !== undefined) return file.fileType;
	const { fileTypeOf } = await import('../../../src/media/bytes/uploadType');
	const found = fileTypeOf(binary?.name || name, binary?.mimeType) ?? fileTypeOf(name, undefined);
	if (found !== undefined) return found;
	throw new InputError(
		`Nothing tells what kind of file "${name}" is`,
		'Choose it under File Type, or give the file a name with an ending such as .jpg.',
	);
}

/** Sends the file, unless it lies in a bucket, and returns what the job is told about it. */
export async function sentFile(
	batch: Batch,
	client: EncordClient,
	folderUuid: string,
	{ name, fileType, file, upload }: PreparedFile,
): Promise<NewFile> {
	const common = { fileType, title: name };
	if (upload === undefined) {
		const { url } = file.source as { url: string };
		return { ...common, objectUrl: url, clientMetadata: file.clientMetadata };
	}
	const { digest, binary } = upload;
	const { uploadContentType } = await import('../../../src/media/bytes/uploadType');
	// The address is asked for right before it is used, because it expires.
	const [address] = await client.uploadAddresses(folderUuid, fileType, 1);
	await putFile(
		address!.signedUrl,
		{
			name,
			contentType: uploadContentType(fileType, binary.name || name, binary.mimeType),
			size: digest.size,
			bytes: async () => await binary.bytes(),
		},
		batch,
	);
	return {
		...common,
		objectUrl: address!.objectKey,
		placeholderItemUuid: address!.itemUuid,
		clientMetadata: { ...file.clientMetadata, [HASH_FIELD]: digest.sha256 },
	};
}
