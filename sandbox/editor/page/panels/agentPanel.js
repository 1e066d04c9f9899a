/** The panel with the agents of a project: choose one, trigger or test it, read its answer, add another. */
import { testAgent, triggerAgent } from './agentCall.js';
import { h, show } from '../dom.js';
import { registerAgent, removeAgent } from '../sandboxApi.js';

const remembered = 'sandbox-agent-endpoint';
const aboutTest =
	'Sends the test call of the registration form: the agent should answer 200 and do nothing';

class AgentPanel {
	agents = null;
	chosen = h('select', {
		'data-testid': 'agent-select',
		'aria-label': 'Agent',
		onchange: () => this.choose(this.chosen.value),
	});
	endpoint = h('input', {
		type: 'url',
		'data-testid': 'agent-endpoint',
		placeholder: 'https://…/webhook/…/agent',
		'aria-label': 'Agent endpoint',
		spellcheck: 'false',
		required: true,
	});
	name = h('input', {
		type: 'text',
		'data-testid': 'agent-name',
		placeholder: 'Name',
		'aria-label': 'Agent name',
	});
	remove = h(
		'button.link',
		{ type: 'button', 'data-testid': 'remove-agent', onclick: () => void this.dropAgent() },
		'Remove',
	);
	trigger = h(
		'button.primary',
		{
			type: 'button',
			'data-testid': 'trigger-agent',
			onclick: () => void this.run(triggerAgent, 'Agent is working …', 'The agent finished.'),
		},
		'Trigger agent',
	);
	test = h(
		'button',
		{
			type: 'button',
			'data-testid': 'test-agent',
			title: aboutTest,
			onclick: () => void this.run(testAgent, 'Testing …', 'The agent answers test calls.'),
		},
		'Test agent',
	);
	message = h('div.message', {
		'data-testid': 'agent-message',
		'data-state': 'idle',
		role: 'status',
	});

	constructor(projectHash, payload, refresh) {
		Object.assign(this, { projectHash, payload, refresh });
	}

	get element() {
		const save = h('button', { type: 'submit', 'data-testid': 'register-agent' }, 'Save');
		const onsubmit = (event) => {
			event.preventDefault();
			void this.addAgent();
		};
		return h(
			'section.card',
			{ 'data-testid': 'agents' },
			h('h2', {}, 'Agent'),
			h('div.row', {}, this.chosen, this.remove),
			h('label.field', {}, 'Agent endpoint', this.endpoint),
			h('form', { onsubmit }, this.name, save),
			h('div.row', {}, this.trigger, this.test),
			this.message,
		);
	}

	/** Shows the state of a call: `idle`, `busy`, `success` or `failure`. */
	say(state, content, status = '') {
		this.message.dataset.state = state;
		this.message.dataset.status = status;
		show(this.message, state === 'busy' ? h('i.spinner') : null, content);
	}

	choose(agentName) {
		const agent = this.agents.find((each) => each.name === agentName);
		if (agent) this.endpoint.value = agent.endpoint;
		this.chosen.value = agent?.name ?? '';
		this.name.value = agent?.name ?? '';
		this.remove.hidden = !agent;
	}

	/** Lists these agents. The chosen agent and text that is being typed stay. */
	setAgents(agents) {
		if (JSON.stringify(agents) === JSON.stringify(this.agents)) return;
		const before = this.chosen.value;
		this.agents = agents;
		const another = h(
			'option',
			{ value: '' },
			agents.length > 0 ? 'Another agent …' : 'No agent is registered',
		);
		show(
			this.chosen,
			agents.map(({ name }) => h('option', { value: name }, name)),
			another,
		);
		this.choose(agents.some(({ name }) => name === before) ? before : agents[0]?.name);
		if (!this.endpoint.value) this.endpoint.value = sessionStorage.getItem(remembered) ?? '';
	}

	async addAgent() {
		if (!this.endpoint.reportValidity()) return;
		const name = this.name.value.trim() || `Agent ${this.agents.length + 1}`;
		try {
			this.setAgents(
				await registerAgent(this.projectHash, { name, endpoint: this.endpoint.value.trim() }),
			);
			this.choose(name);
			this.say('idle', '');
		} catch (error) {
			this.say('failure', error.message);
		}
	}

	async dropAgent() {
		const { value } = this.chosen;
		await removeAgent(this.projectHash, value);
		this.setAgents(this.agents.filter(({ name }) => name !== value));
	}

	/** One call of the agent, from click to answer. */
	async run(call, doing, done) {
		if (!this.endpoint.reportValidity()) return;
		sessionStorage.setItem(remembered, this.endpoint.value);
		this.trigger.disabled = this.test.disabled = true;
		this.say('busy', doing);
		const { ok, status, message, seconds } = await call(this.endpoint.value.trim(), this.payload());
		// The agent may have written labels before it failed.
		await this.refresh().catch(() => undefined);
		this.trigger.disabled = this.test.disabled = false;
		const time = `${seconds.toFixed(1)} s`;
		const what =
			status === null ? 'The agent could not be reached' : `The agent answered ${status}`;
		if (ok)
			this.say(
				'success',
				[h('strong', {}, message || done), h('small', {}, `${status} · ${time}`)],
				status,
			);
		else this.say('failure', [h('strong', {}, what), message, h('small', {}, time)], status ?? '');
	}
}

/**
 * @param {string} projectHash
 * @param {() => object} payload what a call is about, at the moment it is made
 * @param {() => Promise<void>} refresh reads the labels again
 */
export const agentPanel = (projectHash, payload, refresh) =>
	new AgentPanel(projectHash, payload, refresh);
