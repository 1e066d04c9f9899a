import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import { EncordAgentStageTrigger } from '../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node';
import { EncordAiLabeler } from '../../../nodes/EncordAiLabeler/EncordAiLabeler.node';
import { EncordTrigger } from '../../../nodes/EncordTrigger/EncordTrigger.node';
import { operations, resources } from '../../../nodes/Encord/operations';
import { outputSchemas } from '../../../nodes/shared/runtime/assemble';

const node = new Encord();
const { properties } = node.description;

/** Every field with its path, those inside collections included. */
function everyField(
	fields: INodeProperties[],
	path = '',
): Array<{ path: string; field: INodeProperties }> {
	return fields.flatMap((field) => {
		const here = `${path}${field.name}`;
		const inside = (field.options ?? []).flatMap((option) => {
			if ('values' in option) return everyField(option.values, `${here}.${option.name}.`);
			return 'type' in option && 'displayName' in option
				? everyField([option as INodeProperties], `${here}.`)
				: [];
		});
		return [{ path: here, field }, ...inside];
	});
}

const fields = everyField(properties);
const keys = operations.map(({ resource, name }) => `${resource}.${name}`);

/** The parameters that a node has when none was chosen, in a version of the node. */
const atFirst = (typeVersion: number) =>
	NodeHelpers.getNodeParameters(properties, {}, true, false, { typeVersion }, node.description)!;

it('begins with reading, and a node of an older version with what it began with', () => {
	const { resource, operation } = atFirst(2);
	const first = operations.find((one) => one.resource === resource && one.name === operation);
	expect(first?.readOnly).toBe(true);
	expect(atFirst(1)).toMatchObject({ resource: 'agent', operation: 'reply' });
});

it('says in words what it does', () => {
	const [, source] = /^=\{\{ (.*) \}\}$/.exec(node.description.subtitle!)!;
	const words = (resource: string, operation: string): unknown =>
		// n8n evaluates it in the same way.
		new Function('$parameter', `return ${source};`)({ resource, operation });
	expect(words('classification', 'set')).toBe('Set: classification');
	expect(words('labelRow', 'getMany')).toBe('Get Many: label row');
	expect(words('gone', 'old')).toBe('old: gone');
});

describe('the operations', () => {
	it('have unique names and a resource', () => {
		expect(new Set(keys).size).toBe(keys.length);
		expect(
			operations.filter(({ resource }) => !resources.some(({ name }) => name === resource)),
		).toEqual([]);
	});

	it.each(operations)(
		'$resource $name says what it does',
		({ action, description, displayName, example }) => {
			expect(action).toMatch(/^[A-Z][a-z]+ [a-z]/);
			expect(description).toMatch(/^[A-Z].{20,}/);
			expect(displayName).not.toBe('');
			expect(Object.keys(example).length).toBeGreaterThan(0);
		},
	);

	it.each(operations)(
		'$resource $name shows exactly its own fields in its own order',
		({ resource, name, fields: own }) => {
			const parameters: INodeParameters = { resource, operation: name };
			const shown = properties.filter((field) => {
				const { resource: onResource, operation: onOperation } = field.displayOptions?.show ?? {};
				return (
					(onResource as string[] | undefined)?.includes(resource) &&
					(onOperation as string[] | undefined)?.includes(name)
				);
			});
			expect(shown.map((field) => field.name)).toEqual(own.map((field) => field.name));
			const form = NodeHelpers.getNodeParameters(
				properties,
				parameters,
				true,
				false,
				{ typeVersion: 1 },
				node.description,
			);
			expect(form).toMatchObject(parameters);
		},
	);

	it('have one output schema each', () => {
		const version = node.description.version as number[];
		expect(outputSchemas({ operations, version }).map(({ path }) => path)).toEqual(
			version.flatMap((one) =>
				keys.map((key) => `__schema__/v${one}.0.0/${key.replace('.', '/')}.json`),
			),
		);
	});
});

