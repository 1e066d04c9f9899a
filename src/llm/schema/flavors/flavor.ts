/** The interface of a flavor: how one provider of language models wants a schema. Each has a file; registry.ts lists them. */
import type { Form } from '../form';
import type { SchemaLimits } from '../limits';
import type { PartOptions } from '../parts/part';
import type { Selection } from '../selection';
import type { Dialect } from '../write/jsonSchema';
import type { Strictness } from '../write/zod';

export interface Flavor {
	/** Name on screen. */
	displayName: string;
	description: string;
	dialect: Dialect;
	/** `$schema` of the result. */
	schemaUri?: string;
	/** The provider's limits (models §2). */
	limits: SchemaLimits;
	keys: PartOptions['keys'];
	boxes: PartOptions['boxes'];
	/** How the zod schema of this flavor reads. */
	strictness: Strictness;
	/** A form of its own, instead of the one that all others share. */
	form?(selection: Selection): Form;
}
