/**
 * Measures the Encord AI Labeler in n8n's engine: 100 pictures, a chat model that takes 200 ms for an answer, 10 questions at a time.
 *
 *   node scripts/run.mjs bench/llm/labeler.ts
 *
 * One JSON line per figure. The bar: at most 1.25 times the time that the model alone takes; no call when the answers are known.
 */
import { NodeConnectionTypes, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import { form } from '../../nodes/EncordAiLabeler/form';
import { labelItems } from '../../nodes/EncordAiLabeler/run';
import { NodeSandbox } from '../../test/workflow/encord/nodeSandbox';
import { node, runWorkflow, workflow } from '../../test/workflow/engine/harness';

const PICTURES = 100;
const LATENCY_MS = 200;
const AT_ONCE = 10;

const answer = JSON.stringify({ Animal: { choice: 'Dog' }, Remark: null, Legs: 4, Colors: null });
let calls = 0;
const model = {
	lc_namespace: ['bench'],
	model: 'bench',
	invoke: async () => {
		calls++;
		await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
		return { content: answer, response_metadata: { finish_reason: 'stop' } };
	},
};
/** The node without its class, which tsx takes for the JSON file beside it. */
const labelerNode = (): INodeType => ({
	description: {
		displayName: 'Labeler',
		name: 'labeler',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Labeler' },
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiLanguageModel, maxConnections: 1 },
		],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'encordApi', required: true }],
		properties: form.properties,
	},
	async execute(this: IExecuteFunctions) {
		return await labelItems(this);
	},
});

const modelNode = (): INodeType => ({
	description: {
		displayName: 'Model',
		name: 'model',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Model' },
		inputs: [],
		outputs: [NodeConnectionTypes.AiLanguageModel],
		properties: [],
	},
	supplyData: async () => await Promise.resolve({ response: model }),
});

async function label(sandbox: NodeSandbox, pictures: number, omitCache: boolean): Promise<number> {
	const rows = (await sandbox.rows('Many')).slice(0, pictures);
	const locator = (value: string) => ({ __rl: true, mode: 'id', value });
	const labeler = node('Labeler', 'bench.labeler', {
		project: locator(sandbox.project('Many').projectHash),
		dataUnit: locator('={{ $json.dataHash }}'),
		pick: 'all',
		options: { concurrency: AT_ONCE, omitCache },
	});
	const begun = performance.now();
	const run = await runWorkflow(
		workflow([labeler, node('Model', 'bench.model')], {
			Model: {
				ai_languageModel: [
					[{ node: 'Labeler', type: NodeConnectionTypes.AiLanguageModel, index: 0 }],
				],
			},
		}),
		{
			credentials: sandbox.credentials,
			items: rows.map(({ dataHash }) => ({ json: { dataHash } })),
			extraNodes: {
				'bench.model': modelNode,
				'bench.labeler': labelerNode,
			},
		},
	);
	const ms = performance.now() - begun;
	const labeled = run.json('Labeler').length;
	if (labeled !== pictures) throw new Error(`${labeled} of ${pictures} pictures were labeled`);
	return ms;
}

const print = (figure: string, value: number, more: object = {}) =>
	console.log(JSON.stringify({ figure, value: Math.round(value * 1000) / 1000, ...more }));

async function main(): Promise<void> {
	const sandbox = new NodeSandbox();
	await sandbox.start();
	try {
		await label(sandbox, AT_ONCE, true);
		const before = process.memoryUsage().rss;
		calls = 0;
		const ideal = (PICTURES / AT_ONCE) * LATENCY_MS;
		const ms = await label(sandbox, PICTURES, true);
		print('AI Labeler: time / time of the model alone', ms / ideal, { bar: 1.25, ms, calls });
		print('AI Labeler: growth of memory in MB', (process.memoryUsage().rss - before) / 1e6);
		await label(sandbox, PICTURES, false);
		calls = 0;
		const known = await label(sandbox, PICTURES, false);
		print('AI Labeler: calls when the answers are known', calls, { bar: 0, ms: known });
	} finally {
		await sandbox.stop();
	}
}

void main();
