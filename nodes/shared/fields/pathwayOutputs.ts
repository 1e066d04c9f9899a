/**
 * Pathways with their own output. The value of a chosen pathway is `<uuid>|<name>`, because n8n computes the outputs of a node
 * from the parameter values alone (n8n §4).
 */

/** The value of a pathway in a list of the form. */
export function pathwayValue({ uuid, title }: { uuid: string; title: string }): string {
	return `${uuid}|${title}`;
}

/** The ID in the value of a chosen pathway. */
export function pathwayUuid(value: string): string {
	return value.split('|')[0] ?? '';
}

/**
 * Chosen pathways in the order of their outputs: as they were chosen, so that one that is added comes last and connections,
 * which n8n stores by number, keep their pathway. Runs as text inside an n8n expression: no imports, nothing from outside,
 * never throws.
 */
export const inOutputOrder = (chosen: unknown): string[] => {
	if (typeof chosen === 'string' && chosen.startsWith('=')) return [];
	const values = Array.isArray(chosen) ? chosen.map(String) : String(chosen ?? '').split(',');
	return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))];
};

/** Source text of a function from chosen pathways to the names of their outputs. */
export const pathwayOutputNames = `((chosen) => (${String(inOutputOrder)})(chosen).map((value) => value.slice(value.indexOf('|') + 1)))`;
