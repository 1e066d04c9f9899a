/** Option for the confidence of a label. */
import { number } from '../form/values';

export const confidenceEntry = number({
	displayName: 'Confidence',
	name: 'confidence',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1 },
	default: 1,
	description: 'How sure the model is, from 0 to 1; kept on the label',
});
