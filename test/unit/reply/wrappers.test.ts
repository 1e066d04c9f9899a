/** Each key in which model APIs and nodes wrap an answer, and each that says that the answer is not whole. */
import { describe, expect, it } from '@jest/globals';
import { unfinished } from '../../../src/reply/wrappers/finishReason';
import { saysFailed, takenBack } from '../../../src/reply/wrappers/takenBack';
import { isWrapper, unwrap } from '../../../src/reply/wrappers/unwrap';

const isName = (key: string) => key === 'Fruit';
const expected = { isName, isAnswer: (value: unknown) => value === 'Apple' };
const apple = { Fruit: 'Apple' };
const open = (value: unknown) => unwrap(value as never, expected);

describe('a wrapper', () => {
	it.each(
		'output text response message messages content contents answer answers choices candidates parts data result results json parsed kwargs generations generation generated_text completion completions output_text outputText outputs output_parsed structured_output structuredOutput structured_response structuredResponse structuredContent __structured__output final_answer finalAnswer reply body delta value labels classifications attributes predictions object return_values returnValues'.split(
			' ',
		),
	)('%s is opened, and one beside it must say the same', (key) => {
		expect(isWrapper(key)).toBe(true);
		expect(open({ [key]: apple })).toEqual({ inner: [apple] });
		const other = key === 'output' ? 'text' : 'output';
		expect(open({ [other]: 'x', [key]: apple })).toEqual({ inner: ['x', apple] });
	});

	it.each('action_input tool_calls toolCalls function_call functionCall arguments'.split(' '))(
		'%s is one of a call',
		(key) => {
			expect(isWrapper(key)).toBe(true);
			expect(open({ [key]: key.endsWith('s') ? [apple] : apple })).toMatchObject({
				inner: expect.anything(),
			});
		},
	);

	it.each(
		'id _id type role name index model modelVersion usage usageMetadata created created_at createdAt status confidence score probability logprobs logprob finish_reason finishReason stop_reason stop_sequence done done_reason reason reasoning reasoning_content reasoning_details thinking thought thoughts explanation rationale analysis annotations metadata response_metadata additional_kwargs system_fingerprint service_tier sessionId duration total_duration load_duration eval_count prompt_eval_count version lc safetyRatings avgLogprobs citations intermediateSteps intermediate_steps responseId invalid_tool_calls usage_metadata signature thoughtSignature query input chatInput prompt tokenUsage token_usage'.split(
			' ',
		),
	)('may stand beside %s', (key) => {
		expect(open({ output: apple, [key]: { a: true, unsure: 'x' } })).toEqual({ inner: [apple] });
	});

	it.each<[object]>([
		[{ output: apple, unsure: 'x' }],
		[{ output: apple, extra: false }],
		[{ output: apple, extra: { Fruit: 'Pear' } }],
		[{ output: apple, extra: ['Apple'] }],
		[{ output: apple, extra: 'Fruit' }],
		[{ output: apple, extra: { a: { b: { c: { d: 1 } } } } }],
		[{ output: true }],
		[{ output: [] }],
		[{ output: ' ' }],
		[{ output: null }],
		[{ object: 'chat' }],
		[{}],
		[{ other: 1, output: apple, text: apple }],
	])('is not opened in %j', (value) => {
		expect(open(value)).toBeUndefined();
	});

	it('with unknown keys beside it that say nothing is opened', () => {
		expect(
			open({ output: apple, note: 'red', seen: ['a', 1, true], more: { a: { b: 1 } } }),
		).toEqual({ inner: [apple] });
	});

	it('is an object around names, under one key', () => {
		expect(open({ verdict: apple })).toEqual({ inner: [apple] });
		expect(open({ verdict: [apple, apple], id: 3 })).toEqual({ inner: [[apple, apple]] });
		for (const text of ['{"Fruit": 1}', ' [1]', '`x`'])
			expect(open({ verdict: text })).toEqual({ inner: [text] });
		for (const value of [
			{ verdict: 'x' },
			{ verdict: [] },
			{ verdict: [apple, 1] },
			{ verdict: { a: 1 } },
			{ verdict: apple, other: 1 },
		])
			expect(open(value)).toBeUndefined();
	});

	it.each(
		'schema format template instructions options default previous initial first second alternative old ground_truth groundTruth frame_a begin middle end last start every each before after until part2 clip shot slice example not_valid'.split(
			' ',
		),
	)('is no object under %s, which says more than a name', (key) => {
		expect(open({ [key]: apple })).toBeUndefined();
	});

	it.each(
		'frame frames start_frame end_frame first_frame last_frame key_frames start end from to range ranges page pages slice slices position positions segment segments clip shot time timestamp timestamps start_time end_time second seconds interval span'.split(
			' ',
		),
	)('is not opened beside %s, which says where the answer holds', (key) => {
		expect(open({ [key]: 3, output: apple })).toBeUndefined();
		expect(open({ [key]: '', output: apple })).toEqual({ inner: [apple] });
		expect(open({ [key]: '2026-05-01T10:00', output: apple })).toEqual({ inner: [apple] });
	});

	it.each('name title question attribute field key classification feature property'.split(' '))(
		'is not opened where %s is what is answered',
		(key) => {
			expect(open({ [key]: 'Soil', answer: 'Dry' })).toBeUndefined();
			expect(open({ [key]: 'Soil', value: 'Dry', output: 'x' })).toBeUndefined();
		},
	);

	it.each('value answer choice label selected selection prediction'.split(' '))(
		'is not opened where %s answers a name',
		(key) => {
			expect(open({ name: 'Soil', [key]: 'Dry', output: 'x' })).toBeUndefined();
		},
	);
});

