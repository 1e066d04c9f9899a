/** Which format reads the data: the one the user chose, and the one whose mark the data bears. They must not contradict. */
import { BOX_ORDERS, type BoxOrder } from '../../labels/detections/formats/boxNumbers';
import { NotTaken, type Reading, type ReadingContext } from '../found';
import type { Format } from '../formats/format';
import { formatNamed, recognized, FORMATS } from '../formats/registry';
import { xyxy } from '../formats/plain';

export interface Chosen {
	format: Format;
	/** Order of boxes that the user chose. */
	order?: BoxOrder;
}

/** @throws NotTaken when the format is unknown, or the data bears the mark of another */
export function chooseFormat(data: unknown, name: string): Chosen {
	const marked = recognized(data);
	const [mark, ...others] = marked;
	if (name !== 'auto' && formatNamed(name) === undefined)
		throw new NotTaken(
			`"${name}" is no format; there are: auto, ${FORMATS.map((each) => each.name).join(', ')}.`,
		);
	if (name === 'auto') {
		if (others.length > 0)
			throw new NotTaken(
				`The data bears the marks of ${marked.map(({ title }) => title).join(' and ')}. Choose the format.`,
			);
		// Without a mark, what the keys say may still be enough; otherwise each detection says what has to be chosen.
		return { format: mark ?? xyxy };
	}
	const format = formatNamed(name)!;
	const order = BOX_ORDERS.find((each) => each === name);
	if (order !== undefined) {
		if (others.length > 0)
			throw new NotTaken(
				`The data bears the marks of ${marked.map(({ title }) => title).join(' and ')}. Choose one of these formats.`,
			);
		return { format: mark ?? format, order };
	}
	if (mark !== undefined && !marked.includes(format))
		throw new NotTaken(
			`The format ${format.title} was chosen, but the data bears the mark of ${mark.title}.`,
		);
	return { format };
}

/** @throws NotTaken */
export function readWith({ format }: Chosen, data: unknown, context: ReadingContext): Reading {
	return format.read(data, context);
}
