/** What a check of a project says, word by word, and in which order. */
import { describe, expect, it } from '@jest/globals';
import { checkSetup, type SetupFacts, type SetupNeeds } from '../../../src/agents/setup';
import { sameNames } from '../../../src/agents/setupFindings';
import { ontologyFindings } from '../../../src/agents/setupOntology';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project } from '../../../src/encord/calls/projects';
import { AuthorisationError } from '../../../src/encord/wire/errors';
import { row } from '../encord/calls/wireSamples';
import { id } from '../nodes/fakeN8n';
import { petsProject } from '../nodes/fixtures';

function said(
	change: (project: Project) => unknown,
	needs: SetupNeeds = {},
	more: Partial<SetupFacts> = {},
): string[] {
	const project = structuredClone(petsProject());
	change(project);
	const facts: SetupFacts = {
		...{ project, waiting: new Map([[id(10), true]]), rows: [row(1)], ...more },
	};
	return checkSetup(facts, needs).map(
		({ severity, area, message, advice }) => `${severity}, ${area}: ${message} ${advice}`,
	);
}
const none = () => {};
const agent = (project: Project) =>
	project.workflow!.stages.find(({ stageType }) => stageType === 'AGENT')!;
const typed = (...types: string[]): Partial<SetupFacts> => ({
	rows: types.map((data_type, at) => row(at, true, { data_type } as Partial<LabelRowMetadata>)),
});

describe('of a project', () => {
	it.each<[string, string[]]>([
		['active', []],
		[
			'archived',
			[
				'error, Project: The project "Pets" is archived. Restore it in Encord, or choose another project.',
			],
		],
		[
			'cancelled',
			[
				'error, Project: The project "Pets" is cancelled. Restore it in Encord, or choose another project.',
			],
		],
		[
			'paused',
			[
				'warning, Project: The project "Pets" is paused, so no new tasks may come. Start it again in Encord when the agent is to work.',
			],
		],
		[
			'completed',
			[
				'warning, Project: The project "Pets" is completed, so no new tasks may come. Start it again in Encord when the agent is to work.',
			],
		],
	])('that is %s it says %j', (status, messages) =>
		expect(said((project) => Object.assign(project, { title: 'Pets', status }))).toEqual(messages),
	);

	it.each([
		[1, 'an annotator'],
		[2, 'a reviewer'],
		[3, 'an annotator and reviewer'],
	])('where the account has role %d it says that it is %s', (userRole, role) =>
		expect(said((project) => Object.assign(project, { title: 'Pets', userRole }))).toEqual([
			`warning, Rights: The account of the credential is ${role} of "Pets". Encord may refuse to let it save labels or move tasks. In Encord, make it an admin or a team manager of this project.`,
		]),
	);

	it.each([0, 4, null])('where the account has role %j it says nothing', (userRole) =>
		expect(said((project) => Object.assign(project, { userRole }))).toEqual([]),
	);
});

describe('of a workflow', () => {
	it.each<[string, (project: Project) => unknown, SetupNeeds, string[]]>([
		[
			'that is missing',
			(project) => Object.assign(project, { title: 'Pets', workflow: null }),
			{},
			[
				'error, Workflow: The project "Pets" has no workflow. Stages, tasks and pathways exist in workflow projects only: choose another project.',
			],
		],
		[
			'that is missing, where no stage is needed',
			(project) => Object.assign(project, { workflow: null }),
			{ stages: false },
			[],
		],
		[
			'without an agent stage',
			(project) => Object.assign(project, { title: 'Pets', workflow: { stages: [] } }),
			{},
			[
				'error, Workflow: The workflow of "Pets" has no agent stage. In Encord, open the Workflow of the project and add an Agent stage.',
			],
		],
		[
			'without the stage that is asked for',
			(project) => Object.assign(project, { title: 'Pets' }),
			{ stage: 'Agent 9' },
			[
				'error, Workflow: The project "Pets" has no agent stage "Agent 9". Its agent stages: "Agent 1".',
			],
		],
		['with the stage that is asked for, by ID', none, { stage: ` ${id(10).toUpperCase()} ` }, []],
		[
			'without pathways',
			(project) => (agent(project).pathways = null),
			{ pathways: ['Cat'] },
			[
				'error, Workflow: The agent stage "Agent 1" has no pathway. Draw a pathway to another stage in the Workflow.',
			],
		],
		[
			'with a pathway in a circle',
			(project) =>
				Object.assign(agent(project).pathways![0]!, { title: 'Again', destinationUuid: id(10) }),
			{},
			[
				'warning, Workflow: The pathway "Again" of "Agent 1" leads back to the same stage. A task that takes it comes back to the agent without end. Draw it to another stage.',
			],
		],
		[
			'without the pathway that is asked for',
			(project) => (agent(project).pathways = agent(project).pathways!.slice(0, 1)),
			{ pathways: ['Bird'] },
			['error, Workflow: The agent stage "Agent 1" has no pathway "Bird". Its pathways: "Cat".'],
		],
	])('%s', (_what, change, needs, messages) => expect(said(change, needs)).toEqual(messages));

	it('in whose stage no task waits it says so where the stage was asked for', () => {
		const empty = { waiting: new Map([[id(10), false]]) };
		expect(said(none, {}, empty)).toEqual([]);
		expect(said(none, { stage: 'agent 1' }, empty)).toEqual([
			'info, Workflow: No task waits in "Agent 1" at the moment. The agent starts when tasks arrive there.',
		]);
		const refused = new AuthorisationError('No.', { advice: 'Ask.' });
		expect(said(none, {}, { waiting: new Map([[id(10), refused]]) })).toEqual([
			'error, Rights: The tasks of "Agent 1" cannot be listed: No. Ask.',
		]);
	});
});

