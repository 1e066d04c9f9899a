/** The buttons and lists with which a person makes things happen in the sandbox. */
import { h, show } from '../dom.js';
import { addPicture, addWebhook, putTasksBack, removeWebhook } from '../sandboxApi.js';

const changed = () => document.dispatchEvent(new Event('sandbox-changed'));

/**
 * Buttons in a row, and beside them what the last one did.
 * @param {Array<{name: string, text: string, title: string, ask?: string, act: () => Promise<string>}>} buttons
 * `ask` is a question that must be answered with yes before
 */
export function bar(buttons) {
	const message = h('span.quiet', { role: 'status', 'data-testid': 'bar-message' });
	const element = h('div.bar', {}, message);
	const run = async (button, { ask, act }) => {
		if (ask && !window.confirm(ask)) return;
		button.disabled = true;
		try {
			message.textContent = await act();
		} catch (error) {
			message.textContent = error.message;
		}
		button.disabled = false;
		changed();
	};
	for (const spec of buttons) {
		const { name, text, title } = spec;
		const onclick = (event) => void run(event.currentTarget, spec);
		element.append(h('button', { type: 'button', title, 'data-testid': name, onclick }, text));
	}
	return element;
}

/** The buttons of a project. */
export function pictureButtons(projectHash) {
	const file = h('input', {
		type: 'file',
		accept: 'image/jpeg,image/png,image/webp',
		hidden: true,
		'data-testid': 'picture-file',
		'aria-label': 'Picture to add',
	});
	const added = async (own) => `${(await addPicture(projectHash, own)).title} is a new task`;
	const chosen = () =>
		new Promise((resolve, reject) => {
			file.value = '';
			file.onchange = () => added(file.files[0]).then(resolve, reject);
			file.oncancel = () => resolve('');
			file.click();
		});
	const element = bar([
		{
			name: 'put-back',
			text: 'Put tasks back',
			title: 'Each task of this project goes back to the stage where it began. Labels stay.',
			act: async () => `${(await putTasksBack(projectHash)).moved} tasks put back`,
		},
		{
			name: 'add-picture',
			text: 'Add a picture',
			title: 'The sandbox draws a picture, which is a new task in the first stage',
			act: () => added(),
		},
		{
			name: 'upload-picture',
			text: 'Upload a picture …',
			title: 'A JPEG, PNG or WebP file of yours, which is a new task in the first stage',
			act: chosen,
		},
	]);
	element.append(file);
	return element;
}

const events = {
	taskSubmitted: 'A task is submitted',
	taskCompleted: 'A task is completed',
	tasksReady: 'Tasks are ready for an agent stage',
};

const delivery = (delivered) => {
	if (!delivered) return 'not called yet';
	const time = new Date(delivered.at).toLocaleTimeString();
	return delivered.status === 0 ? `no answer, ${time}` : `answered ${delivered.status}, ${time}`;
};

/** The addresses that are told of events in the stages of a project. */
export function webhookList(projectHash) {
	const event = h(
		'select',
		{ 'aria-label': 'Event', 'data-testid': 'webhook-event' },
		Object.entries(events).map(([value, text]) => h('option', { value }, text)),
	);
	const url = h('input', {
		type: 'url',
		required: true,
		placeholder: 'https://…/webhook/…/encord-agent',
		'aria-label': 'Address',
		'data-testid': 'webhook-url',
		spellcheck: 'false',
	});
	const list = h('div.webhooks');
	const onsubmit = async (submitted) => {
		submitted.preventDefault();
		await addWebhook(projectHash, { event: event.value, url: url.value.trim() });
		url.value = '';
		changed();
	};
	const remove = (webhook) => async () => {
		await removeWebhook(projectHash, webhook);
		changed();
	};
	const element = h(
		'section.card.hooks',
		{},
		h('h2', {}, 'Webhooks'),
		h(
			'p.quiet',
			{},
			'Addresses that are told, with a signed call, when something happens in a stage.',
		),
		list,
		h(
			'form',
			{ onsubmit },
			event,
			url,
			h('button', { type: 'submit', 'data-testid': 'add-webhook' }, 'Add'),
		),
	);
	const update = (webhooks) =>
		show(
			list,
			webhooks.map((webhook) =>
				h(
					'div.webhook',
					{ 'data-testid': `webhook-${webhook.event}` },
					h('b', {}, events[webhook.event]),
					h('code', {}, webhook.url),
					h('small.quiet', {}, delivery(webhook.delivered)),
					h('button.link', { type: 'button', onclick: remove(webhook) }, 'Remove'),
				),
			),
		);
	return { element, update };
}