describe('an object that is no answer', () => {
	it.each<[object, string]>([
		[{ $schema: 'x' }, 'The reply repeats the schema instead of answering it.'],
		[{ $defs: {} }, 'The reply repeats the schema instead of answering it.'],
		[{ properties: {}, type: 'object' }, 'The reply repeats the schema instead of answering it.'],
		[{ properties: {}, required: [] }, 'The reply repeats the schema instead of answering it.'],
		[
			{ properties: {}, additionalProperties: true },
			'The reply repeats the schema instead of answering it.',
		],
		[{ refusal: 'No.' }, 'The model refused to answer: No.'],
		[{ error: 'x' }, 'The reply is an error instead of an answer.'],
		[{ error: {} }, 'The reply is an error instead of an answer.'],
		[{ success: false }, 'The reply is an error instead of an answer.'],
		[{ ok: false }, 'The reply is an error instead of an answer.'],
		[{ is_error: true }, 'The reply is an error instead of an answer.'],
		[{ isError: true }, 'The reply is an error instead of an answer.'],
		...['user', 'human', 'system', 'tool', 'function', 'developer', 'USER'].map(
			(role): [object, string] => [{ role, content: 'x' }, 'The message is not one of the model.'],
		),
	])('%j is refused', (value, refused) => {
		expect(open(value)).toEqual({ refused });
	});

	it.each([
		{ properties: {} },
		{ properties: [], type: 'object' },
		{ refusal: '' },
		{ error: false },
		{ error: ' ' },
		{ success: true, ok: true, is_error: false },
		{ role: 'assistant' },
		{ role: 'user' },
	])('%j is not', (value) => {
		expect(open(value)).toBeUndefined();
	});

	it('has a name, and so is the answer, whatever else stands there', () => {
		for (const more of [
			{ error: null },
			{ properties: {}, type: 'object' },
			{ output: 'x' },
			{ role: 'user', content: 'x' },
			{ frame: 3 },
		])
			expect(open({ ...apple, ...more })).toBeUndefined();
	});
});

