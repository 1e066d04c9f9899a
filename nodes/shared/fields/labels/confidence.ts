/** How sure a model is of what it labels. */
import { number } from '../form/values';

/** Entry of a collection: kept on the label. */
export const confidenceEntry = number({
	displayName: 'Confidence',
	name: 'confidence',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
	default: 1,
	description: 'How sure the model is, from 0 to 1; kept on the label',
});
