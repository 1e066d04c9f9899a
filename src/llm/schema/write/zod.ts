/** Writes a shape as a zod schema. */
import { z } from 'zod';
import type { RecordShape, Shape } from '../shape';

/** How strictly a zod schema reads. */
export interface Strictness {
	/** A field that may be left out must be null instead, as providers with strict schemas answer. */
	allRequired: boolean;
	/** Fields that the schema does not have are refused; otherwise they are left out. */
	closed: boolean;
	/** Whether bounds are checked. OpenAI's strict schemas have none. */
	bounds: boolean;
}

export const READING: Strictness = { allRequired: false, closed: true, bounds: true };

export function zodOf(shape: Shape, strictness: Strictness = READING): z.ZodTypeAny {
	switch (shape.kind) {
		case 'text':
			return textOf(shape.maximum, strictness);
		case 'number':
			return numberOf(shape, strictness);
		case 'flag':
			return flag;
		case 'choice':
			return shape.options.length === 0
				? z.never()
				: z.enum(shape.options as [string, ...string[]]);
		case 'constant':
			return z.literal(shape.value);
		case 'list': {
			const list = z.array(zodOf(shape.of, strictness));
			if (!strictness.bounds) return list;
			const from = shape.minimum === undefined ? list : list.min(shape.minimum);
			return shape.maximum === undefined ? from : from.max(shape.maximum);
		}
		case 'record':
			return recordOf(shape, strictness);
		case 'union': {
			const variants = shape.variants.map((variant) => recordOf(variant, strictness));
			return z.discriminatedUnion(
				shape.tag,
				variants as unknown as [
					z.ZodDiscriminatedUnionOption<string>,
					...Array<z.ZodDiscriminatedUnionOption<string>>,
				],
			);
		}
	}
}

function textOf(maximum = Infinity, { bounds }: Strictness): z.ZodTypeAny {
	const text = z.string();
	if (!bounds) return text;
	return text
		.refine((value) => !LONE_SURROGATE.test(value), 'text with half a character in it')
		.refine(
			// A string's length counts UTF-16 units; the limit counts characters.
			(value) => value.length <= maximum || [...value].length <= maximum,
			`at most ${maximum} characters`,
		);
}

/** Half of a character that takes two units: such text cannot be saved as UTF-8. */
const LONE_SURROGATE = /\p{Surrogate}/u;

function numberOf(
	{ whole, minimum, maximum }: { whole?: boolean; minimum?: number; maximum?: number },
	{ bounds }: Strictness,
): z.ZodTypeAny {
	const any = whole === true ? z.number().int() : z.number();
	if (!bounds) return any;
	// JSON has no infinite numbers, but 1e999 reads as one.
	const from = minimum === undefined ? any.finite() : any.finite().min(minimum);
	return maximum === undefined ? from : from.max(maximum);
}

/** What the agents library accepts as true and false (protocol §14.5). */
const WORDS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
	...['1', 'on', 't', 'true', 'y', 'yes', 1].map((word) => [word, true] as const),
	...['0', 'off', 'f', 'false', 'n', 'no', 0].map((word) => [word, false] as const),
]);
const flag = z.preprocess(
	(value) => WORDS.get(typeof value === 'string' ? value.toLowerCase() : value) ?? value,
	z.boolean(),
);

function recordOf({ fields }: RecordShape, strictness: Strictness): z.AnyZodObject {
	const record = z.object(
		Object.fromEntries(
			fields.map(({ name, shape, required, nullable, description }) => {
				const value = zodOf(shape, strictness);
				const canBeNull = nullable || (strictness.allRequired && !required);
				const withNull = canBeNull ? value.nullable() : value;
				const whole = required || strictness.allRequired ? withNull : withNull.optional();
				return [name, description === undefined ? whole : whole.describe(description)];
			}),
		),
	);
	return strictness.closed ? record.strict() : record;
}
