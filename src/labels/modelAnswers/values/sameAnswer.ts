/** Whether two answers say the same. */
import type { AnswerValue } from '../../answers/answers';
import type { Reading } from '../reading';

export function sameReading(a: Reading<AnswerValue>, b: Reading<AnswerValue>): boolean {
	return 'value' in a && 'value' in b && sameAnswer(a.value, b.value);
}

/** Whether two answers say the same; the order of a checklist does not matter. */
export function sameAnswer(a: AnswerValue, b: AnswerValue): boolean {
	if (a.type === 'text' && b.type === 'text') return a.text === b.text;
	if (a.type === 'numeric' && b.type === 'numeric') return a.number === b.number;
	if (a.type === 'radio' && b.type === 'radio') return a.option === b.option;
	if (a.type !== 'checklist' || b.type !== 'checklist') return false;
	const chosenByB = new Set(b.options);
	return (
		new Set(a.options).size === chosenByB.size && a.options.every((option) => chosenByB.has(option))
	);
}
