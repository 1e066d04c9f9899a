/** Adds datasets, the storage items with their media, and the data units of a seed. */
import { join } from 'node:path';
import { factsOf, UNKNOWN_FACTS } from '../media/facts';
import type {
	DataType,
	DataUnit,
	Integration,
	StorageItem,
	StorageItemType,
} from '../state/entities';
import { keepMedia } from './mediaFiles';
import { SeedOrigin } from './origin';
import type {
	AudioSpec,
	ImageGroupSpec,
	ImageSpec,
	MediaCommon,
	MediaSource,
	PdfSpec,
	TextSpec,
	VideoSpec,
} from './specs';

export class DataBuilder extends SeedOrigin {
	private readonly folderOfDataset = new Map<string, string>();

	/** A folder in storage that no dataset mirrors. */
	addFolder(title: string): string {
		const uuid = this.uuid('folder', title);
		const at = this.tick();
		this.store.folders.put(uuid, {
			description: '',
			createdAt: at,
			lastEditedAt: at,
			uuid,
			parent: null,
			name: title,
			clientMetadata: {},
			owner: this.owner,
		});
		return uuid;
	}

	/** A bucket with files, by their addresses. */
	async addIntegration(title: string, files: Record<string, Buffer>): Promise<string> {
		const integrationUuid = this.uuid('integration', title);
		const objects: Integration['objects'] = {};
		for (const [url, file] of Object.entries(files)) {
			const media = keepMedia(
				this.store.dataDir,
				this.uuid('object', title, url),
				url,
				file,
				this.tick(),
			);
			objects[url] = { media, facts: await factsOf(join(this.store.dataDir, media.path), url) };
		}
		const { owner } = this;
		this.store.integrations.put(integrationUuid, { integrationUuid, title, owner, objects });
		return integrationUuid;
	}

	/** @param spec.mirrorsFolder default: it mirrors a folder of its own */
	addDataset(spec: { title: string; description?: string; mirrorsFolder?: boolean }): string {
		const datasetHash = this.uuid('dataset', spec.title);
		const folder = this.addFolder(spec.title);
		const at = this.tick();
		const common = { description: spec.description ?? '', createdAt: at, lastEditedAt: at };
		this.store.datasets.put(datasetHash, {
			...common,
			datasetHash,
			title: spec.title,
			backingFolderUuid: spec.mirrorsFolder === false ? null : folder,
			members: { [this.owner]: 0 },
		});
		this.folderOfDataset.set(datasetHash, folder);
		return datasetHash;
	}

	addImage(datasetHash: string, spec: ImageSpec): string {
		const item = this.addImageItem(datasetHash, spec, spec.title);
		return this.addDataUnit(datasetHash, spec.title, 'image', item, 1);
	}

	addVideo(datasetHash: string, spec: VideoSpec): string {
		const item = this.addItem(datasetHash, 'video', spec, spec.title, {
			mimeType: spec.mimeType ?? 'video/mp4',
			width: spec.width,
			height: spec.height,
			fps: spec.fps,
			duration: spec.duration,
			frameCount: spec.frames,
		});
		return this.addDataUnit(datasetHash, spec.title, 'video', item, spec.frames);
	}

	addImageGroup(datasetHash: string, spec: ImageGroupSpec): string {
		const children = spec.images.map((image) =>
			this.addImageItem(datasetHash, image, `${spec.title}/${image.title}`),
		);
		const item = this.addItem(datasetHash, 'imageGroup', { ...spec, file: null }, spec.title, {
			childUuids: children.map((child) => child.uuid),
			frameCount: children.length,
		});
		const images = children.map((child) => ({
			imageHash: this.uuid('image', child.uuid),
			itemUuid: child.uuid,
		}));
		return this.addDataUnit(datasetHash, spec.title, 'img_group', item, images.length, images);
	}

	addAudio(datasetHash: string, spec: AudioSpec): string {
		const item = this.addItem(datasetHash, 'audio', spec, spec.title, {
			mimeType: spec.mimeType ?? 'audio/wav',
			duration: spec.duration,
			audioSampleRate: spec.sampleRate,
			audioBitDepth: spec.bitDepth,
			audioCodec: spec.codec ?? 'pcm_s16le',
			audioNumChannels: spec.channels,
		});
		return this.addDataUnit(
			datasetHash,
			spec.title,
			'audio',
			item,
			Math.round(spec.duration * 1000),
		);
	}

	addText(datasetHash: string, spec: TextSpec): string {
		const item = this.addItem(datasetHash, 'plainText', spec, spec.title, {
			mimeType: spec.mimeType ?? 'text/plain',
		});
		return this.addDataUnit(datasetHash, spec.title, 'plain_text', item, spec.characters);
	}

	addPdf(datasetHash: string, spec: PdfSpec): string {
		const item = this.addItem(datasetHash, 'pdf', spec, spec.title, {
			mimeType: 'application/pdf',
			frameCount: spec.pages,
		});
		return this.addDataUnit(datasetHash, spec.title, 'pdf', item, spec.pages);
	}

	/** The data units of a dataset, in the order of adding. */
	dataUnits(datasetHash: string): DataUnit[] {
		return this.store.dataUnitsOfDataset(datasetHash);
	}

	private addImageItem(datasetHash: string, spec: ImageSpec, name: string): StorageItem {
		const mimeType = spec.mimeType ?? (/\.jpe?g$/i.test(spec.title) ? 'image/jpeg' : 'image/png');
		return this.addItem(datasetHash, 'image', spec, name, {
			mimeType,
			width: spec.width,
			height: spec.height,
		});
	}

	private addItem(
		datasetHash: string,
		itemType: StorageItemType,
		spec: Omit<MediaCommon, 'file'> & { file: MediaSource | null },
		name: string,
		facts: Partial<StorageItem>,
	): StorageItem {
		const parent = this.folderOfDataset.get(datasetHash);
		if (parent === undefined) throw new Error(`Seed "${this.seed}": unknown dataset for "${name}"`);
		const uuid = this.uuid('item', datasetHash, name);
		if (this.store.items.get(uuid))
			throw new Error(`Seed "${this.seed}": two data units of one dataset are called "${name}"`);
		const at = this.tick();
		return this.store.items.put(uuid, {
			uuid,
			parent,
			itemType,
			name: spec.title,
			description: spec.description ?? '',
			clientMetadata: spec.clientMetadata ?? {},
			owner: this.owner,
			createdAt: at,
			lastEditedAt: at,
			media:
				spec.file === null ? null : keepMedia(this.store.dataDir, uuid, spec.title, spec.file, at),
			...UNKNOWN_FACTS,
			childUuids: [],
			...facts,
		});
	}

	private addDataUnit(
		datasetHash: string,
		title: string,
		dataType: DataType,
		item: StorageItem,
		numberOfFrames: number,
		images: DataUnit['images'] = [],
	): string {
		const dataHash = this.uuid('data', datasetHash, title);
		this.store.dataUnits.put(dataHash, {
			dataHash,
			datasetHash,
			title,
			dataType,
			itemUuid: item.uuid,
			images,
			numberOfFrames,
			order: this.store.dataUnits.size,
			createdAt: item.createdAt,
			lastEditedAt: item.lastEditedAt,
		});
		return dataHash;
	}
}
