/** Images and image groups as media: frame N is the N-th image. */
import { Deadline } from '../bytes/deadline';
import { downloadWhole } from '../bytes/download';
import type {
	FramePicture,
	FramePixels,
	ImageChild,
	Media,
	MediaOptions,
	MediaSource,
} from '../contract';
import { checkFrameSelection, type FrameSelection } from '../index/frameSelection';
import { framesOf } from '../index/sampling';
import { type Crop, cropImageFile, type CropOptions } from '../picture/crops';
import type { PictureOptions } from '../picture/encoding';
import { type DecodedFile, decodeImage, ImageReader } from '../picture/imageFile';
import { decodeBmp } from './bmpFile';
import { detectImageType } from '../bytes/fileSignature';
import type { DrawnLabel } from '../picture/drawnLabel';

const defaultMaxBytes = 512 * 1024 * 1024;
const defaultMaxPixels = 100_000_000;

export class ImageMedia implements Media {
	readonly kind;
	private readonly images: ImageChild[];
	private readonly deadline: Deadline;

	constructor(
		source: MediaSource,
		private readonly options: MediaOptions,
	) {
		this.kind = source.kind;
		this.images = source.kind === 'imageGroup' ? (source.children ?? []) : [source];
		this.deadline = new Deadline({
			signal: options.signal,
			idleMs: options.idleMs ?? 30_000,
			totalMs: options.totalMs ?? 600_000,
		});
	}

	async frameCount(): Promise<number> {
		return this.images.length;
	}

	async *frames(
		selection: FrameSelection,
		picture: PictureOptions = {},
	): AsyncGenerator<FramePicture, void, undefined> {
		const options = { ...this.options, ...picture };
		for await (const { frame, bytes } of this.files(selection)) {
			const reader = await ImageReader.open(await this.readable(bytes), this.maxPixels);
			yield { frame, time: 0, ...(await reader.picture(options)) };
		}
	}

	async *pixels(selection: FrameSelection): AsyncGenerator<FramePixels, void, undefined> {
		for await (const { frame, bytes } of this.files(selection)) {
			yield { frame, time: 0, ...(await decodeImage(await this.readable(bytes), this.maxPixels)) };
		}
	}

	async crops(
		frame: number,
		labels: readonly DrawnLabel[],
		options: CropOptions = {},
	): Promise<Array<Crop | undefined>> {
		for await (const { bytes } of this.files({ frames: [frame] })) {
			const file = await this.readable(bytes);
			return await cropImageFile(file, labels, { ...this.options, ...options }, this.maxPixels);
		}
		return [];
	}

	async close(): Promise<void> {
		this.deadline.end();
	}

	/** The file, decoded if libvips cannot read its type. */
	private async readable(bytes: Buffer): Promise<Buffer | DecodedFile> {
		if (detectImageType(bytes) !== 'bmp') return bytes;
		const { options, deadline, maxPixels } = this;
		return await decodeBmp(bytes, { ffmpegPath: options.ffmpegPath, deadline, maxPixels });
	}

	private get maxPixels(): number {
		return this.options.limits?.maxPixels ?? defaultMaxPixels;
	}

	/** Fetches the next file while the caller works on the current one. */
	private async *files(
		selection: FrameSelection,
	): AsyncGenerator<{ frame: number; bytes: Buffer }, void, undefined> {
		checkFrameSelection(selection);
		const table = {
			count: this.images.length,
			timeOf: (frame: number) => frame,
			isKey: () => true,
		};
		const wanted = framesOf(selection, table);
		const fetchAt = (index: number) => {
			const frame = wanted[index];
			if (frame === undefined) return undefined;
			const bytes = downloadWhole(this.images[frame]!.url, {
				...this.options,
				deadline: this.deadline,
				maxBytes: this.options.limits?.maxBytes ?? defaultMaxBytes,
			});
			// The loop below awaits `bytes`. When the caller leaves it before, a failure must not end the process.
			bytes.catch(() => undefined);
			return { frame, bytes };
		};
		this.deadline.resume();
		try {
			let next = fetchAt(0);
			for (let index = 0; next; index++) {
				const { frame, bytes } = next;
				const file = await bytes;
				next = fetchAt(index + 1);
				this.deadline.pause();
				yield { frame, bytes: file };
				this.deadline.resume();
			}
		} finally {
			this.deadline.pause();
		}
	}
}
