/** Findings of a check of a project, and parts of their texts. */

/** Something that was found, and what to do about it. An `error` stops the agent, a `warning` may. */
export interface Finding {
	severity: 'error' | 'warning' | 'info';
	area: 'Project' | 'Workflow' | 'Ontology' | 'Data' | 'Rights';
	message: string;
	advice: string;
}

/** Names in quotation marks, separated by commas. */
export function quoted(names: string[]): string {
	return names.map((name) => `"${name}"`).join(', ');
}

/** Things that cannot be told apart by their names. */
export function sameNames(
	what: string,
	named: Array<{ title: string }>,
	area: Finding['area'],
): Finding[] {
	const titles = named.map(({ title }) => title.trim().toLowerCase());
	const twice = named.filter(
		({ title }, index) => titles.indexOf(title.trim().toLowerCase()) < index,
	);
	return [...new Set(twice.map(({ title }) => title))].map((title) => ({
		severity: 'warning',
		area,
		message: `Several ${what} have the name "${title}".`,
		advice: 'Give them different names in Encord, or choose by ID.',
	}));
}
