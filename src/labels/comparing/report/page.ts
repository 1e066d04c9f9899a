/** The page around the parts of a report. */
import { html, shortText, Markup } from './markup';

export interface ReportTexts {
	title: string;
	/** When it was made, as text. */
	made: string;
	/** Where the labels of the two sides are from, as text. */
	sides: string;
	/** Files of which nothing could be compared, and why. */
	notCompared: ReadonlyArray<{ title: string; reason: string }>;
	/** Files that could not be read, and why. */
	failed: ReadonlyArray<{ title: string; reason: string }>;
}

const STYLE = new Markup(`
body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 960px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 10px; }
.sub, .note { color: #555; } .note { font-size: 13px; }
.warning, .verdict { background: #fff4e0; border-left: 4px solid #b26a00; padding: 8px 12px; overflow-wrap: anywhere; }
.cards { display: flex; gap: 12px; flex-wrap: wrap; margin: 20px 0; }
.card { border: 1px solid #ddd; border-radius: 8px; padding: 10px 18px; min-width: 110px; }
.card b { display: block; font-size: 24px; } .card span { color: #555; font-size: 13px; }
svg { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; margin: 10px 0; }
th, td { border-bottom: 1px solid #e3e3e3; padding: 4px 10px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #bbb; overflow-wrap: normal; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.confusion td { text-align: right; border: 1px solid #e3e3e3; min-width: 28px; }
.confusion td.right { background: #d9efe1; } .confusion td.wrong { background: #f8dcd9; }
`);

export function page(texts: ReportTexts, parts: readonly Markup[]): string {
	const { title, made, sides, notCompared, failed } = texts;
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta
					http-equiv="Content-Security-Policy"
					content="default-src 'none'; style-src 'unsafe-inline'"
				/>
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>${title}</title>
				<style>
					${STYLE}
				</style>
			</head>
			<body>
				<h1>${title}</h1>
				<p class="sub">${sides}. ${made}</p>
				${reasonList(notCompared, 'not compared')}
				${reasonList(failed, 'not compared because of an error')} ${parts}
			</body>
		</html> `.html;
}

const MAX_LISTED = 200;

function reasonList(files: ReportTexts['failed'], what: string): Markup {
	if (files.length === 0) return html``;
	const rows = files
		.slice(0, MAX_LISTED)
		.map(({ title, reason }) => [shortText(title, 120), shortText(reason, 300)]);
	const noun = files.length === 1 ? '1 file was' : `${files.length} files were`;
	const rest = files.length > MAX_LISTED ? html`<p>And ${files.length - MAX_LISTED} more.</p>` : '';
	return html`<div class="warning">
		<b>${noun} ${what}</b>${table(['File', 'Why'], rows)}${rest}
	</div>`;
}

export function table(
	heads: readonly string[],
	rows: ReadonlyArray<ReadonlyArray<string | number | Markup>>,
): Markup {
	const cell = (value: string | number | Markup) =>
		typeof value === 'number' ? html`<td class="number">${value}</td>` : html`<td>${value}</td>`;
	return html`<div class="wide">
		<table>
			<thead>
				<tr>
					${heads.map((head) => html`<th>${head}</th>`)}
				</tr>
			</thead>
			<tbody>
				${rows.map(
					(row) =>
						html`<tr>
							${row.map(cell)}
						</tr> `,
				)}
			</tbody>
		</table>
	</div>`;
}
