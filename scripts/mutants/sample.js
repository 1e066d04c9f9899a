/**
 * A checker for Stryker that lets about one mutant in `MUTANT_ONE_IN` through. Which ones depends on `MUTANT_SEED` and on the mutant, so
 * the same seed picks the same ones of code that did not change. The others are reported as compile errors, which no score counts.
 */
const { createHash } = require('node:crypto');
const { relative } = require('node:path');

const oneIn = Number(process.env.MUTANT_ONE_IN);
const seed = process.env.MUTANT_SEED;

function isPicked({ fileName, location: { start, end }, replacement }) {
	const places = [start.line, start.column, end.line, end.column];
	const key = JSON.stringify([seed, relative(process.cwd(), fileName), places, replacement]);
	return createHash('sha256').update(key).digest().readUInt32BE() % oneIn === 0;
}

const checker = {
	init: () => Promise.resolve(),
	/** All at once: one message for each mutant would take minutes. */
	group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
	check: (mutants) =>
		Promise.resolve(
			Object.fromEntries(
				mutants.map((mutant) => [
					mutant.id,
					isPicked(mutant)
						? { status: 'passed' }
						: { status: 'compileError', reason: 'Not in the sample' },
				]),
			),
		),
};

exports.strykerPlugins = [{ kind: 'Checker', name: 'sample', factory: () => checker }];
