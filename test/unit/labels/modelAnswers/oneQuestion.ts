/** One question with options, and its reading as a line, for the tests of options. */
import type { Reading } from '../../../../src/labels/modelAnswers/reading';
import { indexOntology, type OptionItem } from '../../../../src/labels/ontology/ontology';

type Option = string | { label: string; value?: string; archived?: boolean };

/** The root of a classification with these options, whose feature hashes are `o0`, `o1`, … */
export function question(options: Option[], type = 'radio', name = 'Plant') {
	const json = options.map((option, at) => {
		const given = typeof option === 'string' ? { label: option } : option;
		const value = given.label.toLowerCase().replaceAll(' ', '_');
		return { value, archived: false, ...given, featureNodeHash: `o${at}` };
	});
	const root = { name, type, featureNodeHash: 'a', options: json };
	const { classifications } = indexOntology({
		...{ objects: [], classifications: [{ featureNodeHash: 'c', attributes: [root] }] },
	} as never);
	return classifications[0]!.root!;
}

/** `Moss`, with the repairs behind; or the reason with what is accepted. */
export function shown(reading: Reading<OptionItem | OptionItem[]>): string {
	if (!('value' in reading)) {
		const { reason, accepted } = reading as { reason: string; accepted?: unknown };
		return accepted === undefined ? reason : `${reason} [${String(accepted)}]`;
	}
	const titles = [reading.value].flat().map(({ title }) => title);
	const rules = reading.repairs.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
	return `${titles.join('|')}${rules.length === 0 ? '' : ` (${rules.join('; ')})`}`;
}
