/** Random instances of a JSON Schema in the subset that the flavors write: what a provider that keeps to it could answer. */
import fc from '../../fastCheck';
import type { JsonSchema } from '../../../../src/llm/schema/write/jsonSchema';

export function instancesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
	const variants = schema.anyOf ?? schema.oneOf;
	const branches = variants !== undefined ? variants.map(instancesOf) : typesOf(schema);
	return fc.oneof(...branches, ...(schema.nullable === true ? [fc.constant(null)] : []));
}

function typesOf(schema: JsonSchema): Array<fc.Arbitrary<unknown>> {
	if (schema.const !== undefined) return [fc.constant(schema.const)];
	if (schema.enum !== undefined) return [fc.constantFrom(...schema.enum)];
	const types = Array.isArray(schema.type) ? schema.type : [schema.type];
	return types.map((type) => {
		const { minimum = 0, maximum = 40 } = schema;
		switch (type) {
			case 'null':
				return fc.constant(null);
			case 'string':
				return fc.string({ unit: 'grapheme', maxLength: 12 });
			case 'boolean':
				return fc.boolean();
			case 'integer':
				return fc.integer({ min: minimum, max: maximum });
			case 'number':
				return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
			case 'array':
				return fc.array(instancesOf(schema.items ?? {}), {
					minLength: schema.minItems ?? 0,
					maxLength: schema.maxItems ?? 3,
				});
			case 'object':
				return fc.record(
					Object.fromEntries(
						Object.entries(schema.properties ?? {}).map(([name, value]) => [
							name,
							instancesOf(value),
						]),
					),
					{ requiredKeys: schema.required ?? [] },
				);
			default:
				throw new Error(`no instances of ${JSON.stringify(schema)}`);
		}
	});
}
