/**
 * Pathways that get an output of their own. A chosen pathway is the value `<uuid>|<name>`: the outputs of a node are made
 * from the values on screen alone (n8n §4).
 */

/** A pathway as a list of the form offers it. */
export function pathwayValue({ uuid, title }: { uuid: string; title: string }): string {
	return `${uuid}|${title}`;
}

/** The ID in the value of a chosen pathway. */
export function pathwayUuid(value: string): string {
	return value.split('|')[0] ?? '';
}

/**
 * Chosen pathways in the order of their outputs: by name, so that the order does not depend on the order of clicks, since
 * n8n stores connections by number. Runs as text inside an n8n expression: no imports, nothing from outside, never throws.
 */
export const inOutputOrder = (chosen: unknown): string[] => {
	const nameOf = (value: string) => value.slice(value.indexOf('|') + 1);
	if (!Array.isArray(chosen)) return [];
	return chosen.map(String).sort((a, b) => {
		const [left, right] = [nameOf(a), nameOf(b)];
		return left === right ? (a < b ? -1 : 1) : left < right ? -1 : 1;
	});
};

/** Text of a function from chosen pathways to the names of their outputs. */
export const pathwayOutputNames = `((chosen) => (${String(inOutputOrder)})(chosen).map((value) => value.slice(value.indexOf('|') + 1)))`;
