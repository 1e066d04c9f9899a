/** Where the first model is unsure, another one is asked; what they agree on is written. */
import { sameJson } from '../../encord/wire/sameJson';
import { counterpart, hasPlace, withoutParts, type ReadPart, type Reading } from './reading';

/** Lowest confidence that is written, by title of a classification or class; `default` for all others. */
export interface ConfidenceThresholds {
	default?: number;
	byTitle: ReadonlyMap<string, number>;
}

/** The parts whose confidence is below their threshold. A part without a confidence is unsure when it has a threshold. */
export function unsureParts(reading: Reading, thresholds: ConfidenceThresholds): ReadPart[] {
	return reading.parts.filter(({ title, confidence }) => {
		const threshold = thresholds.byTitle.get(title) ?? thresholds.default;
		return threshold !== undefined && !(confidence !== undefined && confidence >= threshold);
	});
}

/** Without a second opinion, what is unsure is refused. */
export function withoutUnsure(reading: Reading, unsure: readonly ReadPart[]): Reading {
	return withoutParts(
		reading,
		new Map(
			unsure.map(({ name, confidence }) => [
				name,
				confidence === undefined
					? 'The model gave no confidence for it.'
					: `The model is unsure: its confidence is ${confidence}.`,
			]),
		),
	);
}

/** The reading without the unsure parts that the second model answers in another way, or not at all. */
export function agreed(reading: Reading, unsure: readonly ReadPart[], second: Reading): Reading {
	const reasons = new Map<string, string>();
	for (const part of unsure) {
		const other = counterpart(part, second);
		if (hasPlace(part) && part.box === undefined)
			reasons.set(
				part.name,
				'The model is unsure, and where the object lies cannot be compared with the answer of the second model, because the size of the picture is not known.',
			);
		else if (other === undefined)
			reasons.set(part.name, 'The model is unsure, and the second model does not answer it.');
		else if (!sameJson(other.value, part.value))
			reasons.set(
				part.name,
				`The model is unsure, and the second model says ${JSON.stringify(other.value)}.`,
			);
	}
	return withoutParts(reading, reasons);
}
