/** A file kept on disk for as long as it is read: needed where a server cannot send ranges (frames §6). */
import { constants } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from './byteSource';
import { MediaError } from '../errors';

const streamChunk = 256 * 1024;

/** Readable by this user only; `remove` must be called. */
export class TempFile implements ByteSource {
	private constructor(
		readonly path: string,
		private readonly folder: string,
		private readonly file: FileHandle,
		readonly size: number,
	) {}

	/** Stores a whole body. Nothing stays behind when it fails. */
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

	async pieces(offset: number, length: number): Promise<Buffer[]> {
		return [await this.read(offset, length)];
	}

	async *stream(offset: number): AsyncGenerator<Buffer, void, undefined> {
		for (let position = offset; position < this.size; position += streamChunk) {
			yield await this.read(position, Math.min(streamChunk, this.size - position));
		}
	}

	async remove(): Promise<void> {
		await this.file.close();
		await rm(this.folder, { recursive: true, force: true });
	}
}
