/** The number that a value of JSON is, text that contains one included; NaN for anything else, such as `null`, `true` and empty text. */
export function numberFrom(value: unknown): number {
	const isText = typeof value === 'string' && value.trim() !== '';
	return typeof value === 'number' || isText ? Number(value) : Number.NaN;
}
