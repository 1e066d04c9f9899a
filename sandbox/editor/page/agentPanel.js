/** The agents of a project: choose one, trigger or test it, see what it answered, add another. */
import { testAgent, triggerAgent } from './agentCall.js';
import { h, show } from './dom.js';
import { registerAgent, removeAgent } from './sandboxApi.js';

const remembered = 'sandbox-agent-endpoint';

/**
 * @param {string} projectHash
 * @param {() => object} payload what a call is about, at the moment it is made
 * @param {() => Promise<void>} refresh reads the labels again
 */
export function agentPanel(projectHash, payload, refresh) {
	let agents = [];
	const chosen = h('select', { 'data-testid': 'agent-select', 'aria-label': 'Agent', onchange: () => choose(chosen.value) });
	const endpoint = h('input', { type: 'url', 'data-testid': 'agent-endpoint', placeholder: 'https://…/webhook/…/agent', 'aria-label': 'Agent endpoint', spellcheck: 'false', required: true });
	const name = h('input', { type: 'text', 'data-testid': 'agent-name', placeholder: 'Name', 'aria-label': 'Agent name' });
	const message = h('div.message', { 'data-testid': 'agent-message', 'data-state': 'idle', role: 'status' });
	const trigger = h('button.primary', { type: 'button', 'data-testid': 'trigger-agent', onclick: () => run(triggerAgent, 'Agent is working …', 'The agent finished.') }, 'Trigger agent');
	const test = h('button', { type: 'button', 'data-testid': 'test-agent', title: 'Sends the test call of the registration form: the agent should answer 200 and do nothing', onclick: () => run(testAgent, 'Testing …', 'The agent answers test calls.') }, 'Test agent');
	const remove = h('button.link', { type: 'button', 'data-testid': 'remove-agent', onclick: () => void dropAgent() }, 'Remove');
	const form = h('form', { onsubmit: (event) => { event.preventDefault(); void addAgent(); } },
		name, h('button', { type: 'submit', 'data-testid': 'register-agent' }, 'Save'));

	function say(state, text, status = '') {
		message.dataset.state = state;
		message.dataset.status = status;
		show(message, state === 'busy' ? h('i.spinner') : null, text);
	}

	function choose(agentName) {
		const agent = agents.find((each) => each.name === agentName);
		if (agent) endpoint.value = agent.endpoint;
		chosen.value = agent ? agentName : '';
		name.value = agent?.name ?? '';
		remove.hidden = !agent;
	}

	function setAgents(list) {
		if (JSON.stringify(list) === JSON.stringify(agents) && chosen.options.length > 0) return;
		const before = chosen.value;
		agents = list;
		show(chosen, agents.map((agent) => h('option', { value: agent.name }, agent.name)), h('option', { value: '' }, agents.length > 0 ? 'Another agent …' : 'No agent is registered'));
		choose(agents.some((agent) => agent.name === before) ? before : agents[0]?.name);
		if (!endpoint.value) endpoint.value = sessionStorage.getItem(remembered) ?? '';
	}

	async function addAgent() {
		if (!endpoint.reportValidity()) return;
		const agentName = name.value.trim() || `Agent ${agents.length + 1}`;
		try {
			setAgents(await registerAgent(projectHash, { name: agentName, endpoint: endpoint.value.trim() }));
			choose(agentName);
			say('idle', '');
		} catch (error) {
			say('failure', error.message);
		}
	}

	async function dropAgent() {
		await removeAgent(projectHash, chosen.value);
		setAgents(agents.filter((agent) => agent.name !== chosen.value));
	}

	async function run(call, doing, done) {
		if (!endpoint.reportValidity()) return;
		sessionStorage.setItem(remembered, endpoint.value);
		trigger.disabled = test.disabled = true;
		say('busy', doing);
		const answer = await call(endpoint.value.trim(), payload());
		// Labels may have been written before a failure, too.
		await refresh().catch(() => undefined);
		trigger.disabled = test.disabled = false;
		const time = `${answer.seconds.toFixed(1)} s`;
		if (answer.ok) say('success', [h('strong', {}, answer.message || done), h('small', {}, `${answer.status} · ${time}`)], answer.status);
		else say('failure', [h('strong', {}, answer.status === null ? 'The agent could not be reached' : `The agent answered ${answer.status}`), answer.message, h('small', {}, time)], answer.status ?? '');
	}

	const element = h('section.card', { 'data-testid': 'agents' },
		h('h2', {}, 'Agent'),
		h('div.row', {}, chosen, remove),
		h('label.field', {}, 'Agent endpoint', endpoint),
		form,
		h('div.row', {}, trigger, test),
		message);
	return { element, setAgents };
}
