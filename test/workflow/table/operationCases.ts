/** For every operation a filled-in form that works, and ways to spoil one item of it: made from the fields, not by hand. */
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeProperties,
	NodeParameterValueType,
} from 'n8n-workflow';
import { operations } from '../../../nodes/Encord/operations';
import type { Operation } from '../../../nodes/shared/runtime/operation';
import { byId, encord } from '../encord/encordRun';

export const every = operations.map(
	(operation) => [`${operation.resource}: ${operation.name}`, operation] as const,
);

export const writing = every.filter(([, { readOnly }]) => !readOnly);

/** An ID under which Encord has nothing. */
export const nowhere = '00000000-0000-4000-8000-00000000dead';

/** Values for fields that need one and have no default that fits every item. */
const filled: INodeParameters = {
	project: byId('={{ $json.projectHash }}'),
	stage: byId('={{ $json.stageUuid }}'),
	task: '={{ $json.taskUuid }}',
	frame: '={{ $json.frame }}',
	ontology: byId(nowhere),
	storageItem: byId('={{ $json.storageItemUuid }}'),
	folder: byId('={{ $json.folderUuid }}'),
	fileFrom: 'cloud',
	integration: byId('={{ $json.integrationUuid }}'),
	objectUrl: '={{ $json.objectUrl }}',
	dataset: byId('={{ $json.datasetHash }}'),
	pathway: byId('Cat'),
	destination: byId('Complete'),
	comment: 'The box is too large.',
	object: byId('Track'),
	objectsBy: 'item',
	format: 'xyxy',
	scale: 'pixels',
	answerMode: 'json',
	answersJson: '{ "Animal": "Cat" }',
	attributeMode: 'json',
	attributesJson: '{ "Name": "A1" }',
	clientMetadata: '{ "seen": true }',
	replacePersonLabels: true,
	priority: 0.7,
	agentLabelsIn: 'kept',
	// Where the agent's labels are may be an expression; then n8n wants these to be filled in, too.
	agentProject: byId(nowhere),
	agentBranch: 'pre-labels',
	keptLabels: '={{ $json.labelRow }}',
};

/** The parameters of an operation that works on the items of the table. */
export function parametersOf({ fields }: Operation, more: INodeParameters = {}): INodeParameters {
	const names = new Set(fields.map(({ name }) => name));
	const given = Object.entries(filled).filter(([name]) => names.has(name));
	return { ...Object.fromEntries(given), ...more };
}

export function nodeOf(
	operation: Operation,
	more: INodeParameters = {},
	settings: Partial<INode> = {},
): INode {
	return encord(operation.resource, operation.name, parametersOf(operation, more), settings);
}

/** A way to make an item that the operation must fail. */
export interface Spoiled {
	what: string;
	/** Parameters that read the item's fields. */
	parameters: INodeParameters;
	/** Makes a bad item of a good one. */
	spoil(item: IDataObject): IDataObject;
	/** A part of the error's message. */
	says: RegExp;
	/** Whether the form refuses it, before anything is asked or written. */
	refused: boolean;
}

/** The fields that name what an operation works on, and the field of the item they read. */
const places: Record<string, string> = {
	dataUnit: 'dataHash',
	project: 'projectHash',
	dataset: 'datasetHash',
	folder: 'folderUuid',
};

const odd: { [type in INodeProperties['type']]?: [NodeParameterValueType, string] } = {
	number: ['many', '"many"'],
	boolean: ['maybe', '"maybe"'],
	options: ['nonsense', '"nonsense"'],
	string: [{ a: 1 }, '{"a":1}'],
};

export function spoiledItems(operation: Operation): Spoiled[] {
	return [...placesThatDoNotExist(operation), ...refusedValues(operation)];
}

function placesThatDoNotExist({ fields }: Operation): Spoiled[] {
	return fields
		.filter((field) => field.name in places && isShownAtFirst(field, fields))
		.map(({ name, displayName }) => ({
			what: `a ${displayName} that does not exist`,
			parameters: {},
			spoil: (item) => ({ ...item, [places[name]!]: nowhere }),
			says:
				name === 'dataUnit'
					? /data unit|00000000/i
					: /project|does not exist, or the key may not see/i,
			refused: false,
		}));
}

/** Whether a form shows the field before anything was chosen that shows it. */
function isShownAtFirst({ displayOptions }: INodeProperties, fields: INodeProperties[]): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, values]) => {
		const chosen = fields.find((field) => field.name === name)?.default;
		return chosen === undefined || (values as unknown[]).includes(chosen);
	});
}

/** The first field of a kind that can be wrong, is always shown, and may differ from item to item. */
function refusedValues(operation: Operation): Spoiled[] {
	const field = operation.fields.find(
		({ name, type, displayOptions }) =>
			type in odd && displayOptions === undefined && !operation.outputs?.includes(name),
	);
	if (!field) return [];
	const { name, displayName, type } = field;
	const good = parametersOf(operation)[name] ?? field.default;
	const usual = isExpression(good) ? good.slice(3, -2) : JSON.stringify(good);
	const expression = `={{ $json.spoiled ?? (${usual}) }}`;
	return [
		{
			what: `a ${displayName} that is refused`,
			parameters: { [name]: expression },
			spoil: (item) => ({ ...item, spoiled: odd[type]![0] as IDataObject }),
			says: new RegExp(displayName.replace(/[()]/g, '.')),
			refused: true,
		},
	];
}

const isExpression = (value: unknown): value is string =>
	typeof value === 'string' && value.startsWith('={{');