describe('an answer is taken back', () => {
	it.each(['valid', 'is_valid', 'isValid', 'correct', 'is_correct', 'success', 'ok', 'answered'])(
		'by "%s": false',
		(key) => {
			expect(takenBack({ ...apple, [key]: false }, isName)).toEqual({
				refused: `The reply takes its answers back: "${key}".`,
			});
			expect(takenBack({ ...apple, [key]: true }, isName)).toBeUndefined();
			expect(takenBack({ ...apple, [`${key}_a`]: false }, isName)).toBeUndefined();
		},
	);

	it.each(['unsure', 'not_sure', 'wrong-answer'])('by "%s": true', (key) => {
		expect(takenBack({ ...apple, [key]: true }, isName)).toEqual({
			refused: `The reply takes its answers back: "${key}".`,
		});
		expect(takenBack({ ...apple, [key]: false }, isName)).toBeUndefined();
	});

	it('by an error', () => {
		for (const key of ['error', 'errors', 'Error'])
			expect(takenBack({ ...apple, [key]: 'dark' }, isName)).toEqual({
				refused: `The reply takes its answers back: "${key}".`,
			});
		for (const value of ['', ' ', null, 0])
			expect(takenBack({ ...apple, error: value }, isName)).toBeUndefined();
		expect(takenBack({ ...apple, my_error: 'dark' }, isName)).toBeUndefined();
	});

	it('but not by the answer to a question of this name', () => {
		expect(takenBack({ valid: false, error: 'x', unsure: true }, () => true)).toBeUndefined();
		expect(saysFailed({ success: 'false' })).toBe(false);
	});
});

describe('a reply is not whole', () => {
	const reason = (map: object) => unfinished(map as never, isName);
	const stopped = (why: string) => `The reply was cut off or stopped early (${why}).`;

	it.each(
		'finish_reason finishReason stop_reason stopReason done_reason doneReason finish native_finish_reason completion_reason completionReason'.split(
			' ',
		),
	)('by %s', (key) => {
		expect(reason({ [key]: 'length' })).toBe(stopped('length'));
		expect(reason({ [key]: 'stop' })).toBeUndefined();
		expect(reason({ [key]: 5 })).toBeUndefined();
	});

	it.each(
		'response_metadata responseMetadata generation_info generationInfo generationInfos additional_kwargs incomplete_details incompleteDetails metadata finish_details details usage_metadata'.split(
			' ',
		),
	)('by a reason in %s', (key) => {
		expect(reason({ [key]: { reason: 'max_output_tokens' } })).toBe(stopped('max_output_tokens'));
		expect(reason({ [key]: { finish_reason: 'length' } })).toBe(stopped('length'));
		expect(reason({ [key]: [{ a: 1 }, { finish_reason: 'length' }] })).toBe(stopped('length'));
		expect(reason({ [key]: { reason: 'done' } })).toBeUndefined();
		expect(reason({ [key]: 'length' })).toBeUndefined();
		expect(reason({ [key]: [{ a: 1 }] })).toBeUndefined();
	});

	it.each(
		'length MAX_TOKENS limit_reached token_cap SAFETY content_filter RECITATION incomplete truncated cutoff error cancelled aborted BLOCKED PROHIBITED_CONTENT refusal pause_turn SPII BLOCKLIST MALFORMED_FUNCTION_CALL overloaded timeout context_window'.split(
			' ',
		),
	)('because of %s', (word) => {
		expect(reason({ finish_reason: word })).toBe(stopped(word));
	});

	it.each(
		'stop STOP end_turn eos_token eosToken end_of_text stop_token tool_calls tool_use complete'.split(
			' ',
		),
	)('but it is with %s', (word) => {
		expect(reason({ finish_reason: word })).toBeUndefined();
	});

	it.each('incomplete failed cancelled canceled error in_progress queued FAILED'.split(' '))(
		'with the status %s',
		(status) => {
			expect(reason({ status })).toBe(stopped(status));
			expect(reason({ status: `${status}x` })).toBeUndefined();
			expect(reason({ state: status })).toBeUndefined();
		},
	);

	it.each(['truncated', 'is_truncated', 'isTruncated', 'incomplete', 'cut_off'])(
		'where %s is true',
		(key) => {
			expect(reason({ [key]: true })).toBe(stopped(key));
			expect(reason({ [key]: false })).toBeUndefined();
			expect(reason({ [key]: 'true' })).toBeUndefined();
		},
	);

	it('where it is not done', () => {
		expect(reason({ done: false })).toBe(stopped('not done'));
		expect(reason({ done: true })).toBeUndefined();
		expect(reason({ ended: false })).toBeUndefined();
	});

	it('but a question may be called so', () => {
		expect(
			unfinished(
				{ finish_reason: 'length', status: 'failed', truncated: true, done: false },
				() => true,
			),
		).toBeUndefined();
	});
});

