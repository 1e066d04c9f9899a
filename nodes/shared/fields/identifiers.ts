/** Fields for lists of IDs. */
import { parameter } from './form/field';
import { uuidOf } from './form/locator';
import { listed, wordsOf } from './form/values';

/** A list of data unit IDs. */
export const dataUnitIds = (description: string) =>
	parameter(
		{
			displayName: 'Data Unit IDs',
			name: 'dataHashes',
			type: 'string',
			default: '',
			description,
		},
		(form, property) => listed(form, property, wordsOf).map((id) => uuidOf(id, 'Data unit')),
	);
