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
 * Chosen pathways in the order of their outputs: by name. The order must not depend on the order of clicks, because n8n stores
 * connections by output number. n8n runs the source text inside an expression: it must not use imports or outer variables, and
 * must not throw.
 */
export const inOutputOrder = (chosen: unknown): string[] => {
	const nameOf = (value: string) => value.slice(value.indexOf('|') + 1);
	if (!Array.isArray(chosen)) return [];
	return chosen.map(String).sort((a, b) => {
		const [left, right] = [nameOf(a), nameOf(b)];
		return left === right ? (a < b ? -1 : 1) : left < right ? -1 : 1;
	});
};

/** Source text of a function from chosen pathways to the names of their outputs. */
export const pathwayOutputNames = `((chosen) => (${String(inOutputOrder)})(chosen).map((value) => value.slice(value.indexOf('|') + 1)))`;