describe('the fields', () => {
	it.each(fields)('$path has a default and a description', ({ field }) => {
		expect(field.default).toBeDefined();
		if (
			!['notice', 'resource', 'operation'].some(
				(plain) => plain === field.type || plain === field.name,
			) &&
			field.type !== 'collection'
		) {
			expect(field.description ?? '').not.toBe('');
		}
		// One sentence stands without a period, several have theirs.
		const sentences = (field.description ?? '').split(/[.!?] /).length;
		if (sentences === 1) expect(field.description ?? '').not.toMatch(/[.]$/);
		if (field.type === 'boolean') expect(field.description).toMatch(/^Whether /);
	});

	it.each(
		everyField(
			[Encord, EncordAiLabeler, EncordTrigger, EncordAgentStageTrigger].flatMap(
				(type) => new type().description.properties,
			),
		).filter(({ field }) => field.type === 'collection'),
	)('entries of $path are in alphabetical order, behind at most five common ones', ({ field }) => {
		const names = (field.options as INodeProperties[]).map(({ displayName }) => displayName);
		const inOrder = (some: string[]) =>
			some.every((name, index) => index === 0 || some[index - 1]!.localeCompare(name, 'en') <= 0);
		expect([0, 1, 2, 3, 4, 5].some((common) => inOrder(names.slice(common)))).toBe(true);
	});

	it.each(fields.filter(({ field }) => field.type === 'options' || field.type === 'multiOptions'))(
		'$path offers its default',
		({ field }) => {
			if (field.typeOptions?.loadOptionsMethod) return;
			const values = (field.options ?? []).map((option) =>
				'value' in option ? option.value : undefined,
			);
			for (const value of [field.default].flat()) expect(values).toContain(value);
		},
	);

	it('name what a button adds', () => {
		const buttons = fields.filter(({ field }) =>
			['collection', 'fixedCollection'].includes(field.type),
		);
		expect(buttons.length).toBeGreaterThan(5);
		expect(
			buttons.filter(({ field }) => !field.placeholder?.startsWith('Add ')).map(({ path }) => path),
		).toEqual([]);
	});

	it('name methods that exist', () => {
		const { listSearch, loadOptions, resourceMapping } = node.methods;
		for (const { path, field } of fields) {
			const { loadOptionsMethod, resourceMapper } = field.typeOptions ?? {};
			const searches = (field.modes ?? []).flatMap(
				({ typeOptions }) => typeOptions?.searchListMethod ?? [],
			);
			for (const name of searches)
				expect([path, Object.keys(listSearch)]).toEqual([path, expect.arrayContaining([name])]);
			if (loadOptionsMethod)
				expect([path, Object.keys(loadOptions)]).toEqual([
					path,
					expect.arrayContaining([loadOptionsMethod]),
				]);
			if (resourceMapper)
				expect([path, Object.keys(resourceMapping)]).toEqual([
					path,
					expect.arrayContaining([resourceMapper.resourceMapperMethod]),
				]);
		}
	});

	it('depend only on fields that are shown at the same time', () => {
		for (const field of properties) {
			const { resource, operation, ...conditions } = field.displayOptions?.show ?? {};
			for (const name of (operation ?? []) as string[]) {
				const own = operations.find(
					(one) => one.name === name && (resource as string[]).includes(one.resource),
				)!;
				for (const [other, values] of Object.entries(conditions)) {
					// n8n's own, such as `@tool`.
					if (other.startsWith('@')) continue;
					const asked = own.fields.find((one) => one.name === other);
					expect([field.name, other, asked === undefined]).toEqual([field.name, other, false]);
					if (asked?.options)
						for (const value of values as unknown[])
							expect(
								asked.options.map((option) => (option as { value?: unknown }).value),
							).toContain(value);
				}
			}
		}
	});
});

describe('addresses of the Encord app', () => {
	const uuid = '11111111-2222-3333-4444-555555555555';
	const other = '99999999-8888-7777-6666-555555555555';
	const locate = (name: string, url: string) => {
		const mode = fields
			.find(({ field }) => field.name === name)!
			.field.modes!.find((one) => one.name === 'url')!;
		return new RegExp((mode.extractValue as { regex: string }).regex).exec(url)?.[1];
	};
	it.each([
		['project', `https://app.encord.com/label_editor/${uuid}/${other}/3`, uuid],
		['project', `https://app.us.encord.com/projects/view/${uuid}/summary`, uuid],
		['project', `https://label.example.com/projects/${uuid}`, uuid],
		['project', `https://app.encord.com/datasets/${uuid}`, undefined],
		['dataUnit', `https://app.encord.com/label_editor/${other}/${uuid}/3?objectHash=a`, uuid],
		['dataUnit', `https://app.encord.com/label_editor/${other}`, undefined],
		['ontology', `https://app.encord.com/ontologies/view/${uuid}`, uuid],
		['storageItem', `https://app.encord.com/storage/${other}/${uuid}?page=1`, uuid],
	])('%s in %s', (name, url, expected) => expect(locate(name, url)).toBe(expected));
});

describe('the class', () => {
	it('is what n8n loads', () => {
		const folder = join(__dirname, '../../../nodes/Encord');
		for (const icon of Object.values(node.description.icon as Record<string, string>)) {
			expect(existsSync(join(folder, icon.replace('file:', '')))).toBe(true);
		}
		const codex = JSON.parse(readFileSync(join(folder, 'Encord.node.json'), 'utf8')) as {
			node: string;
		};
		expect(codex.node).toBe(`n8n-nodes-encord.${node.description.name}`);
		expect(Encord.name).toBe('Encord');
	});
});

it.each([Encord, EncordAiLabeler, EncordTrigger, EncordAgentStageTrigger])(
	'%p says Publish, as n8n does',
	(type) => {
		const texts: string[] = [];
		JSON.stringify(new type().description, (_key, value: unknown) => {
			if (typeof value === 'string') texts.push(value);
			return value;
		});
		expect(texts.filter((text) => /\b(de)?activat/i.test(text))).toEqual([]);
	},
);
