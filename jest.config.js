/** One project per kind of test, so that `npm run test:unit` is quick and the slow kinds run on their own. */
const project = (displayName, extra = {}) => ({
	displayName,
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
	testEnvironment: 'node',
	// Copies of this package: what a build made, and what was put into n8n.
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.n8n-data/'],
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }],
	},
	...extra,
});

module.exports = {
	projects: [
		project('unit'), project('vectors'), project('sandbox'), project('media'), project('workflow'), project('faults', { testTimeout: 300_000 }),
		project('e2e', { testTimeout: 120_000, globalSetup: '<rootDir>/test/e2e/startOnce.ts', globalTeardown: '<rootDir>/test/e2e/stopOnce.ts' }),
	],
};
