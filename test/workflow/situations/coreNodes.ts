/** Small stand-ins for n8n's own nodes that workflows are made of. They treat items and paired items as n8n's do (n8n §8). */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWorkflowBase,
} from 'n8n-workflow';
import type { NodeClasses } from '../engine/n8nRuntime';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

function nodeClass(
	name: string,
	execute: Execute,
	more: Partial<INodeTypeDescription> = {},
): () => INodeType {
	return () => ({
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
			...more,
		} as INodeTypeDescription,
		execute,
	});
}

/** Loop Over Items: `done` and `loop`, batch by batch. */
async function loopOverItems(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const memory = this.getContext('node') as {
		waiting?: INodeExecutionData[];
		done: INodeExecutionData[];
		source: unknown;
	};
	const size = Number(this.getNodeParameter('batchSize', 0));
	const items = this.getInputData();
	let batch: INodeExecutionData[];
	if (memory.waiting === undefined) {
		Object.assign(memory, { waiting: [...items], done: [], source: this.getInputSourceData() });
		batch = memory.waiting!.splice(0, size);
	} else {
		const sourceOverwrite = this.getInputSourceData();
		memory.done.push(
			...items.map((item, index) => ({ ...item, pairedItem: { item: index, sourceOverwrite } })),
		);
		batch = memory.waiting.splice(0, size).map((item) => ({
			...item,
			pairedItem: { ...(item.pairedItem as object), sourceOverwrite: memory.source },
		})) as INodeExecutionData[];
	}
	return batch.length === 0 ? [memory.done, []] : [[], batch];
}

/** Merge by position, or by the key field. */
async function merge(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const key = String(this.getNodeParameter('key', 0));
	const [first, second] = [0, 1].map((input) =>
		this.getInputData(input).map((one, item) => ({ ...one, pairedItem: [{ input, item }] })),
	) as [INodeExecutionData[], INodeExecutionData[]];
	const partner = (one: INodeExecutionData, position: number) =>
		key === '' ? second[position] : second.find(({ json }) => json[key] === one.json[key]);
	return [
		first.flatMap((one, position) => {
			const other = partner(one, position);
			if (other === undefined) return [];
			return {
				json: { ...one.json, ...other.json },
				binary: { ...one.binary, ...other.binary },
				pairedItem: [one, other].flatMap(({ pairedItem }) => pairedItem as object[]),
			} as INodeExecutionData;
		}),
	];
}

async function runSubWorkflow(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const code = this.getNodeParameter('workflow', 0) as unknown as IWorkflowBase;
	const { data } = await this.executeWorkflow({ code }, this.getInputData(), undefined, {
		parentExecution: { executionId: this.getExecutionId(), workflowId: this.getWorkflow().id! },
	});
	return data.map((items) =>
		(items ?? []).map((item, index) => ({ ...item, pairedItem: { item: index } })),
	);
}

async function wait(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	await this.putExecutionToWait(new Date(Date.now() + 3_600_000));
	return [this.getInputData()];
}

/** Gives the items of its field: JSON, or items with `json` and `binary`. */
async function give(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getNodeParameter('items', 0) as IDataObject[];
	return [
		items.map((json, item) => ({
			json,
			pairedItem: { item: Math.min(item, this.getInputData().length - 1) },
		})),
	];
}

/** Gives items without a link to those it got, as code may. */
async function unlinked(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData().map((_item, number) => ({ json: { number } }));
	return [[...items, { json: { number: -1 } }]];
}

const field = (name: string, type: 'string' | 'number' | 'json', value: unknown) =>
	({ displayName: name, name, type, default: value }) as INodeTypeDescription['properties'][number];

export const coreNodes: NodeClasses = {
	'n8n-nodes-base.splitInBatches': nodeClass('splitInBatches', loopOverItems, {
		outputs: ['main', 'main'],
		properties: [field('batchSize', 'number', 1)],
	}),
	'n8n-nodes-base.merge': nodeClass('merge', merge, {
		inputs: ['main', 'main'],
		properties: [field('key', 'string', '')],
	}),
	'test.subWorkflow': nodeClass('subWorkflow', runSubWorkflow, {
		properties: [field('workflow', 'json', {})],
	}),
	'n8n-nodes-base.wait': nodeClass('wait', wait),
	'test.unlinked': nodeClass('unlinked', unlinked),
	'test.give': nodeClass('give', give, { properties: [field('items', 'json', [])] }),
};
