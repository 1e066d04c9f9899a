/** Pictures of cats, dogs and other things. No title says what a picture shows. */
import type { Thing } from '../../media/drawings';
import type { LightBackground } from '../../media/palette';
import { renderPicture, withQuality } from '../../media/pictures';
import type { SeedBuilder } from '../builder';

export const petAlbum: Array<[thing: Thing, coat: number, background: LightBackground]> = [
	['cat', 0, 'light blue'],
	['dog', 0, 'beige'],
	['bird', 0, 'pink'],
	['cat', 1, 'light green'],
	['dog', 1, 'lavender'],
	['fish', 0, 'light blue'],
	['dog', 2, 'light gray'],
	['cat', 2, 'beige'],
	['cat', 3, 'lavender'],
	['car', 0, 'light green'],
	['dog', 3, 'pink'],
	['tree', 0, 'white'],
];

/** After so many rounds through the album, its files come again. */
const QUALITIES = 40;

/**
 * Adds so many pictures to a dataset, `pet-01.jpg` and so on. After the last of the album its pictures come again as other files.
 */
export async function addPetPictures(
	build: SeedBuilder,
	dataset: string,
	count = petAlbum.length,
): Promise<void> {
	const size = { width: 640, height: 480 };
	const files = await Promise.all(
		petAlbum.map(async ([thing, coat, background], index) => {
			const scene = {
				kind: 'thing',
				thing,
				coat,
				background,
				size: 0.55 + (index % 4) * 0.07,
				position: 0.3 + (index % 3) * 0.2,
				mirrored: index % 2 === 1,
			} as const;
			return await renderPicture({ ...size, scene });
		}),
	);
	const all = [...files];
	for (let index = 0; index < count; index++) {
		const place = index % (files.length * QUALITIES);
		const round = Math.floor(place / files.length);
		all[place] ??= await withQuality(files[index % files.length]!, 90 - round);
		build.addImage(dataset, {
			...size,
			title: `pet-${String(index + 1).padStart(2, '0')}.jpg`,
			file: all[place],
		});
	}
}
