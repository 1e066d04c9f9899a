/**
 * Workflows whose JSON holds values of other types, as scripts and models write them: for every field of every operation. n8n
 * itself changes some of them before the node sees them (n8n §5).
 */
import { describe, expect, it } from '@jest/globals';
import type { INode, INodeParameters } from 'n8n-workflow';
import {
	oddValues,
	otherwise,
	versionIn,
	type OddValue,
	type WrongValues,
} from '../../unit/nodes/oddValueCases';
import keys from '../../unit/encord/auth/keys.json';
import { byId, encord, useSeed } from '../encord/encordRun';
import { form as stageForm } from '../../../nodes/EncordAgentStageTrigger/form';
import { node, poller, runWorkflow, workflow } from '../engine/harness';
import { every, nodeOf, nowhere } from './operationCases';
import { tableItems, tableSeed, type Title } from './tableSandbox';

/** Where nobody answers: a form that is refused asks nothing. */
const credentials = {
	encordApi: {
		privateKey: keys.plain.privateKey,
		passphrase: '',
		region: 'custom',
		apiUrl: 'http://127.0.0.1:9',
		appUrl: 'http://127.0.0.1:9',
	},
};

/** For each type of field, values of the other JSON types. */
const wrongValues: Record<string, WrongValues> = {
	text: {
		number: 'many',
		boolean: 'maybe',
		options: 'nonsense',
		json: 'nonsense',
		dateTime: 'soon',
		resourceLocator: '',
		resourceMapper: 'text',
	},
	'a number': { boolean: 1, options: 7, json: 7, resourceMapper: 7 },
	'true or false': {
		number: true,
		options: true,
		json: true,
		dateTime: true,
		resourceMapper: true,
	},
	'a list': {
		string: [{ a: 1 }],
		number: [1],
		boolean: [true],
		options: [[]],
		multiOptions: [{ a: 1 }],
		dateTime: [],
		resourceLocator: [],
		resourceMapper: [],
	},
	'an object': {
		string: { a: 1 },
		number: { a: 1 },
		boolean: {},
		options: { a: 1 },
		multiOptions: { a: 1 },
		dateTime: {},
		resourceLocator: {},
		resourceMapper: {},
	},
};

/** The same value for every type of field that takes expressions. */
const everywhere = (value: string): WrongValues => ({
	...Object.fromEntries(
		['string', 'number', 'boolean', 'options', 'multiOptions', 'dateTime', 'json'].map((type) => [
			type,
			value,
		]),
	),
	resourceLocator: byId(value),
});

const EMPTY_TEXT = 'an expression that gives empty text';

/** Values of expressions. A JSON field takes objects and lists; text may be empty. */
const expressions: Record<string, WrongValues> = {
	'an expression that gives nothing': everywhere('={{ $json.nothing }}'),
	'an expression that gives null': everywhere('={{ null }}'),
	'an expression that gives an object': { ...everywhere('={{ ({ a: 1 }) }}'), json: undefined },
	'an expression that gives an empty list': { ...everywhere('={{ [] }}'), json: undefined },
	[EMPTY_TEXT]: { ...everywhere('={{ "" }}'), string: undefined },
};

/** Its default gives empty text where the item has no frame: then the detections name their frames, and a video without is refused. */
const emptyTextIsRight = new Set(['object: addMany: frame', 'task: finish: frame']);

/** n8n takes null for "not set" in fields of all other types. */
const readsNull = new Set(['number', 'boolean', 'options']);

const cases = (title: string, fields: Parameters<typeof oddValues>[0]): Array<[string, OddValue]> =>
	Object.entries({ ...wrongValues, ...expressions })
		.flatMap(([type, wrong], position) =>
			oddValues(fields, wrong)
				.filter(({ what }) => what === 'another type')
				.map((odd): [string, OddValue] => [type, odd])
				.concat(
					position > 0
						? []
						: oddValues(fields)
								.filter((odd) => odd.what === 'nothing' && readsNull.has(odd.type))
								.map((odd): [string, OddValue] => ['null', odd]),
				),
		)
		.filter(
			([type, { path }]) =>
				!otherwise.has(`${title}: ${path}`) &&
				!(type === EMPTY_TEXT && emptyTextIsRight.has(`${title}: ${path}`)),
		);

