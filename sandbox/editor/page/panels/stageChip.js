/** A small colored mark with the title of a stage. Equal titles have equal colors. */
import { h } from '../dom.js';

const hue = (title) =>
	[...title].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 360, 7);

export function stageChip(title) {
	if (!title) return null;
	return h(
		'span.chip',
		{
			style: {
				'background-color': `hsl(${hue(title)} 70% 93%)`,
				color: `hsl(${hue(title)} 60% 28%)`,
			},
		},
		title,
	);
}
