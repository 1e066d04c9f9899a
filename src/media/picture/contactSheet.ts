/**
 * Several pictures with their labels on one sheet, each with a caption, and a legend below them. A sheet is made to be looked at: its
 * size is limited, and what is written on it is as large on every sheet.
 */
import { cssOf, rgbOf } from './color';
import type { DrawnLabel } from './drawnLabel';
import { drawOn } from './drawing';
import { flattened } from './background';
import { type EncodedPicture, encodePicture, type PictureOptions } from './encoding';
import type { Pixels } from './pixels';
import { loadSharp, raw } from './sharp';
import { round, svgLayer, textSvg, textWidth } from './text';

/** Most pixels of a sheet on either side. */
export const SHEET_SIDE = 1600;
const GAP = 8;
const FONT = 14;
/** Height of a caption, and of a line of the legend. */
const LINE = 24;
const MOST_LEGEND_LINES = 4;
/** Captions need some room, however small the pictures are. */
const SMALLEST_COLUMN = 160;
const INK = '#222';

export interface SheetPicture {
	pixels: Pixels;
	labels: readonly DrawnLabel[];
	/** Written above the picture. */
	caption: string;
}

/** One entry of the legend. */
export interface LegendEntry {
	/** As the ontology writes it; without one, the entry has no mark. */
	color?: string;
	text: string;
}

interface Cell {
	picture: Pixels;
	caption: string;
}

interface Layer {
	input: Buffer;
	raw: { width: number; height: number; channels: 3 | 4 };
	left: number;
	top: number;
}

/** A sheet that is filled row by row. A picture is scaled down when it is added, so only small ones are in memory. */
export class ContactSheet {
	private readonly cells: Cell[] = [];
	private readonly columns: number;
	private readonly rows: number;

	/**
	 * @param count number of pictures that will be added at most
	 * @param columns pictures beside each other; absent: as many as make the sheet about square
	 * @param options of the sheet as a picture file; its background is behind transparent parts of the pictures
	 */
	constructor(
		count: number,
		columns = Math.ceil(Math.sqrt(count)),
		private readonly options: PictureOptions = {},
	) {
		this.columns = Math.max(1, columns);
		this.rows = Math.max(1, Math.ceil(count / this.columns));
	}

	/**
	 * Draws the labels on the picture and adds it.
	 * @throws MediaError `invalidInput` for a geometry without points
	 */
	async add({ pixels, labels, caption }: SheetPicture): Promise<void> {
		const sharp = await loadSharp();
		const shown = flattened(pixels, this.options);
		// Drawn after scaling: lines and names keep their size.
		const { data, info } = await sharp(shown.data, raw(shown))
			.resize({ ...this.room(), fit: 'inside', withoutEnlargement: true })
			.raw()
			.toBuffer({ resolveWithObject: true });
		const small: Pixels = { width: info.width, height: info.height, channels: 3, data };
		this.cells.push({ picture: await drawOn(small, labels), caption });
	}

	/** The sheet as a picture file. It is at most SHEET_SIDE pixels wide and high. */
	async encode(legend: readonly LegendEntry[]): Promise<EncodedPicture> {
		const columnWidth = Math.max(
			SMALLEST_COLUMN,
			...this.cells.map(({ picture }) => picture.width),
		);
		const width = this.columns * columnWidth + (this.columns - 1) * GAP;
		const layers: Layer[] = [];
		const texts: string[] = [];
		let top = 0;
		for (let first = 0; first < this.cells.length; first += this.columns) {
			const row = this.cells.slice(first, first + this.columns);
			for (const [column, { picture, caption }] of row.entries()) {
				const left = column * (columnWidth + GAP);
				texts.push(textSvg(caption, left + GAP / 2, top + LINE * 0.7, FONT, INK));
				layers.push({ input: picture.data, ...raw(picture), left, top: top + LINE });
			}
			top += LINE + Math.max(...row.map(({ picture }) => picture.height)) + GAP;
		}
		const lines = legendLines(legend, width);
		texts.push(...lines.map((line, index) => line(top + index * LINE)));
		const height = Math.max(1, top + lines.length * LINE - (lines.length === 0 ? GAP : 0));
		return await encodePicture(await composed(width, height, layers, texts), this.options);
	}

	/** Largest size of a picture on this sheet. */
	private room(): { width: number; height: number } {
		const wide = SHEET_SIDE - (this.columns - 1) * GAP;
		const high = SHEET_SIDE - this.rows * (LINE + GAP) - MOST_LEGEND_LINES * LINE;
		return { width: Math.floor(wide / this.columns), height: Math.floor(high / this.rows) };
	}
}

async function composed(
	width: number,
	height: number,
	layers: Layer[],
	texts: string[],
): Promise<Pixels> {
	const sharp = await loadSharp();
	const ground = sharp({ create: { width, height, channels: 3, background: '#fff' } });
	const data = await ground
		.composite([...layers, { input: svgLayer(width, height, texts.join('')), left: 0, top: 0 }])
		// Putting layers on top gives the picture alpha, so that it has four channels.
		.removeAlpha()
		.raw()
		.toBuffer();
	return { width, height, channels: 3, data };
}

/** The entries in lines of this width; each line is drawn at a distance from the upper edge. What finds no room is counted. */
function legendLines(
	legend: readonly LegendEntry[],
	width: number,
): Array<(top: number) => string> {
	const more = (count: number): LegendEntry => ({ text: `and ${count} more` });
	const lines: Array<Array<{ entry: LegendEntry; left: number }>> = [];
	let left = Infinity;
	for (const [index, entry] of legend.entries()) {
		const needed = entryWidth(entry);
		const wraps = left + needed > width;
		if (wraps && lines.length === MOST_LEGEND_LINES) {
			const last = lines.at(-1)!;
			let rest = legend.length - index;
			for (; last.length > 1 && left + entryWidth(more(rest)) > width; rest++)
				left = last.pop()!.left;
			last.push({ entry: more(rest), left });
			break;
		}
		if (wraps) {
			left = GAP / 2;
			lines.push([]);
		}
		lines.at(-1)!.push({ entry, left });
		left += needed;
	}
	return lines.map(
		(line) => (top: number) => line.map((one) => entrySvg(one.entry, one.left, top)).join(''),
	);
}

const entryWidth = ({ text }: LegendEntry) => FONT + GAP / 2 + textWidth(text, FONT) + GAP;

function entrySvg({ color, text }: LegendEntry, left: number, top: number): string {
	const mark =
		color === undefined
			? ''
			: `<rect x="${round(left)}" y="${round(top + (LINE - FONT) / 2)}" width="${FONT}" height="${FONT}" fill="${cssOf(rgbOf(color))}"/>`;
	return mark + textSvg(text, left + FONT + GAP / 2, top + LINE * 0.7, FONT, INK);
}
