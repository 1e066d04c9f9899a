/** The list of the project's data units, with links to each. */
import { h, show } from '../dom.js';
import { hasPictures } from '../picture/media.js';
import { picturePath } from '../sandboxApi.js';
import { stageChip } from './stageChip.js';

const signs = { audio: '♪', plain_text: '¶', pdf: 'PDF' };

function unitLink({ projectHash, dataHash }, unit) {
	const current = unit.dataHash === dataHash;
	const picture = hasPictures(unit)
		? h('img', {
				src: picturePath(projectHash, unit.dataHash, 0, 96),
				alt: '',
				loading: 'lazy',
				width: 56,
				height: 42,
			})
		: h('span.kind', {}, signs[unit.dataType]);
	const labels =
		unit.labels > 0 ? h('small', {}, `${unit.labels} label${unit.labels === 1 ? '' : 's'}`) : null;
	return h(
		`a.unit${current ? '.current' : ''}`,
		{
			href: `/label_editor/${projectHash}/${unit.dataHash}`,
			'data-testid': `data-unit-${unit.title}`,
			'aria-current': current ? 'page' : null,
		},
		picture,
		h('span', {}, h('b', {}, unit.title), stageChip(unit.stage), labels),
	);
}

/** Fills the list and keeps its scroll position. */
export function showUnits(list, place, dataUnits) {
	const top = list.scrollTop;
	show(
		list,
		dataUnits.map((unit) => unitLink(place, unit)),
	);
	list.scrollTop = top;
}
