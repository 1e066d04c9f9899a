import { describe, expect, it } from '@jest/globals';
import { modelError } from '../../../nodes/EncordAiLabeler/models/modelErrors';
import { networkFailure } from '../../../src/encord/http/networkFailure';
import { ModelError } from '../../../src/llm/model/model';

describe('an error of a model provider', () => {
	it('has the status and the wait that the provider asks for', () => {
		const error = Object.assign(new Error('Rate limit reached'), {
			status: 429,
			headers: new Headers({ 'Retry-After': '7' }),
		});
		expect(modelError(error)).toMatchObject({
			message: 'The model provider answered 429: Rate limit reached',
			status: 429,
			retryAfterMs: 7_000,
		});
	});

	it.each([
		['of the openai package', { status: 500 }],
		['of an HTTP client', { response: { status: 500, headers: { 'RETRY-AFTER': '1' } } }],
		['of the AI SDK', { statusCode: 500 }],
	])('is read from the error %s', (_, more) =>
		expect(modelError(Object.assign(new Error('x'), more))).toMatchObject({ status: 500 }),
	);

	it('names the host that cannot be reached, which the openai package calls a "Connection error."', () => {
		const cause = networkFailure({ code: 'ECONNREFUSED' }, 'http://models.example.com/v1');
		const error = Object.assign(new Error('Connection error.'), { cause });
		expect(modelError(error).message).toContain('models.example.com cannot be reached');
	});

	it.each(['sk-proj-abcdef123456', 'Bearer abc.def.ghi', 'key_live_1234567890'])(
		'repeats no secret: %s',
		(secret) =>
			expect(modelError(new Error(`Incorrect API key: ${secret}.`)).message).not.toContain(
				secret.slice(-6),
			),
	);

	it('is short, and stays what it is when it is one already', () => {
		expect(modelError(new Error('x'.repeat(5_000))).message.length).toBeLessThan(400);
		const known = new ModelError('known', 404);
		expect(modelError(known)).toBe(known);
		expect(modelError(undefined).message).toBe('The model could not be asked.');
	});
});