describe('of data', () => {
	const refused = new AuthorisationError('No.', { advice: 'Ask.' });
	const pictures = { pictures: true };
	const advice =
		'Let only images, image groups and videos come to this stage, or download the files instead.';
	it.each<[string, SetupNeeds, Partial<SetupFacts>, string[]]>([
		['pictures', pictures, typed('IMAGE', 'img_group', 'VIDEO'), []],
		['sound, where no pictures are made', {}, typed('AUDIO'), []],
		[
			'sound alone',
			pictures,
			typed('AUDIO', 'AUDIO'),
			[`error, Data: No pictures can be made of some files that wait: audio. ${advice}`],
		],
		[
			'sound and text beside pictures',
			pictures,
			typed('AUDIO', 'IMAGE', 'PLAIN_TEXT'),
			[
				`warning, Data: No pictures can be made of some files that wait: audio, plain_text. ${advice}`,
			],
		],
		['nothing', pictures, { rows: [] }, []],
		[
			'rows that cannot be listed',
			pictures,
			{ ...typed('AUDIO'), rowsError: refused },
			['error, Rights: The label rows cannot be listed: No. Ask.'],
		],
		[
			'a file that cannot be read',
			pictures,
			{ mediaError: refused },
			[
				'error, Rights: A file that waits cannot be read: No. Ask. The account needs access to the storage folder of the files, too.',
			],
		],
		[
			'a file that cannot be read, where no pictures are made',
			{},
			{ mediaError: refused },
			[
				'warning, Rights: A file that waits cannot be read: No. Ask. The account needs access to the storage folder of the files, too.',
			],
		],
	])('%s', (_what, needs, facts, messages) => expect(said(none, needs, facts)).toEqual(messages));
});

it('errors come first, then warnings, then what is good to know', () => {
	const found = said(
		(project) => Object.assign(project, { status: 'paused', userRole: 1 }),
		{ stage: 'Agent 1', pathways: ['Bird'] },
		{ waiting: new Map([[id(10), false]]) },
	);
	expect(found.map((text) => text.split(':')[0])).toEqual([
		...['error, Workflow', 'warning, Project', 'warning, Rights', 'info, Workflow'],
	]);
});

it('things of one name are told once, whatever their case and spaces', () => {
	const named = ['Cat', ' cat ', 'Dog', 'CAT', 'cat'].map((title) => ({ title }));
	const finding = (title: string) => ({
		...{ severity: 'warning', area: 'Workflow' },
		message: `Several pathways have the name "${title}".`,
		advice: 'Give them different names in Encord, or choose by ID.',
	});
	expect(sameNames('pathways', named, 'Workflow')).toEqual([
		...[finding(' cat '), finding('CAT'), finding('cat')],
	]);
	expect(sameNames('pathways', [{ title: 'a' }, { title: 'b' }], 'Workflow')).toEqual([]);
});

describe('of an ontology', () => {
	const object = (name: string, more: object = {}) => ({
		...{ name, color: '#fff', shape: 'polygon', featureNodeHash: `ob${name}`, ...more },
	});
	const question = (name: string, more: object = {}) => ({
		...{ name, type: 'radio', featureNodeHash: `at${name}`, ...more },
	});
	const classification = (name: string, more: object = {}) => ({
		...{ featureNodeHash: `cl${name}`, attributes: [question(name, more)] },
	});
	const options = [{ label: 'a', value: 'a', featureNodeHash: 'o' }];
	const of = (objects: object[], classifications: object[], ...needed: string[]) =>
		ontologyFindings({ objects, classifications } as never, needed).map(
			({ severity, message, advice }) => `${severity}: ${message} ${advice}`,
		);
	const archived = true;

	it('that has nothing, or nothing that is not archived', () => {
		const nothing = [
			'error: The ontology has no objects and no classifications. Add to the ontology in Encord what the agent is to label.',
		];
		expect(of([], [], 'Car')).toEqual(nothing);
		expect(of([object('Car', { archived })], [classification('Sky', { archived })])).toEqual(
			nothing,
		);
		expect(of([object('Car')], [])).toEqual([]);
	});

	it('that lacks what is needed, or has it archived', () => {
		const all = [object('Car'), object('Bus', { archived })];
		const sky = [classification('Sky', { options })];
		expect(of(all, sky, ' car ', 'obCar', 'SKY', 'clSky')).toEqual([]);
		expect(of(all, sky, 'Cat', 'bus')).toEqual([
			'error: The ontology has no object and no classification "Cat". It has: "Car", "Sky".',
			'error: "bus" is archived in the ontology, so it cannot be labeled any more. Restore it in the ontology, or take it out of the agent.',
		]);
		expect(of([...all, object('bus')], sky, 'Bus')).toEqual([]);
	});

	it('with questions that nobody can answer', () => {
		const advice = 'Add options to it in the ontology.';
		expect(
			of(
				[
					object('Car', {
						attributes: [
							question('Color'),
							question('Gone', { archived }),
							question('Tags', { type: 'checklist', options: [{ ...options[0], archived }] }),
							question('Text', { type: 'text' }),
							question('Fine', { options }),
						],
					}),
				],
				[classification('Sky')],
			),
		).toEqual([
			`warning: The question "Color" of "Car" has no options to choose from. ${advice}`,
			`warning: The question "Tags" of "Car" has no options to choose from. ${advice}`,
			`warning: The question "Sky" has no options to choose from. ${advice}`,
		]);
	});

	it('with two of one name, that are not archived', () => {
		expect(
			of([object('Car'), object('car', { archived })], [classification('Sky', { options })]),
		).toEqual([]);
		expect(of([object('Car'), object('car')], [])).toEqual([
			'warning: Several objects of the ontology have the name "car". Give them different names in Encord, or choose by ID.',
		]);
	});
});