describe('what stands in an object beside its wrapper', () => {
	it.each<[object, unknown]>([
		[{ output: apple, note: { a: { b: { c: 1 } } } }, { inner: [apple] }],
		[{ output: apple, note: { a: { b: { c: { d: 1 } } } } }, undefined],
		[{ output: apple, note: [[['x']]] }, { inner: [apple] }],
		[{ output: apple, note: [[[['x']]]] }, undefined],
		[{ output: apple, note: { 'not-sure': 1 } }, undefined],
		[{ output: apple, note: { ok: false } }, undefined],
		[{ output: apple, 'maybe-red': 'x' }, undefined],
		[{ output: apple, note: 'Apple' }, undefined],
		[{ output: apple, note: 5 }, { inner: [apple] }],
		[{ output: apple, answer: '', note: 5 }, { inner: [apple] }],
		[{ output: apple, answer: 'x', note: 5 }, undefined],
		[{ output: apple, note: null, other: ' ' }, { inner: [apple] }],
		[{ output: 5, note: 5 }, { inner: [5] }],
		[{ output: '', note: 'x' }, undefined],
		[{ output: apple, value: false }, { inner: [apple] }],
		[{ output: apple, value: [] }, { inner: [apple] }],
		[{ output: apple, object: 'chat.completion' }, { inner: [apple] }],
		[{ output: 'x', object: apple }, { inner: ['x', apple] }],
	])('%j', (value, unwrapped) => expect(open(value)).toEqual(unwrapped));

	it('may itself be an answer, which is not opened', () => {
		const isAnswer = (value: unknown) => typeof value === 'object';
		expect(unwrap({ output: 'x' }, { isName, isAnswer })).toBeUndefined();
		expect(unwrap({ output: 'x' }, { isName })).toEqual({ inner: ['x'] });
	});

	it('names the question that the wrapper answers', () => {
		for (const key of 'name title question attribute field key classification feature label'.split(
			' ',
		)) {
			expect(open({ [key]: 'Fruit', output: 'Apple' })).toBeUndefined();
			expect(open({ [key.toUpperCase()]: 'Fruit', output: 'Apple' })).toBeUndefined();
		}
		expect(open({ title: 'Fruit' })).toBeUndefined();
		expect(open({ about: 'Fruit', output: 'Apple' })).toBeUndefined();
	});
});

describe('one unknown key', () => {
	it.each<[object, unknown]>([
		[{ verdict: apple, note: 'x' }, undefined],
		[{ verdict: apple, reasoning: 'x', model: 'y' }, { inner: [apple] }],
		[{ reasoning: apple }, undefined],
		[{ verdict: ' [1]' }, { inner: [' [1]'] }],
		[{ verdict: 'a {"Fruit": 1}' }, undefined],
		[{ verdict: [apple, { a: 1 }] }, undefined],
		[{ verdict: [[apple]] }, undefined],
		[{ verdict: null }, undefined],
		[JSON.parse('{"__proto__": {"Fruit": "Apple"}}') as object, undefined],
	])('%j', (value, unwrapped) => expect(open(value)).toEqual(unwrapped));
});

describe('a message of others', () => {
	it.each(['assistant', 'model', 'ai', 'users', 'a user'])('is none of %s', (role) => {
		expect(open({ role, content: 'x' })).toEqual({ inner: ['x'] });
	});

	it('needs a role that is text, and content', () => {
		expect(open({ role: 5, content: 'x' })).toEqual({ inner: ['x'] });
		expect(open({ role: 'user', text: 'x' })).toEqual({ inner: ['x'] });
		expect(open([{ role: 'user', content: 'y' }, 'x'])).toEqual({ inner: [['x']] });
	});
});
