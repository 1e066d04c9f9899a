/** The picture that detections are of, where the data names it: other pictures' detections are not placed on this one. */
import { NotTaken, type Detection } from '../found';
import { fileName } from '../formats/parts/json';
import { shown } from '../formats/parts/numbers';

/** Label Studio writes eight signs and a hyphen before the name of a file that was uploaded. */
const UPLOADED = /^[0-9a-f]{8}-/;

export interface OfPictures {
	own: Detection[];
	refused: Array<{ index: number; reason: string }>;
}

/**
 * Divides detections by the picture they name. Those that name none are this picture's.
 * @param title title of the data unit, if known
 * @throws NotTaken when they are of several pictures, and which one is this is a guess
 */
export function ofThisPicture(
	detections: readonly Detection[],
	title: string | undefined,
): OfPictures {
	const files = new Set(
		detections.flatMap(({ file }) => (file === undefined ? [] : [fileName(file)])),
	);
	const ids = new Set(detections.flatMap(({ pictureId: id }) => (id === undefined ? [] : [id])));
	const named = title !== undefined && files.size > 0;
	const ownId = title === undefined ? undefined : [...ids].find((id) => isSamePicture(id, title));
	if (!named && (files.size > 1 || (ids.size > 1 && ownId === undefined)))
		throw new NotTaken(
			`The detections are of several pictures (${[...files, ...ids].slice(0, 3).join(', ')}). Give those of this one.`,
		);
	const divided: OfPictures = { own: [], refused: [] };
	for (const detection of detections) {
		const { file, pictureId: id, index } = detection;
		const isOther =
			named && file !== undefined
				? !isSamePicture(file, title)
				: ids.size > 1 && id !== undefined && id !== ownId;
		if (isOther)
			divided.refused.push({
				index,
				reason: `The detection is of the picture ${shown(file ?? id)}; this one is called ${shown(title)}. Leave the name out if it is this one.`,
			});
		else divided.own.push(detection);
	}
	return divided;
}

/** Names of files, without folders, case and, where one lacks it or a tool has converted the picture, the ending. */
function isSamePicture(file: string, title: string): boolean {
	const name = fileName(file);
	const names = [name, name.replace(UPLOADED, ''), decoded(name)];
	return names.some((each) => stem(each) === stem(fileName(title)));
}

/** `a%20b.jpg` of an address is `a b.jpg`. */
function decoded(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

function stem(name: string): string {
	return name
		.normalize('NFC')
		.toLowerCase()
		.replace(/\.[a-z0-9]{2,4}$/, '');
}
