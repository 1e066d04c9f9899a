/** The files in deploy/ are read here. No Docker engine runs them in the tests. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { n8nVersion } from '../../scripts/n8n/runtime';
import { inClone } from '../../scripts/clone';

interface Service {
	image?: string;
	command?: string | string[];
	environment?: Record<string, string>;
	healthcheck?: object;
	restart?: string;
	secrets?: string[];
}
interface Compose {
	services: Record<string, Service>;
	secrets?: Record<string, { file: string }>;
	volumes?: Record<string, unknown>;
}

const text = (name: string): string => readFileSync(inClone('deploy', name), 'utf8');
/** `!reset` is a tag of Compose: the value of the other file is taken back. */
const reset = { tag: '!reset', resolve: () => null };
const read = (name: string): Compose =>
	parse(text(name), { merge: true, customTags: [reset], strict: true }) as Compose;

const { version } = JSON.parse(readFileSync(inClone('package.json'), 'utf8')) as {
	version: string;
};
const compose = read('compose.yaml');
const ofTheMainProcess = 'N8N_DISABLE_PRODUCTION_MAIN_PROCESS';
const n8nServices = ['main', 'webhook', 'worker'].map((name) => compose.services[name]!);

function dockerHasCompose(): boolean {
	try {
		execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

describe('deploy/compose.yaml', () => {
	it('runs n8n as main, webhook and worker process from one image', () => {
		const roles = n8nServices.map(({ command = 'start' }) => String(command).split(' ')[0]);
		expect(roles).toEqual(['start', 'webhook', 'worker']);
		expect(new Set(n8nServices.map(({ image }) => image))).toEqual(
			new Set([`n8n-encord:${n8nVersion}`]),
		);
	});

	it('gives all of them the same queue, database, key and place for pictures', () => {
		const [main, ...others] = n8nServices.map(({ environment = {} }) =>
			Object.fromEntries(Object.entries(environment).filter(([name]) => name !== ofTheMainProcess)),
		);
		expect(main).toMatchObject({
			EXECUTIONS_MODE: 'queue',
			DB_TYPE: 'postgresdb',
			N8N_DEFAULT_BINARY_DATA_MODE: 'database',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		});
		for (const other of others) expect(other).toEqual(main);
	});

	it('has every secret in a file', () => {
		for (const { environment = {} } of Object.values(compose.services)) {
			const secret = Object.keys(environment).filter((name) => /PASSWORD|KEY|TOKEN/.test(name));
			expect(secret.filter((name) => !name.endsWith('_FILE'))).toEqual([]);
			for (const name of secret) {
				const [, mounted = ''] = /^\/run\/secrets\/(.+)$/.exec(environment[name]!) ?? [];
				expect(compose.secrets).toHaveProperty(mounted);
			}
		}
		for (const { file } of Object.values(compose.secrets ?? {}))
			expect(file).toMatch(/^\.\/secrets\//);
	});

	it('starts everything again and asks everything but the proxy how it is', () => {
		for (const [name, { restart, healthcheck }] of Object.entries(compose.services)) {
			expect(restart).toBe('unless-stopped');
			if (name !== 'proxy') expect(healthcheck).toHaveProperty('test');
		}
	});

	(dockerHasCompose() ? it : it.skip)('is what Docker Compose accepts', () => {
		for (const files of [['compose.yaml'], ['compose.yaml', 'compose.registry.yaml']]) {
			execFileSync(
				'docker',
				['compose', ...files.flatMap((file) => ['-f', file]), 'config', '-q'],
				{
					cwd: inClone('deploy'),
					env: { ...process.env, N8N_DOMAIN: 'n8n.example.com' },
				},
			);
		}
	});
});

describe('deploy/compose.registry.yaml', () => {
	it('has this version of the package installed in every n8n process', () => {
		const { services } = read('compose.registry.yaml');
		expect(Object.keys(services)).toEqual(['main', 'webhook', 'worker']);
		for (const { image, environment = {} } of Object.values(services)) {
			expect(image).toBe(`docker.n8n.io/n8nio/n8n:${n8nVersion}`);
			expect(environment.N8N_COMMUNITY_PACKAGES_MANAGED_BY_ENV).toBe('true');
			expect(JSON.parse(environment.N8N_COMMUNITY_PACKAGES ?? '')).toEqual([
				{ name: 'n8n-nodes-encord', version },
			]);
		}
	});
});

describe('deploy/Dockerfile', () => {
	const instructions = text('Dockerfile')
		.replaceAll('\\\n', ' ')
		.split('\n')
		.filter((line) => line.trim() !== '' && !line.startsWith('#'))
		.map((line) => line.split(/\s+/));

	it('has only instructions that Docker knows, and copies from its own stages', () => {
		const known = ['ARG', 'FROM', 'COPY', 'WORKDIR', 'RUN', 'ENV'];
		expect(instructions.map(([word = '']) => word).filter((word) => !known.includes(word))).toEqual(
			[],
		);
		const stages = instructions.filter(([word]) => word === 'FROM').map(([, , , name]) => name);
		const sources = instructions.flatMap((words) =>
			words.filter((word) => word.startsWith('--from=')).map((word) => word.slice(7)),
		);
		expect(sources).toEqual(['ffmpeg', 'package']);
		expect(stages).toEqual(['ffmpeg', 'package', undefined]);
	});

	it('has the n8n that the tests run, this version of the package, and a static ffmpeg', () => {
		const lines = instructions.map((words) => words.join(' '));
		expect(lines).toContain(`ARG N8N_VERSION=${n8nVersion}`);
		expect(lines).toContain(`ARG PACKAGE=n8n-nodes-encord@${version}`);
		expect(lines).toContain('ENV FFMPEG_PATH=/usr/local/bin/ffmpeg');
	});
});
