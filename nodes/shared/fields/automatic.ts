/**
 * Fields that may be left empty: the task, call or frame that the item came from is meant. It is read from the item itself, else
 * from the nearest Encord node that the item came through. What they say must agree: a frame or a task of another file is not
 * taken.
 */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { parseUuid } from '../../../src/encord/wire/identifiers';
import type { Ancestor } from './form/ancestors';
import type { Form } from './form/form';
import { InputError, shown } from './form/inputError';

/** What the form shows in a field that fills itself. */
export const AUTOMATIC = 'Automatic: from the task or call';

/** Names of what Encord nodes put into their items. */
type Key = 'projectHash' | 'dataHash' | 'stageUuid' | 'taskUuid' | 'frame' | 'storageItemUuid';

export interface Automatic {
	key: Key;
	/** Whether it is that of the task: an item without a task does not name it. */
	ofTask?: boolean;
	/** Data unit that it belongs to. By default, the one that the nearest item names. */
	dataHash?: string;
}

interface Source {
	/** Name of the node; undefined for the item itself. */
	node?: string;
	json: IDataObject;
	ancestor?: Ancestor;
}

/**
 * What the item came from, for a field that was left empty.
 * @throws InputError when nothing names it, or the nodes before this one disagree, or n8n lost which items belong together
 */
export function automaticValue(
	form: Form,
	{ displayName }: Pick<INodeProperties, 'displayName'>,
	wanted: Automatic,
): unknown {
	const value = automaticOrNothing(form, { displayName }, wanted);
	if (value === undefined) throw nothingTells(form, displayName);
	return value;
}

/** The same, or undefined when nothing names it. */
export function automaticOrNothing(
	form: Form,
	{ displayName }: Pick<INodeProperties, 'displayName'>,
	wanted: Automatic,
): unknown {
	const { item } = form;
	if (tells(item, wanted) && isFromEncord(item, wanted)) return item[wanted.key];
	const found = firstThatTells(form, displayName, wanted);
	if (found === undefined) return undefined;
	refuseDisagreement(form, displayName, wanted, found);
	return found.json[wanted.key];
}

/** Whether the item says by itself what it is about. A frame alone may be the number of something else, such as a model's. */
function isFromEncord(item: IDataObject, { key, dataHash }: Automatic): boolean {
	if (key !== 'frame') return true;
	return given(item.dataHash) && (dataHash === undefined || sameId(item.dataHash, dataHash));
}

function tells(json: IDataObject, { key, ofTask = false }: Automatic): boolean {
	return given(json[key]) && (!ofTask || given(json.taskUuid));
}

function firstThatTells(form: Form, displayName: string, wanted: Automatic): Source | undefined {
	let { dataHash } = wanted;
	for (const source of sourcesOf(form)) {
		const { json } = source;
		if (json === undefined) throw pairingLost(displayName, source.node);
		// A project has many files; everything else belongs to one of them.
		if (wanted.key !== 'projectHash' && wanted.key !== 'dataHash' && given(json.dataHash)) {
			if (dataHash !== undefined && !sameId(json.dataHash, dataHash)) return undefined;
			dataHash = String(json.dataHash);
		}
		if (tells(json, wanted)) return { ...source, json };
	}
	return undefined;
}

function sourcesOf(form: Form): Array<Omit<Source, 'json'> & { json: IDataObject | undefined }> {
	return [
		{ json: form.item },
		...form.ancestors.map((ancestor) => ({ node: ancestor.node, json: ancestor.json, ancestor })),
	];
}

/**
 * Of two Encord nodes in one chain, the later one counts. Where their branches were merged, or an item has a number of its own
 * that is called frame, neither counts more than the other.
 */
function refuseDisagreement(
	form: Form,
	displayName: string,
	wanted: Automatic,
	found: Source,
): void {
	const itself = found.ancestor === undefined;
	if (itself && wanted.key !== 'frame') return;
	const rival = form.ancestors.find(
		(other) =>
			other.json !== undefined &&
			tells(other.json, wanted) &&
			(found.ancestor === undefined
				? !given(form.item.dataHash)
				: other !== found.ancestor && !other.isBefore(found.ancestor)) &&
			String(other.json[wanted.key]) !== String(found.json[wanted.key]),
	);
	if (rival === undefined) return;
	throw new InputError(
		`${displayName} is automatic, but ${named(found.node)} says ${shown(found.json[wanted.key])} and "${rival.node}" says ${shown(rival.json![wanted.key])}`,
		'Choose it in the form, or write an expression that says which one is meant.',
	);
}

function nothingTells(form: Form, displayName: string): InputError {
	const nodes = form.ancestors.map(({ node }) => `"${node}"`);
	const looked =
		nodes.length === 0
			? 'the item does not name it, and no Encord node comes before this one'
			: `neither the item nor ${nodes.join(' nor ')} names it for this file`;
	return new InputError(
		`${displayName} is empty, and ${looked}`,
		'Choose it in the form, or write an expression that gives it for every item.',
	);
}

function pairingLost(displayName: string, node: string | undefined): InputError {
	return new InputError(
		`${displayName} is automatic, but n8n cannot tell which item of "${node}" this item came from`,
		'A node between the two does not link its items to those it got, or made one of many. Choose the value in the form, or write an expression.',
	);
}

const named = (node: string | undefined) => (node === undefined ? 'the item' : `"${node}"`);

function given(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function sameId(one: unknown, other: unknown): boolean {
	return (parseUuid(String(one)) ?? one) === (parseUuid(String(other)) ?? other);
}
