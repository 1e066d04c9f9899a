import { checkSetup, readSetup, type Finding } from '../../../../src/agents/setup';
import { collection, mapped } from '../../../shared/fields/form/field';
import { changed } from '../../../shared/fields/form/nodeVersions';
import { flag, loadedChoice, loadedChoices, textList } from '../../../shared/fields/form/values';
import { projectField } from '../../../shared/fields/places';
import { exampleId } from '../../../shared/output/examples';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

const ofProject = { loadOptionsDependsOn: ['project.value'] };

const needs = mapped(
	collection(
		{ displayName: 'What the Agent Needs', name: 'needs', placeholder: 'Add Need' },
		{
			stage: loadedChoice({
				displayName: 'Agent Stage Name or ID',
				name: 'stage',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getAgentStages', ...ofProject },
				default: '',
				description:
					'The stage it works on. Without it: all agent stages. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			}),
			classes: changed(
				textList({
					displayName: 'Classes',
					name: 'classes',
					type: 'string',
					default: '',
					placeholder: 'e.g. Car, Weather',
					description:
						'Titles of the objects and classifications that it writes, separated by commas',
				}),
				2,
				loadedChoices({
					displayName: 'Class Names or IDs',
					name: 'classes',
					type: 'multiOptions',
					typeOptions: { loadOptionsMethod: 'getOntologyItems', ...ofProject },
					default: [],
					description:
						'The objects and classifications that it writes. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				}),
			),
			pathways: changed(
				textList({
					displayName: 'Pathways',
					name: 'pathways',
					type: 'string',
					default: '',
					placeholder: 'e.g. Accept, Reject',
					description: 'Names of the pathways that it sends tasks along, separated by commas',
				}),
				2,
				loadedChoices({
					displayName: 'Pathway Names or IDs',
					name: 'pathways',
					type: 'multiOptions',
					typeOptions: { loadOptionsMethod: 'getPathwayNames', ...ofProject },
					default: [],
					description:
						'The pathways that it sends tasks along. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				}),
			),
			pictures: flag({
				displayName: 'Pictures',
				name: 'pictures',
				type: 'boolean',
				default: true,
				description: 'Whether it looks at the pictures of the files',
			}),
		},
	),
	({ stage, ...others }) => ({ ...others, ...(stage ? { stage } : {}) }),
);

export const checkProjectSetup = defineOperation({
	resource: 'project',
	name: 'checkSetup',
	displayName: 'Check Setup',
	action: 'Check whether a project is ready for an agent',
	description:
		'Check workflow, ontology, waiting files and rights of a project, and list what would stop an agent, each with what to do',
	inputs: { projectHash: projectField, needs },
	readOnly: true,
	example: {
		projectHash: exampleId,
		title: 'Pets',
		ready: false,
		summary: '1 problem to solve, 0 to look at.',
		findings: [
			{
				severity: 'error',
				area: 'Workflow',
				message: 'The agent stage "Agent 1" has no pathway "Bird".',
				advice: 'Its pathways: "Cat", "Dog".',
			},
		],
	},
	async run(batch, items) {
		const client = await batch.client();
		const checks = groupBy(items, ({ projectHash, needs: all }) =>
			JSON.stringify([projectHash, all]),
		);
		await batch.each(checks, async ({ members }) => {
			const [{ projectHash, needs: asked }] = members;
			const facts = await readSetup(client, projectHash, asked);
			const findings = checkSetup(facts, asked);
			const json = {
				projectHash,
				title: facts.project.title,
				ready: count(findings, 'error') === 0,
				summary: summaryOf(findings),
				findings: findings.map((finding) => ({ ...finding })),
			};
			for (const { index } of members) batch.ok(index, json);
		});
	},
});

function count(findings: Finding[], severity: Finding['severity']): number {
	return findings.filter((finding) => finding.severity === severity).length;
}

function summaryOf(findings: Finding[]): string {
	const [errors, warnings] = [count(findings, 'error'), count(findings, 'warning')];
	if (errors + warnings === 0) return 'The project is ready.';
	return `${errors} problem${errors === 1 ? '' : 's'} to solve, ${warnings} to look at.`;
}
