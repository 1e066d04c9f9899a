/** Resource locators for IDs: chosen from a list, pasted as an Encord URL, or given as an ID or name. */
import type { INodePropertyMode } from 'n8n-workflow';
import { parseUuid, shortened } from '../../../../src/encord/wire/identifiers';
import type { Named } from '../names/knownNames';
import { parameter, type Parameter } from './field';
import type { Form } from './form';
import { InputError, nothingGiven } from './inputError';

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/**
 * Regular expressions for URLs of the Encord app, with the ID as the first group. Any host is accepted, because private
 * installations have their own.
 */
export const ADDRESS = {
	/** `<app>/label_editor/<project>/…`, `<app>/projects/view/<project>/…`, `<app>/projects/<project>`. */
	project: `https?:\\/\\/[^\\/]+\\/(?:label_editor|projects?(?:\\/[a-z_-]+)?)\\/(${UUID})`,
	/** `<app>/label_editor/<project>/<data unit>/<frame>`. */
	dataUnit: `https?:\\/\\/[^\\/]+\\/label_editor\\/${UUID}\\/(${UUID})`,
	/** `<app>/ontologies/<ontology>` and `<app>/ontologies/view/<ontology>`. */
	ontology: `https?:\\/\\/[^\\/]+\\/ontolog(?:y|ies)(?:\\/[a-z_-]+)?\\/(${UUID})`,
	/** URLs of files in storage end with the ID of the item, after any number of folders. */
	storageItem: `https?:\\/\\/[^\\/]+\\/.*(${UUID})[^\\/]*$`,
} as const;

interface LocatorOptions {
	displayName: string;
	name: string;
	description: string;
	/** Name of the method in `methods/listSearch` that fills the list. */
	searchListMethod?: string;
	/** Regular expression for the URL, with the ID as its first group. */
	address?: string;
	addressPlaceholder?: string;
	/** An example of a name, where names are taken, too. */
	nameExample?: string;
	/** An example of an ID that is no UUID. */
	idExample?: string;
	/** What an empty field means. Without it, an empty field is an error. */
	automatic?: { placeholder: string; read: (form: Form) => string };
	required?: boolean;
}

/**
 * A resource locator with the modes list, URL, name and ID, in that order. It returns the ID or name; empty text only when the field is
 * not required.
 */
export function locator(options: LocatorOptions): Parameter<string> {
	const { displayName, name, description, automatic, required = true } = options;
	return parameter(
		{
			displayName,
			name,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: required && automatic === undefined,
			description,
			modes: modes(options),
		},
		(form, property) => {
			const chosen = form.chosen(name);
			if (chosen !== '') return chosen;
			if (automatic !== undefined) {
				if (isExpressionOrNothing(form, name)) throw nothingGiven(property);
				return automatic.read(form);
			}
			if (!required) return chosen;
			throw new InputError(
				`${property.displayName} is empty`,
				`Choose it from the list, paste its Encord address, or give its ${options.nameExample === undefined ? '' : 'name or '}ID. An expression must give a value for every item.`,
			);
		},
	);
}

/** Whether an empty locator is not one that was left empty on the form. */
function isExpressionOrNothing(form: Form, name: string): boolean {
	const value = form.value(name) as { value?: unknown } | null | undefined;
	const inner = value !== null && typeof value === 'object' ? value.value : value;
	return inner === null || form.isExpression(name) || form.isExpression(`${name}.value`);
}

/** A locator whose ID is a UUID; it returns the canonical form. */
export function uuidLocator(options: LocatorOptions): Parameter<string> {
	const field = locator(options);
	return { ...field, read: (form) => uuidOf(field.read(form), options.displayName) };
}

/** The place of a name: what kind of thing it is of and, for a data unit, in which project. */
export interface NameOf {
	kind: Named['kind'];
	/** ID of the project. */
	project?: (form: Form) => string;
	/** An example of a name. */
	example: string;
}

/** Like {@link uuidLocator}, for things that can also be given by their name. What is a UUID is the ID, and is not looked up. */
export function namedLocator(options: LocatorOptions & { named: NameOf }): Parameter<string> {
	const { displayName, automatic, named } = options;
	const field = locator({
		...options,
		nameExample: named.example,
		// What the item names by itself is an ID.
		...(automatic && {
			automatic: { ...automatic, read: (form) => uuidOf(automatic.read(form), displayName) },
		}),
	});
	return parameter(field.property, (form) => idOrName(form, field.read(form), displayName, named));
}

/** The canonical ID of what is given by ID or name. @throws InputError; NameNotKnown, see {@link KnownNames} */
export function idOrName(
	form: Form,
	text: string,
	label: string,
	{ kind, project }: Omit<NameOf, 'example'>,
): string {
	const id = parseUuid(text);
	if (id !== undefined) return id;
	if (form.names === undefined) return uuidOf(text, label);
	const projectHash = project?.(form);
	return form.names.idOf({ kind, name: text, label, ...(projectHash && { projectHash }) });
}

/** The canonical form of an ID that must be a UUID. `label` is the display name of the field. @throws InputError */
export function uuidOf(text: string, label: string): string {
	const parsed = parseUuid(text);
	if (parsed === undefined) {
		throw new InputError(
			`${label} "${shortened(text)}" is not an ID`,
			'An ID looks like 00000000-1111-2222-3333-444444444444.',
		);
	}
	return parsed;
}

/* eslint-disable n8n-nodes-base/node-param-default-missing -- modes have no default, but the rule treats them as fields */
function modes({
	searchListMethod,
	address,
	addressPlaceholder,
	nameExample,
	idExample = '00000000-1111-2222-3333-444444444444',
	automatic,
}: LocatorOptions): INodePropertyMode[] {
	const all: INodePropertyMode[] = [];
	if (searchListMethod !== undefined) {
		all.push({
			displayName: 'From List',
			name: 'list',
			type: 'list',
			...(automatic === undefined ? {} : { placeholder: automatic.placeholder }),
			typeOptions: { searchListMethod, searchable: true },
		});
	}
	if (address !== undefined) {
		all.push({
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: addressPlaceholder,
			hint: 'Paste the address from the Encord app',
			extractValue: { type: 'regex', regex: address },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `${address}.*`,
						errorMessage: 'This is not the address of such a page in the Encord app',
					},
				},
			],
		});
	}
	// n8n shows its own words for the modes list, url and id, whatever they are called here. What is typed as one is taken as the other.
	if (nameExample !== undefined)
		all.push({
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: `e.g. ${nameExample}`,
		});
	all.push({
		displayName: 'By ID',
		name: 'id',
		type: 'string',
		placeholder: `e.g. ${idExample}`,
	});
	return all;
}
/* eslint-enable n8n-nodes-base/node-param-default-missing */
