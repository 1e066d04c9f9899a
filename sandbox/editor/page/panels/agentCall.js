/** Calls a custom agent from this browser, with the same requests as Encord's Label Editor (protocol §12.1). */

const hidden =
	'The browser got no answer it may read. A CORS error usually means the workflow is not published (active), ' +
	"or that it does not allow this page's address; otherwise the agent is not running.";

function randomHex(length) {
	const bytes = crypto.getRandomValues(new Uint8Array(length / 2));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The message of an answer: `message` of a JSON object, else short text. */
function messageIn(text) {
	try {
		const json = JSON.parse(text);
		if (json && typeof json.message === 'string') return json.message;
		return '';
	} catch {
		return /^\s*</.test(text) ? '' : text.trim().slice(0, 300);
	}
}

/** @returns {Promise<{ok: boolean, status: number|null, message: string, seconds: number}>} never rejects */
async function post(endpoint, payload, headers = {}) {
	const started = performance.now();
	const seconds = () => (performance.now() - started) / 1000;
	try {
		const response = await fetch(endpoint, {
			method: 'POST',
			credentials: 'omit',
			body: JSON.stringify(payload),
			headers: { 'Content-Type': 'application/json', ...headers },
		});
		return {
			ok: response.ok,
			status: response.status,
			message: messageIn(await response.text()),
			seconds: seconds(),
		};
	} catch {
		return { ok: false, status: null, message: hidden, seconds: seconds() };
	}
}

/** @param {{projectHash: string, dataHash: string, frame: number, objectHashes?: string[]}} payload */
export function triggerAgent(endpoint, payload) {
	return post(endpoint, payload);
}

/** The test that Encord sends when an agent is registered. A header tells the agent to answer 200 and do nothing. */
export function testAgent(endpoint) {
	const placeholder = {
		projectHash: '00000000-0000-0000-0000-000000000000',
		dataHash: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa',
		frame: 10,
	};
	return post(endpoint, placeholder, {
		'X-Encord-Editor-Agent': 'true',
		'X-Encord-Agent': 'true',
		'X-Cloud-Trace-Context': `${randomHex(32)}/1;o=1`,
	});
}
