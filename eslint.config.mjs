import { config as cloudConfig, configWithoutCloudSupport } from '@n8n/node-cli/eslint';
import { zones } from './scripts/lint/layers.mjs';
import noImportCircle from './scripts/lint/noImportCircle.mjs';

/** What a person installs into n8n: every rule for community nodes holds here. */
const shipped = ['credentials/**/*.ts', 'nodes/**/*.ts', 'src/**/*.ts'];
/** What only this repository uses: programs and tests for Node. */
const development = ['scripts/**/*.ts', 'sandbox/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'];
/** Pictures, and their bridge to n8n, and the two things that have to be replaced in a package without dependencies. */
const notForCloud = [
	'src/media/**/*.ts',
	'nodes/shared/media/**/*.ts',
	'src/platform/**/*.ts',
	// And for openai.
	'nodes/EncordAiLabeler/models/endpoint.ts',
	// jsonrepair is plain JavaScript, which a build for n8n Cloud would bundle.
	'src/reply/json/looseJson.ts',
	// The same holds for fast-xml-parser.
	'src/detections/reading/xml.ts',
];

/** Rules about n8n packages have nothing to say about a program that never runs inside n8n. */
const communityRules = Object.fromEntries(
	configWithoutCloudSupport
		.flatMap(({ rules = {} }) => Object.keys(rules))
		.filter((name) => name.startsWith('@n8n/community-nodes/'))
		.map((name) => [name, 'off']),
);

/** What n8n Cloud allows no community node: other packages, Node's own modules but crypto, timers, the process. */
const cloudRules = Object.fromEntries(
	cloudConfig
		.flatMap(({ rules = {} }) => Object.entries(rules))
		.filter(([name]) => /^@n8n\/community-nodes\/no-restricted-(imports|globals)$/.test(name)),
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
		files: ['src/media/ffmpeg/process.ts'],
		rules: {
			// The one place that runs a program: ffmpeg, with an argument array and never through a shell.
			'@n8n/community-nodes/no-dangerous-functions': 'off',
		},
	},
	{
		files: ['src/**/*.ts', 'nodes/shared/fields/**/*.ts'],
		rules: {
			// src/ knows nothing of n8n, and fields throw InputErrors: nodes/shared/runtime/errors.ts turns every error into one
			// of n8n's classes, once, at the bridge.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{
		files: shipped,
		plugins: { local: { rules: { 'no-import-circle': noImportCircle } } },
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'import-x/no-restricted-paths': ['error', { zones }],
			'local/no-import-circle': 'error',
			'max-lines': ['error', { max: 300 }],
		},
	},
	{ files: shipped, ignores: notForCloud, rules: cloudRules },
	{
		files: ['src/**/*.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^n8n-|^@n8n/',
							message: 'src/ knows nothing of n8n. Take a type of the runtime in nodes/shared.',
						},
					],
				},
			],
		},
	},
	{
		files: ['test/unit/**/*.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					paths: [
						{
							name: 'fast-check',
							message: 'Take it from test/unit/fastCheck.ts, which sets its seed.',
						},
					],
				},
			],
		},
	},
	{
		files: ['sandbox/**/*.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^(\\.\\./)+(src|nodes|credentials)/',
							allowTypeImports: true,
							message: 'The sandbox shares no code with the package, only the types of JSON.',
						},
					],
				},
			],
		},
	},
	{
		files: development,
		rules: {
			...communityRules,
			// Programs talk to the person who started them.
			'no-console': 'off',
		},
	},
];
