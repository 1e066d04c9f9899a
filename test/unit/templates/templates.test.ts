import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import { EncordAiLabeler } from '../../../nodes/EncordAiLabeler/EncordAiLabeler.node';
import { EncordAgentStageTrigger } from '../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node';
import { EncordTrigger } from '../../../nodes/EncordTrigger/EncordTrigger.node';
import type { JsonObject, WorkflowFile, WorkflowNode } from '../../../scripts/n8n/api';
import { bindTemplate, readTemplate, templates } from '../../../scripts/demo/templateBinding';

const files = readdirSync(join(__dirname, '../../../templates')).map((file) =>
	file.replace('.json', ''),
);
const ours: Record<string, INodeTypeDescription> = Object.fromEntries(
	[Encord, EncordAiLabeler, EncordTrigger, EncordAgentStageTrigger]
		.map((type) => new type().description)
		.map((description) => [`n8n-nodes-encord.${description.name}`, description]),
);

/** n8n makes a tool for agents of a node, and gives it a type of its own. */
const nodeOf = (type: string) => ours[type.replace(/Tool$/, '')];

/** Names of the fields that the form shows for the node's resource and operation. */
function fieldsFor(
	{ properties }: INodeTypeDescription,
	parameters: JsonObject,
): Map<string, INodeProperties> {
	const shown = properties.filter(({ displayOptions }) =>
		['resource', 'operation'].every(
			(name) => displayOptions?.show?.[name]?.includes(parameters[name] as string) ?? true,
		),
	);
	return new Map(shown.map((property) => [property.name, property]));
}

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** What a node takes up on the canvas, its name and subtitle under it included. Chains and agents are wider than other nodes. */
function boxOf(node: WorkflowNode): Box {
	const [left, top] = node.position;
	if (isNote(node)) {
		const { width, height } = node.parameters as { width: number; height: number };
		return { left, top, right: left + width, bottom: top + height };
	}
	const width = /\.(agent|chain\w*)$/.test(node.type) ? 256 : 96;
	return { left: left - 40, top: top - 16, right: left + width + 40, bottom: top + 96 + 56 };
}

function overlaps(one: Box, other: Box): boolean {
	return (
		one.left < other.right &&
		other.left < one.right &&
		one.top < other.bottom &&
		other.top < one.bottom
	);
}

it('every template has a binding for the demo, and every binding a template', () => {
	expect(templates.map(({ file }) => file).sort()).toEqual(files.sort());
});

describe.each(files)('template %s', (file) => {
	let workflow: WorkflowFile;
	beforeAll(async () => {
		workflow = await readTemplate(file);
	});

	it('uses only fields and options that the nodes have', () => {
		const nodes = workflow.nodes.filter(({ type }) => nodeOf(type) !== undefined);
		expect(nodes).not.toEqual([]);
		for (const { name, type, parameters } of nodes) {
			const description = nodeOf(type)!;
			const fields = fieldsFor(description, parameters);
			for (const [field, value] of Object.entries(parameters)) {
				// Fields that n8n adds to nodes that poll, and to tools.
				if (['pollTimes', 'descriptionType', 'toolDescription'].includes(field)) continue;
				const property = fields.get(field);
				expect([name, field, property?.name]).toEqual([name, field, field]);
				if (property?.type !== 'options' || String(value).startsWith('=')) continue;
				expect([
					name,
					field,
					property.options?.map((option) => 'value' in option && option.value),
				]).toEqual([name, field, expect.arrayContaining([value])]);
			}
		}
	});

	it('names credentials and leaves projects, stages and ids to be chosen', () => {
		// The conditions of an IF node carry ids of their own.
		const withoutOwnIds = (key: string, value: unknown) =>
			key === 'conditions' && Array.isArray(value)
				? value.map(({ leftValue }) => leftValue)
				: value;
		const text = JSON.stringify(
			workflow.nodes.map(({ parameters }) => parameters),
			withoutOwnIds,
		);
		expect(text).not.toMatch(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
		expect(text).not.toMatch(/127\.0\.0\.1|localhost/);
		for (const node of workflow.nodes.filter(({ type }) => type in ours))
			expect(node.credentials?.encordApi).toEqual({ id: null, name: 'Encord account' });
		expect(workflow.nodes.every(({ webhookId }) => webhookId === undefined)).toBe(true);
	});

	it('has a sticky note that says what to set', () => {
		const note = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(String(note?.parameters.content)).toMatch(new RegExp(`^## ${workflow.name}\n`));
	});

	it('has no node on a sticky note, whose text it would cover', () => {
		const notes = workflow.nodes.filter(isNote);
		const covered = workflow.nodes
			.filter((node) => !isNote(node))
			.filter((node) => notes.some((note) => overlaps(boxOf(note), boxOf(node))));
		expect(covered.map(({ name }) => name)).toEqual([]);
	});

	it('says Publish, as n8n does', () => {
		expect(JSON.stringify(workflow.nodes.map(({ parameters }) => parameters))).not.toMatch(
			/\b(de)?activat/i,
		);
	});

	it('connects only nodes it has, and places them apart', () => {
		const names = workflow.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const ends = [
			...JSON.stringify(workflow.connections).matchAll(/"node":"((?:[^"\\]|\\.)*)"/g),
		].map(([, end]) => end);
		for (const end of [...Object.keys(workflow.connections), ...ends]) expect(names).toContain(end);
		const places = workflow.nodes.map(({ position }) => position.join());
		expect(new Set(places).size).toBe(places.length);
	});

	it('is complete once it is bound', () => {
		const stage = {
			uuid: 'a stage',
			title: templates.find((binding) => binding.file === file)?.stage ?? '',
			pathways: [],
		};
		const titles = templates.flatMap(({ project, agentProject = project, elsewhere }) => [
			project,
			agentProject,
			...Object.values(elsewhere ?? {}),
		]);
		const projects = [...new Set(titles)].map((title) => ({
			title,
			projectHash: `hash of ${title}`,
			agentStages: [stage],
			datasets: [{ title: 'Data', datasetHash: `hash of ${title}`, folderUuid: 'a folder' }],
		}));
		const binding = templates.find((candidate) => candidate.file === file);
		if (binding === undefined) throw new Error(`No binding for ${file}`);
		const bound = bindTemplate(
			workflow,
			binding,
			{ projects, url: 'http://sandbox', filesFolder: '/files' },
			{ encordApi: { id: '1', name: 'Encord' } },
		);
		const text = JSON.stringify(bound.nodes);
		expect(text).not.toContain('"value":""');
		expect(text).not.toContain('.example.com');
		expect(text).toContain(`hash of ${binding.project}`);
		for (const title of Object.values(binding.elsewhere ?? {}))
			expect(text).toContain(`hash of ${title}`);
	});
});
