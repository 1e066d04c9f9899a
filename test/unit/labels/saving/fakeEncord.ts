/** A client with the calls that saving uses, over label rows in memory. In a hook before each request another user can save. */
import type { EncordClient } from '../../../../src/encord/client';
import { NetworkError, NotFoundError, ValidationError } from '../../../../src/encord/wire/errors';
import type { SaveOptions } from '../../../../src/encord/calls/labelSaving';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { LabelRowFilter, LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { formatLabelTime } from '../../../../src/labels/row/time';
import { videoRow } from '../fixtures';

export class FakeEncord {
	readonly requests: string[] = [];
	/** The options of each save, as it was asked for. */
	readonly saveOptions: SaveOptions[] = [];
	readonly rows = new Map<string, { created: boolean; labels: LabelRowJson; editedAt: number }>();
	/** Called before each request is answered. */
	between: (request: string) => void = () => undefined;
	refuseSaving = new Set<string>();
	/** How many of the next saves get no answer, and whether they arrive. */
	lostSaves = 0;
	lostSaveArrives = true;

	constructor(count: number, created = true) {
		for (let i = 0; i < count; i++) {
			const labels = { ...videoRow, label_hash: `label-${i}`, data_hash: `data-${i}` };
			this.rows.set(labels.data_hash, {
				created,
				labels,
				editedAt: Date.parse('2023-02-10T01:02:03Z'),
			});
		}
	}

	/** A save by another user, one second after the last one: in Encord every edit has a later whole second. */
	save(labels: LabelRowJson): void {
		const row = this.rows.get(labels.data_hash);
		if (row === undefined) throw new Error('no such row');
		row.labels = JSON.parse(JSON.stringify(labels)) as LabelRowJson;
		row.editedAt += 1000;
	}

	read(dataHash: string): LabelRowJson {
		const row = this.rows.get(dataHash);
		if (row === undefined) throw new Error('no such row');
		return JSON.parse(
			JSON.stringify({ ...row.labels, last_edited_at: formatLabelTime(new Date(row.editedAt)) }),
		) as LabelRowJson;
	}

	get client(): EncordClient {
		return {
			apiUrl: 'https://fake',
			listLabelRows: async (_: string, filter: LabelRowFilter = {}) => {
				await this.request('list');
				return [...this.rows.values()]
					.map((row) => this.metadata(row))
					.filter(
						(metadata) =>
							(filter.dataHashes?.includes(metadata.data_hash) ?? true) &&
							(filter.labelHashes?.includes(metadata.label_hash ?? '') ?? true),
					);
			},
			readOrCreateLabels: async (_: string, rows: LabelRowMetadata[]) => {
				await this.request('read');
				return rows.map(({ data_hash }) => {
					const row = this.rows.get(data_hash);
					if (row === undefined) return { ok: false, error: new NotFoundError('gone') };
					row.created = true;
					return { ok: true, value: this.read(data_hash) };
				});
			},
			saveLabels: async (_: string, rows: LabelRowJson[], options: SaveOptions = {}) => {
				const { mayRepeat } = options;
				this.saveOptions.push(options);
				await this.request('save');
				while (this.lostSaves > 0) {
					this.lostSaves--;
					if (this.lostSaveArrives) for (const row of rows) this.save(row);
					this.between('lost');
					const hashes = rows.map((row) => row.label_hash);
					if (mayRepeat && !(await mayRepeat(hashes)))
						return rows.map(() => ({ ok: false, error: new NetworkError('lost') }));
					await this.request('save');
				}
				return rows.map((row) => {
					if (this.refuseSaving.has(row.label_hash))
						return { ok: false, error: new ValidationError('refused') };
					this.save(row);
					return { ok: true, value: undefined };
				});
			},
		} as unknown as EncordClient;
	}

	private async request(name: string): Promise<void> {
		await Promise.resolve();
		this.requests.push(name);
		this.between(name);
	}

	private metadata({
		created,
		labels,
		editedAt,
	}: {
		created: boolean;
		labels: LabelRowJson;
		editedAt: number;
	}): LabelRowMetadata {
		const at = new Date(editedAt).toISOString().slice(0, 19).replace('T', ' ');
		return {
			label_hash: created ? labels.label_hash : null,
			created_at: at,
			last_edited_at: created ? at : null,
			branch_name: 'main',
			data_hash: labels.data_hash,
			dataset_hash: 'dataset-1',
			dataset_title: 'Set',
			data_title: 'asset',
			data_type: 'VIDEO',
			data_link: null,
			label_status: 'LABEL_IN_PROGRESS',
			number_of_frames: 100,
			width: 640,
			height: 480,
		};
	}
}