/** The message that ends the run of a node, or stops it from starting. */
async function refusal(node: INode): Promise<string> {
	try {
		const run = await runWorkflow(workflow([node]), { credentials });
		return run.error()?.message ?? `No error: ${JSON.stringify(run.json(node.name))}`;
	} catch (error) {
		return (error as Error).message;
	}
}

it.each(every)(
	'%s refuses values of other types, each with the name of its field',
	async (title, operation) => {
		const wrong: string[] = [];
		for (const [type, { path, displayName, parameters }] of cases(title, operation.fields)) {
			const { resource, name } = operation;
			const typeVersion = versionIn(parameters);
			const message = await refusal(
				encord(resource, name, parameters as INodeParameters, { typeVersion }),
			);
			if (!message.includes(displayName)) wrong.push(`${path} is ${type}: ${message}`);
		}
		expect(wrong).toEqual([]);
	},
);

it('the Encord Agent Stage Trigger refuses them in the same way', async () => {
	const wrong: string[] = [];
	for (const [type, odd] of cases('Encord Agent Stage Trigger', stageForm.properties)) {
		// A trigger has no item: n8n refuses such an expression itself.
		if (type === 'an expression that gives nothing') continue;
		const { path, displayName, parameters } = odd;
		const trigger = node('Tasks', 'n8n-nodes-encord.encordAgentStageTrigger', parameters as never);
		const { poll } = await poller(workflow([trigger]), { credentials });
		const message = await poll().then(
			() => 'No error',
			(error: Error) => error.message,
		);
		if (!message.includes(displayName)) wrong.push(`${path} is ${type}: ${message}`);
	}
	expect(wrong).toEqual([]);
});

it.each([
	['labels', 'get', 'no operation "" for "labels"'],
	['labelRow', 'burn', 'no operation "burn" for "labelRow"'],
	[7, 'get', 'no operation "" for 7'],
	[{ a: 1 }, 'get', 'no operation "" for {"a":1}'],
	['labelRow', { a: 1 }, 'no operation {"a":1} for "labelRow"'],
	['labelRow', null, 'no operation "" for "labelRow"'],
])('says that there is no operation of the resource %j and the operation %j', async (...given) => {
	const [resource, operation, message] = given;
	expect(await refusal(encord(resource as string, operation as string))).toContain(message);
});

it.each(['class', 'min', 'max'])(
	'takes no empty text of an expression for "no limit": %s',
	async (name) => {
		const rules = {
			count: [{ class: 'Car', min: '1', max: '', per: 'frame', [name]: '={{ "" }}' }],
		};
		const project = byId(nowhere);
		const field = { class: 'Class', min: 'At Least', max: 'At Most' }[name]!;
		expect(
			await refusal(encord('labelRow', 'check', { project, dataUnit: project, rules } as never)),
		).toContain(field);
	},
);

describe('a field that shows others', () => {
	const sandbox = useSeed<Title>('table', tableSeed);
	const [, rows] = every.find(([title]) => title === 'labelRow: getMany')!;
	const [, proceed] = every.find(([title]) => title === 'task: proceed')!;
	const run = async (node: INode) =>
		await runWorkflow(workflow([node]), {
			credentials: sandbox.credentials,
			items: (await tableItems(sandbox, 'North')).map((json) => ({ json })),
		});

	it('keeps its meaning as text, or says that the others are missing', async () => {
		expect((await run(nodeOf(rows, { returnAll: 'true', limit: 2 }))).json('Encord')).toHaveLength(
			9,
		);
		// n8n has dropped the limit: 2 must not turn into the default.
		const { error } = await run(nodeOf(rows, { returnAll: 'false', limit: 2 }));
		expect(error()?.message).toBe('Limit is not in the form, because "returnAll" is "false"');
	});

	it('moves nothing when the outputs it shows are missing', async () => {
		const before = await sandbox.tasks('North');
		const { error } = await run(
			nodeOf(proceed, { onePerPathway: 'true', pathwayOutputs: ['Cat'] }),
		);
		expect(error()?.message).toContain('Pathways With an Output is not in the form');
		expect(await sandbox.tasks('North')).toEqual(before);
	});
});
