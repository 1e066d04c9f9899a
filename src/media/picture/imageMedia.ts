/** Images and image groups as media: frame n is the n-th picture. */
import { type Crop, type CropOptions, cropImageFile } from './crops';
import { Deadline } from '../bytes/deadline';
import { downloadWhole } from '../bytes/download';
import type {
	FramePicture,
	FramePixels,
	ImageChild,
	Media,
	MediaOptions,
	MediaSource,
	PictureOptions,
} from '../contract';
import type { DrawnLabel } from './drawnLabel';
import { decodeImage, imagePicture } from './imaging';
import { checkAsk, type FrameAsk, framesOf } from '../index/sampling';

const defaultMaxBytes = 512 * 1024 * 1024;
const defaultMaxPixels = 100_000_000;

export class ImageMedia implements Media {
	readonly kind;
	private readonly pictures: ImageChild[];
	private readonly deadline: Deadline;

	constructor(
		source: MediaSource,
		private readonly options: MediaOptions,
	) {
		this.kind = source.kind;
		this.pictures = source.kind === 'imageGroup' ? (source.children ?? []) : [source];
		this.deadline = new Deadline({
			signal: options.signal,
			idleMs: options.idleMs ?? 30_000,
			totalMs: options.totalMs ?? 600_000,
		});
	}

	async frameCount(): Promise<number> {
		return this.pictures.length;
	}

	async *frames(
		ask: FrameAsk,
		picture: PictureOptions = {},
	): AsyncGenerator<FramePicture, void, undefined> {
		const options = { ...this.options, ...picture };
		for await (const { frame, bytes } of this.files(ask)) {
			yield { frame, time: 0, ...(await imagePicture(bytes, options, this.maxPixels)) };
		}
	}

	async *pixels(ask: FrameAsk): AsyncGenerator<FramePixels, void, undefined> {
		for await (const { frame, bytes } of this.files(ask)) {
			yield { frame, time: 0, ...(await decodeImage(bytes, this.maxPixels)) };
		}
	}

	async crops(
		frame: number,
		labels: readonly DrawnLabel[],
		options: CropOptions = {},
	): Promise<Array<Crop | undefined>> {
		for await (const { bytes } of this.files({ frames: [frame] })) {
			return await cropImageFile(bytes, labels, { ...this.options, ...options }, this.maxPixels);
		}
		return [];
	}

	async close(): Promise<void> {
		this.deadline.end();
	}

	private get maxPixels(): number {
		return this.options.limits?.maxPixels ?? defaultMaxPixels;
	}

	/** The next file is fetched while the caller works on the one before. */
	private async *files(
		ask: FrameAsk,
	): AsyncGenerator<{ frame: number; bytes: Buffer }, void, undefined> {
		checkAsk(ask);
		const table = {
			count: this.pictures.length,
			timeOf: (frame: number) => frame,
			isKey: () => true,
		};
		const wanted = framesOf(ask, table);
		const fetchAt = (index: number) => {
			const frame = wanted[index];
			const picture = frame === undefined ? undefined : this.pictures[frame];
			if (frame === undefined || !picture) return undefined;
			const bytes = downloadWhole(picture.url, {
				...this.options,
				deadline: this.deadline,
				maxBytes: this.options.limits?.maxBytes ?? defaultMaxBytes,
			});
			// A caller that has left the loop by then does not see the failure.
			bytes.catch(() => undefined);
			return { frame, bytes };
		};
		let next = fetchAt(0);
		for (let index = 0; next; index++) {
			const { frame, bytes } = next;
			const file = await bytes;
			next = fetchAt(index + 1);
			this.deadline.rest();
			yield { frame, bytes: file };
			this.deadline.progress();
		}
	}
}
