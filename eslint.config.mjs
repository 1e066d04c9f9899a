import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

/** What a person installs into n8n: every rule for community nodes holds here. */
const shipped = ['credentials/**/*.ts', 'nodes/**/*.ts', 'src/**/*.ts'];
/** What only this repository uses: programs and tests for Node. */
const development = ['scripts/**/*.ts', 'sandbox/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'];

/** Rules about n8n packages have nothing to say about a program that never runs inside n8n. */
const communityRules = Object.fromEntries(
	configWithoutCloudSupport
		.flatMap(({ rules = {} }) => Object.keys(rules))
		.filter((name) => name.startsWith('@n8n/community-nodes/'))
		.map((name) => [name, 'off']),
);

export default [
	{ ignores: ['dist/', 'coverage/', '.n8n-data/', '.sandbox/', '**/*.d.ts'] },
	...configWithoutCloudSupport,
	{
		files: ['package.json'],
		rules: {
			// Pictures and videos are decoded by sharp and ffmpeg, which cannot be bundled into one JavaScript file. The price,
			// known and paid: the package cannot enter n8n's verified programme (n8n §7).
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
	{
		files: ['src/media/ffmpeg*.ts'],
		rules: {
			// The one place that runs a program: ffmpeg, with an argument array and never through a shell.
			'@n8n/community-nodes/no-dangerous-functions': 'off',
		},
	},
	{
		files: ['src/**/*.ts'],
		rules: {
			// src/ knows nothing of n8n, its error classes included: nodes/shared/nodeError.ts turns every error into one of
			// them, once, at the bridge.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{ files: shipped, rules: { '@typescript-eslint/no-explicit-any': 'error' } },
	{
		files: development,
		rules: {
			...communityRules,
			// Programs talk to the person who started them.
			'no-console': 'off',
		},
	},
];
