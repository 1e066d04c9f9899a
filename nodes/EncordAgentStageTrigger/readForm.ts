/** Reads the form of the trigger, with the things in it that are given by name. */
import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';
import type { EncordClient } from '../../src/encord/client';
import { triggerForm } from '../shared/fields/form/form';
import { readWithNames, type KnownNames } from '../shared/fields/names/knownNames';
import { lookUpNames } from '../shared/fields/names/lookUpNames';
import { form, type StageSettings } from './form';

/** @throws InputError */
export async function readForm(
	n8n: IPollFunctions | IHookFunctions,
	names: KnownNames,
	open: () => Promise<EncordClient>,
): Promise<StageSettings> {
	return await readWithNames(
		() => form.read(triggerForm(n8n, names)),
		async (wanted) => await lookUpNames(await open(), wanted, names),
	);
}
