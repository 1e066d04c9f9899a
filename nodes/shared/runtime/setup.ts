/** Refuses to publish a workflow that cannot work in its project. */
import type { IHookFunctions } from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import { checkSetup, readSetup, type SetupNeeds } from '../../../src/agents/setup';
import { InputError } from '../fields/form/inputError';

/**
 * Whether somebody publishes the workflow now. When n8n starts again, nobody looks at a refusal, and what stopped working meanwhile
 * fails where it is used.
 */
export function isBeingPublished(n8n: IHookFunctions): boolean {
	return n8n.getMode() !== 'manual' && ['activate', 'update'].includes(n8n.getActivationMode());
}

/**
 * For triggers, when their workflow is published.
 * @throws InputError that lists what stops the workflow and what to do; EncordError when the project cannot be read
 */
export async function requireSetup(
	client: EncordClient,
	projectHash: string,
	needs: SetupNeeds,
): Promise<void> {
	const facts = await readSetup(client, projectHash, needs);
	const errors = checkSetup(facts, needs).filter(
		({ severity, area }) =>
			severity === 'error' &&
			// A trigger does not know what its workflow labels; one that only moves tasks needs no ontology.
			(area !== 'Ontology' || needs.classes !== undefined),
	);
	if (errors.length === 0) return;
	const [first] = errors;
	throw new InputError(
		errors.length === 1
			? first!.message
			: `This workflow cannot work: ${errors.map(({ message }) => message).join(' ')}`,
		errors.map(({ advice }) => advice).join(' '),
	);
}
