/** The panel with the labels of a row: the objects of the frame, and the classifications as a tree. */
import { h } from '../dom.js';
import { percent } from '../picture/overlay.js';

/** `0–24, 30` */
export function rangesText(ranges) {
	return ranges
		.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
		.join(', ');
}

/** The author of a label, in a few words. */
function author({ createdBy, lastEditedBy, byHand }) {
	const edited = lastEditedBy && lastEditedBy !== createdBy ? `, edited by ${lastEditedBy}` : '';
	return `${byHand ? '' : 'automatic · '}${createdBy ?? 'unknown'}${edited}`;
}

function attribute({ title, value, options }, testId) {
	return h(
		'li',
		{},
		h('span.question', {}, title),
		' ',
		value === undefined ? null : h('span.answer', { 'data-testid': testId }, String(value)),
		(options ?? []).map(({ label, attributes }) => [
			h('span.answer.option', { 'data-testid': testId }, label),
			attributes.length > 0
				? h(
						'ul.tree',
						{},
						attributes.map((nested) => attribute(nested, `answer-${nested.title}`)),
					)
				: null,
		]),
	);
}

function where({ global, ranges }, dataType, frames) {
	if (global) return 'whole file';
	const unit =
		{ audio: 'ms', plain_text: 'characters', pdf: 'pages' }[dataType] ??
		(frames > 1 ? 'frames' : '');
	return unit ? `${unit} ${rangesText(ranges)}` : '';
}

function meta(...parts) {
	return h('div.meta', {}, parts.filter(Boolean).join(' · '));
}

/**
 * @param view the editor view as the sandbox sends it
 * @param {((classificationHash: string) => void)|null} remove null where a person cannot change labels
 */
export function classificationList({ classifications, dataUnit, frame }, remove) {
	if (classifications.length === 0)
		return h(
			'p.quiet',
			{ 'data-testid': 'no-classifications' },
			'Nothing has been classified yet.',
		);
	return classifications.map((each) => {
		const here =
			each.global ||
			dataUnit.dataType === 'audio' ||
			dataUnit.dataType === 'plain_text' ||
			each.ranges.some(([first, last]) => frame >= first && frame <= last);
		return h(
			`div.label${here ? '' : '.elsewhere'}`,
			{ 'data-testid': `classification-${each.title}` },
			remove
				? h(
						'button.remove',
						{
							type: 'button',
							title: 'Remove',
							'aria-label': `Remove ${each.title}`,
							'data-testid': `remove-${each.title}`,
							onclick: () => remove(each.classificationHash),
						},
						'×',
					)
				: null,
			h(
				'ul.tree.root',
				{},
				each.answers.length > 0
					? each.answers.map((answer) => attribute(answer, 'answer'))
					: h('li', {}, h('span.question', {}, each.title), h('span.quiet', {}, 'no answer')),
			),
			meta(
				where(each, dataUnit.dataType, dataUnit.frames),
				percent(each.confidence).trim(),
				author(each),
			),
		);
	});
}

export function objectList({ objects, dataUnit }, selected, select) {
	if (objects.length === 0)
		return h(
			'p.quiet',
			{ 'data-testid': 'no-objects' },
			['video', 'img_group'].includes(dataUnit.dataType)
				? 'No objects on this frame.'
				: 'No objects.',
		);
	return objects.map((object) =>
		h(
			`button.label.object-row${selected.has(object.objectHash) ? '.selected' : ''}`,
			{
				type: 'button',
				'data-testid': `object-row-${object.objectHash}`,
				'aria-pressed': selected.has(object.objectHash),
				onclick: (event) =>
					select(object.objectHash, event.shiftKey || event.ctrlKey || event.metaKey),
			},
			h(
				'span.name',
				{},
				h('i.swatch', { style: { 'background-color': object.color } }),
				object.name,
				h('small', {}, percent(object.confidence)),
			),
			object.attributes.length > 0
				? h(
						'ul.tree',
						{},
						object.attributes.map((each) => attribute(each, `answer-${each.title}`)),
					)
				: null,
			meta(
				object.ranges ? rangesText(object.ranges) : '',
				object.shape.replaceAll('_', ' '),
				author(object),
			),
		),
	);
}
