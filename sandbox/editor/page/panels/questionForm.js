/** Forms for the classifications of a frame: each change is saved at once. */
import { h } from '../dom.js';

/** The answers without those below options that are not chosen any more. */
function reachable(attributes, answers) {
	return attributes.flatMap((attribute) => {
		const given = answers.find(({ featureHash }) => featureHash === attribute.featureHash);
		if (!given) return [];
		const chosen = attribute.options.filter((option) =>
			given.options?.includes(option.featureHash),
		);
		return [given, ...chosen.flatMap((option) => reachable(option.attributes, answers))];
	});
}

const withAnswer = (answers, answer) => [
	...answers.filter(({ featureHash }) => featureHash !== answer.featureHash),
	answer,
];

function field(attribute, answers, change) {
	const { featureHash, title, type, options } = attribute;
	const given = answers.find((answer) => answer.featureHash === featureHash);
	if (type === 'text' || type === 'numeric')
		return h('input', {
			type: type === 'text' ? 'text' : 'number',
			step: 'any',
			value: given?.value ?? '',
			'aria-label': title,
			'data-testid': `question-${title}`,
			onchange: ({ target }) => {
				const value = type === 'text' ? target.value : Number(target.value);
				if (target.value !== '') change({ featureHash, value });
			},
		});
	const chosen = given?.options ?? [];
	return h(
		'div.options',
		{ role: 'group', 'aria-label': title },
		options.map((option) => {
			const isChosen = chosen.includes(option.featureHash);
			const next =
				type === 'radio'
					? [option.featureHash]
					: isChosen
						? chosen.filter((hash) => hash !== option.featureHash)
						: [...chosen, option.featureHash];
			return h(
				'button.choice',
				{
					type: 'button',
					'aria-pressed': String(isChosen),
					'data-testid': `option-${option.label}`,
					onclick: () => change({ featureHash, options: next }),
				},
				option.label,
			);
		}),
	);
}

function fields(attributes, answers, change) {
	return attributes.map((attribute) => {
		const given = answers.find(({ featureHash }) => featureHash === attribute.featureHash);
		const nested = attribute.options
			.filter((option) => given?.options?.includes(option.featureHash))
			.flatMap((option) => option.attributes);
		return h(
			'div.question-field',
			{},
			h('span.question', {}, attribute.title),
			field(attribute, answers, change),
			nested.length > 0 ? h('div.nested', {}, fields(nested, answers, change)) : null,
		);
	});
}

/** The label that answers this question on the frame. */
function labelOf({ featureHash, global }, { classifications, frame }) {
	return classifications.find(
		(each) =>
			each.featureHash === featureHash &&
			(global || each.ranges.some(([first, last]) => frame >= first && frame <= last)),
	);
}

/**
 * @param view the editor view as the sandbox sends it
 * @param {(edit: object) => void} save
 */
export function questionForms(view, save) {
	return view.tools.questions.map((question) => {
		const label = labelOf(question, view);
		const given = label?.given ?? [];
		const change = (answer) => {
			const answers = reachable(question.attributes, withAnswer(given, answer));
			const isEmpty = answers.every(
				({ value, options }) => value === undefined && !options?.length,
			);
			if (!isEmpty) save({ kind: 'classify', featureHash: question.featureHash, answers });
			else if (label)
				save({ kind: 'removeClassification', classificationHash: label.classificationHash });
		};
		return h(
			'div.question-form',
			{ 'data-testid': `form-${question.title}` },
			fields(question.attributes, given, change),
		);
	});
}
