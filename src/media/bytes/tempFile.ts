/** A temp file that holds a whole asset while it is read: needed when a server does not support ranges (frames §6). */
import { constants } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from './byteSource';
import { MediaError } from '../errors';

const streamChunkBytes = 256 * 1024;

/** Only the user that runs this process can read the file. The owner must call `remove`. */
export class TempFile implements ByteSource {
	readonly isLocal = true;

	private constructor(
		readonly path: string,
		private readonly folder: string,
		private readonly file: FileHandle,
		readonly size: number,
	) {}

	/** Stores a whole body. When that fails, the temp file is removed. @throws MediaError `tooLarge` above `maxBytes`. */
	static async store(body: AsyncIterable<Buffer>, maxBytes: number): Promise<TempFile> {
		const folder = await mkdtemp(join(tmpdir(), `encord-media-${process.pid}-`));
		let file: FileHandle | undefined;
		try {
			const path = join(folder, 'asset');
			file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
			let size = 0;
			for await (const chunk of body) {
				if (size + chunk.length > maxBytes) {
					throw new MediaError(
						'tooLarge',
						`The storage cannot send parts of files, and the whole file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB.`,
					);
				}
				await file.write(chunk, 0, chunk.length, size);
				size += chunk.length;
			}
			return new TempFile(path, folder, file, size);
		} catch (error) {
			await file?.close();
			await rm(folder, { recursive: true, force: true });
			throw error;
		}
	}

	async read(offset: number, length: number): Promise<Buffer> {
		const buffer = Buffer.allocUnsafe(length);
		const { bytesRead } = await this.file.read(buffer, 0, length, offset);
		if (bytesRead !== length)
			throw new MediaError(
				'truncated',
				'The file ends before the bytes its index points to: it is cut off.',
			);
		return buffer;
	}

	async readChunks(offset: number, length: number): Promise<Buffer[]> {
		return [await this.read(offset, length)];
	}

	async *stream(offset: number): AsyncGenerator<Buffer, void, undefined> {
		for (let position = offset; position < this.size; position += streamChunkBytes) {
			yield await this.read(position, Math.min(streamChunkBytes, this.size - position));
		}
	}

	async remove(): Promise<void> {
		await this.file.close();
		await rm(this.folder, { recursive: true, force: true });
	}
}
