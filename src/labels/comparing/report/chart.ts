/** A chart of bars, one for each class, each with the shares of what it consists of. */
import { html, shortText, type Markup } from './markup';

export interface Bar {
	title: string;
	/** Shown at the end of the bar. */
	note: string;
	/** As many as the legend has. */
	counts: readonly number[];
}

export interface LegendEntry {
	name: string;
	/** `#rrggbb` */
	color: string;
}

const WIDTH = 880;
const LABELS = 220;
const NOTES = 150;
const ROW = 30;
const LEGEND = 34;

/** An SVG without scripts, styles or links of its own. */
export function barChart(bars: readonly Bar[], legend: readonly LegendEntry[]): Markup {
	const height = LEGEND + bars.length * ROW + 6;
	return html`<svg
		xmlns="http://www.w3.org/2000/svg"
		viewBox="0 0 ${WIDTH} ${height}"
		width="${WIDTH}"
		height="${height}"
		role="img"
		aria-label="Agreement by class"
		font-family="system-ui, sans-serif"
		font-size="13"
	>
		${legendOf(legend)}${bars.map((bar, at) => barOf(bar, LEGEND + at * ROW, legend))}
	</svg>`;
}

function legendOf(legend: readonly LegendEntry[]): Markup[] {
	return legend.map(({ name, color }, at) => {
		const x = 10 + at * 215;
		return html`<rect x="${x}" y="6" width="12" height="12" rx="2" fill="${color}" /><text
				x="${x + 18}"
				y="16.5"
				fill="#333333"
				>${name}</text
			>`;
	});
}

function barOf({ title, note, counts }: Bar, y: number, legend: readonly LegendEntry[]): Markup {
	const whole = counts.reduce((sum, count) => sum + count, 0);
	const length = WIDTH - LABELS - NOTES;
	let x = LABELS;
	const parts = counts.map((count, at) => {
		const width = whole > 0 ? (count / whole) * length : 0;
		const from = x;
		x += width;
		if (count === 0) return html``;
		const { name, color } = legend[at]!;
		return html`<rect
				x="${rounded(from)}"
				y="${y}"
				width="${rounded(width)}"
				height="20"
				fill="${color}"
				><title>${title}: ${name} ${count}</title></rect
			>${width > 34 ? countOf(count, from + width / 2, y) : ''}`;
	});
	return html`<text x="${LABELS - 10}" y="${y + 15}" text-anchor="end" fill="#222222"
			>${shortText(title, 30)}<title>${title}</title></text
		>${parts}<text x="${WIDTH - NOTES + 10}" y="${y + 15}" fill="#222222">${note}</text>`;
}

function countOf(count: number, x: number, y: number): Markup {
	return html`<text
		x="${rounded(x)}"
		y="${y + 15}"
		text-anchor="middle"
		fill="#ffffff"
		font-size="12"
		>${count}</text
	>`;
}

function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}
