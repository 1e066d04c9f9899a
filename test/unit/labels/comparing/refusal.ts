import { NotComparable } from '../../../../src/labels/comparing/refused';

/** Why a comparison is refused. */
export function refusal(work: () => unknown): NotComparable {
	try {
		work();
	} catch (error) {
		if (error instanceof NotComparable) return error;
		throw error;
	}
	throw new Error('Nothing was refused');
}
