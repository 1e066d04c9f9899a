import { describe, expect, it } from '@jest/globals';
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { nodeError } from '../../../nodes/shared/runtime/errors';
import { networkFailure } from '../../../src/encord/http/networkFailure';
import { ServerError } from '../../../src/encord/wire/errors';

const node = { name: 'Encord' } as INode;

describe('the n8n error', () => {
	it('names the host that cannot be reached, although n8n has a sentence of its own for the code', () => {
		const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
		const error = nodeError(node, networkFailure(cause, 'https://api.example.com/v2/x'), 3);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe(
			'api.example.com cannot be reached. The connection was refused (ECONNREFUSED).',
		);
		expect(error.context.itemIndex).toBe(3);
	});

	it.each([403, 404, 500, 503])('keeps our sentence for status %d', (status) => {
		const error = nodeError(node, new ServerError('Encord failed while saving', { status }));
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'Encord failed while saving',
			httpCode: String(status),
		});
	});
});
