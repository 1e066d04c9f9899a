/** Which class of the person became which class of the agent. */
import type { Confusion } from '../tally';
import { html, shortText, type Markup } from './markup';

/** Classes beyond the most frequent ones are put together in one row and one column. */
const MAX_CLASSES = 25;
const OTHERS = 'other classes';

export function confusionTable(confusions: readonly Confusion[]): Markup {
	if (confusions.length === 0) return html``;
	const counts = new Map<string, number>();
	for (const { person, agent, count } of confusions)
		for (const title of new Set([person, agent]))
			if (title !== null) counts.set(title, (counts.get(title) ?? 0) + count);
	const frequent = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
	const shown = frequent.slice(0, MAX_CLASSES).map(([title]) => title);
	/** A number for each row and column: a title of a class may be the same text as one of ours. */
	const placeOf = (title: string | null) => {
		if (title === null) return shown.length + 1;
		const at = shown.indexOf(title);
		return at < 0 ? shown.length : at;
	};
	const cells = new Map<string, number>();
	for (const { person, agent, count } of confusions) {
		const key = `${placeOf(person)} ${placeOf(agent)}`;
		cells.set(key, (cells.get(key) ?? 0) + count);
	}
	const places = [
		...shown.map((name, at) => ({ name, at })),
		...(frequent.length > shown.length ? [{ name: OTHERS, at: shown.length }] : []),
		{ name: '(nothing)', at: shown.length + 1 },
	];
	const cell = (row: number, column: number): Markup => {
		const count = cells.get(`${row} ${column}`) ?? 0;
		const kind = count === 0 ? 'none' : row === column ? 'right' : 'wrong';
		return html`<td class="${kind}">${count === 0 ? '' : count}</td>`;
	};
	const head = places.map(
		({ name }) => html`<th title="${name}"><span>${shortText(name, 24)}</span></th>`,
	);
	const rows = places.map(
		({ name, at }) =>
			html`<tr>
				<th title="${name}">${shortText(name, 30)}</th>
				${places.map((column) => cell(at, column.at))}
			</tr> `,
	);
	return html`<h2>Confusion</h2>
		<p class="note">Rows: what the person drew. Columns: what the agent drew in the same place.</p>
		<div class="wide">
			<table class="confusion">
				<thead>
					<tr>
						<th></th>
						${head}
					</tr>
				</thead>
				<tbody>
					${rows}
				</tbody>
			</table>
		</div>`;
}
