/** One project per kind of test, so that `npm run test:unit` is quick and the slow kinds run on their own. */
const project = (displayName, { setup = [], ...extra } = {}) => ({
	displayName,
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
	testEnvironment: 'node',
	setupFilesAfterEnv: ['<rootDir>/test/listLengths.ts', ...setup],
	// Copies of this package: what a build made, and what was put into n8n.
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.n8n-data/'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	...extra,
});

/** Tests that start a real n8n wait for it. */
const longTimeout = { setup: ['<rootDir>/test/e2e/demo/longTimeout.ts'] };

module.exports = {
	testTimeout: 30_000,
	projects: [
		project('unit'),
		project('vectors'),
		project('sandbox'),
		project('media'),
		project('workflow'),
		project('faults', longTimeout),
		project('e2e', {
			...longTimeout,
			testEnvironment: '<rootDir>/test/e2e/demo/failedExecutions.ts',
			globalSetup: '<rootDir>/test/e2e/demo/startOnce.ts',
			globalTeardown: '<rootDir>/test/e2e/demo/stopOnce.ts',
		}),
		project('queue', { ...longTimeout, globalSetup: '<rootDir>/test/queue/installServers.ts' }),
	],
};
