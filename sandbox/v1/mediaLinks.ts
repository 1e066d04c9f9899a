/** The old media call: where the files of a data unit are (protocol §7.5). */
import { z } from 'zod';
import { dataLink } from '../labels/blob';
import { Refusal, found } from '../calls/refusal';
import type { V1Call, V1Route } from './router';

function readMedia(call: V1Call) {
	const { datasetHashes } = call.project();
	const uid = z
		.object({ data_hash: z.string(), get_signed_url: z.boolean().nullish() })
		.safeParse(call.uid);
	if (!uid.success) throw new Refusal(400, 'uid must be {"data_hash", "get_signed_url"}');
	const unit = call.store.dataUnits.get(uid.data.data_hash.toLowerCase());
	if (!unit || !datasetHashes.includes(unit.datasetHash))
		throw new Refusal(404, `Data unit ${uid.data.data_hash} does not exist`);
	const linkOf = (itemUuid: string) => {
		const item = found(call.store.items.get(itemUuid), `Storage item ${itemUuid}`);
		return {
			title: item.name,
			file_link: uid.data.get_signed_url ? call.signedUrl(item) : dataLink(item),
		};
	};
	const data_hash = unit.dataHash;
	if (unit.dataType === 'img_group') {
		const images = unit.images.map(({ imageHash, itemUuid }) => ({
			data_hash: imageHash,
			image_hash: imageHash,
			...linkOf(itemUuid),
		}));
		return { data_hash, video: null, images };
	}
	if (unit.dataType === 'image')
		return {
			data_hash,
			video: null,
			images: [{ data_hash, image_hash: data_hash, ...linkOf(unit.itemUuid) }],
		};
	return { data_hash, video: { data_hash, ...linkOf(unit.itemUuid) }, images: null };
}

export const mediaLinkQueries: V1Route[] = [
	{ call: 'datasetdata.GET', scope: 'resource', handle: readMedia },
];
