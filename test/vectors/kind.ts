/**
 * One kind of golden vector = one file in `kinds/`, named like the vector file, exporting `kind`. The runner finds kinds by
 * reading that folder, so a new kind needs no registration.
 */
import { isDeepStrictEqual } from 'node:util';

export interface VectorCase<Input = unknown, Expected = unknown> {
	name: string;
	input: Input;
	expected: Expected;
	note?: string;
}

/** A whole vector file. Some have keys, ontologies or rows that the cases refer to. */
export interface VectorFile<Input = unknown, Expected = unknown> {
	format: string;
	cases: Array<VectorCase<Input, Expected>>;
	[key: string]: unknown;
}

/**
 * A deliberate difference between our code and an expected value. It is recognised by what the case is about, never by its
 * name, so that it holds for other cases of the same kind as well.
 */
export interface Rule {
	name: string;
	reason: string;
}

export interface Verdict {
	pass: boolean;
	/** The compared values, shown when they differ. */
	expected: unknown;
	actual: unknown;
	/** Set when the case passes only because of this deliberate difference. */
	rule?: Rule;
}

export interface VectorKind<Input = unknown, Expected = unknown> {
	/** Name of the vector file without `.json`. */
	file: string;
	/** Runs the real code on one case. What it throws counts as a failure. */
	run(
		vector: VectorCase<Input, Expected>,
		whole: VectorFile<Input, Expected>,
	): Verdict | Promise<Verdict>;
	/** The file only shows how others behave: differences are listed but fail nothing. */
	information?: boolean;
}

/** Checks the types of a kind's cases at compile time and returns the kind. */
export function defineKind<Input, Expected>(kind: VectorKind<Input, Expected>): VectorKind {
	return kind as VectorKind;
}

/** Equality of JSON values: order of keys is irrelevant, absent and undefined are the same, `1` and `1.0` too. */
export function sameJson(left: unknown, right: unknown): boolean {
	return isDeepStrictEqual(asJson(left), asJson(right));
}

function asJson(value: unknown): unknown {
	return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** A verdict by plain JSON equality. */
export function verdict(expected: unknown, actual: unknown): Verdict {
	return { pass: sameJson(expected, actual), expected, actual };
}
