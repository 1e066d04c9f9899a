/** The unit tests as one project: Stryker reads no lists of projects. `MUTANT_TESTS` names files or folders, `;` between them. */
const { projects } = require('../../jest.config');

const {
	displayName: _,
	testMatch,
	...unit
} = projects.find(({ displayName }) => displayName === 'unit');
const asked = (process.env.MUTANT_TESTS ?? '').split(';').filter(Boolean);

module.exports = {
	...unit,
	testMatch:
		asked.length === 0
			? testMatch
			: asked.map((path) => `<rootDir>/${path.endsWith('.ts') ? path : `${path}/**/*.test.ts`}`),
	// A mutant that waits for ever is noticed sooner.
	testTimeout: 5000,
	rootDir: '../..',
};
