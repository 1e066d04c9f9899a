/** Refuses to start a workflow that cannot work in its project. */
import type { EncordClient } from '../../../src/encord/client';
import { checkSetup, readSetup, type SetupNeeds } from '../../../src/agents/setup';
import { InputError } from '../fields/form/inputError';

/**
 * For triggers, when their workflow is activated.
 * @throws InputError that lists what stops the workflow and what to do; EncordError when the project cannot be read
 */
export async function requireSetup(
	client: EncordClient,
	projectHash: string,
	needs: SetupNeeds,
): Promise<void> {
	const facts = await readSetup(client, projectHash, needs);
	const errors = checkSetup(facts, needs).filter(({ severity }) => severity === 'error');
	if (errors.length === 0) return;
	const [first] = errors;
	throw new InputError(
		errors.length === 1
			? first!.message
			: `This workflow cannot work: ${errors.map(({ message }) => message).join(' ')}`,
		errors.map(({ advice }) => advice).join(' '),
	);
}
