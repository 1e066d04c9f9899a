/** The schema of client metadata of the organization, in its newer and its deprecated form (protocol §16.4). */
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/wire/json';
import { Refusal } from '../calls/refusal';
import { stableUuid } from '../state/ids';
import type { V2Call, V2Route } from './router';

const scalars = ['number', 'varchar', 'text', 'boolean', 'datetime', 'uuid'] as const;

/** A type that a key can have, and get back after it was deleted. */
const living = z.discriminatedUnion('ty', [
	z.object({ ty: z.literal('number'), format: z.enum(['F32', 'F64']).default('F64') }),
	z.object({ ty: z.literal('boolean') }),
	z.object({
		ty: z.literal('varchar'),
		max_length: z.number().int().min(0).max(8192).default(8192),
	}),
	z.object({ ty: z.literal('datetime'), timezone: z.literal('UTC').default('UTC') }),
	z.object({ ty: z.literal('enum'), values: z.array(z.string()).min(1).max(256) }),
	z.object({ ty: z.literal('embedding'), size: z.number().int().min(1).max(4096) }),
	z.object({ ty: z.literal('text') }),
	z.object({ ty: z.literal('uuid') }),
	z.object({ ty: z.literal('variant'), hint: z.enum(scalars).default('text') }),
	z.object({ ty: z.literal('user') }),
]);
type Living = z.infer<typeof living>;

const schemaSchema = z.record(
	z.union([
		living,
		z.object({ ty: z.literal('tombstone'), deleted_ty: living.nullish().default(null) }),
	]),
);

/** The deprecated names of scalar types. */
const OLD_NAMES: Record<(typeof scalars)[number], string> = {
	number: 'number',
	varchar: 'string',
	text: 'long_string',
	boolean: 'boolean',
	datetime: 'datetime',
	uuid: 'string',
};
const oldTypes = [
	'number',
	'string',
	'boolean',
	'datetime',
	'geospatial',
	'enum',
	'embedding',
	'long_string',
] as const;

function oldNameOf(type: Living): string {
	if (type.ty === 'variant') return OLD_NAMES[type.hint];
	if (type.ty === 'enum' || type.ty === 'embedding') return type.ty;
	return type.ty === 'user' ? 'string' : OLD_NAMES[type.ty];
}

function store(call: V2Call, types: EncordJson): null {
	const at = call.now.toISOString();
	const createdAt = call.store.metadataSchema.get('schema')?.createdAt ?? at;
	call.store.metadataSchema.put('schema', { types, createdAt, updatedAt: at });
	return null;
}

/** Null before a schema was set. Deleted keys are left out. */
function readOld(call: V2Call) {
	const schema = call.store.metadataSchema.get('schema');
	if (!schema) return null;
	const metadataSchema = Object.fromEntries(
		Object.entries(schemaSchema.parse(schema.types)).flatMap(([key, type]) =>
			type.ty === 'tombstone' ? [] : [[key, oldNameOf(type)]],
		),
	);
	return {
		uuid: stableUuid('client metadata schema'),
		metadataSchema,
		organisationId: 1,
		createdAt: schema.createdAt,
		updatedAt: schema.updatedAt,
	};
}

/** An enum has values and an embedding a size, which this form cannot name: they must be there already. @throws Refusal 400 */
function writeOld(call: V2Call): null {
	const wanted = call.body(z.record(z.enum(oldTypes)));
	const known = schemaSchema.parse(call.store.metadataSchema.get('schema')?.types ?? {});
	const types = Object.entries(wanted).map(([key, name]) => {
		const hint = scalars.find((scalar) => OLD_NAMES[scalar] === name);
		if (hint) return [key, { ty: 'variant', hint }];
		if (known[key]?.ty === name) return [key, known[key]];
		throw new Refusal(400, `${key}: a key of type ${name} cannot be made by this call`);
	});
	return store(call, Object.fromEntries(types) as EncordJson);
}

const NEW = 'organisation/client-metadata-schema-v2';
const OLD = 'organisation/client-metadata-schema';

export const metadataSchemaRoutes: V2Route[] = [
	{
		method: 'GET',
		path: NEW,
		call: 'metadataSchema.get',
		handle: (call) => call.store.metadataSchema.get('schema')?.types ?? null,
	},
	{
		method: 'POST',
		path: NEW,
		call: 'metadataSchema.set',
		handle: (call) => store(call, call.body(schemaSchema) as EncordJson),
	},
	{ method: 'GET', path: OLD, call: 'metadataSchema.getOld', handle: readOld },
	{ method: 'POST', path: OLD, call: 'metadataSchema.setOld', handle: writeOld },
];
