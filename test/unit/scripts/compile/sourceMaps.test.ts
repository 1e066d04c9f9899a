import { afterAll, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inClone } from '../../../../scripts/clone';

const folder = mkdtempSync(join(tmpdir(), 'encord-maps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a compiled file says the line of its TypeScript source in a stack trace', () => {
	writeFileSync(
		join(folder, 'tsconfig.json'),
		JSON.stringify({
			extends: inClone('tsconfig.json'),
			compilerOptions: { rootDir: '.', outDir: 'dist', types: [] },
			include: ['*.ts'],
		}),
	);
	writeFileSync(
		join(folder, 'thrower.ts'),
		"interface Gone {\n\tleaves: 'no line behind';\n}\nexport const gone: Gone[] = [];\nthrow new Error('here');\n",
	);
	const node = (...args: string[]) =>
		spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
	expect(node(require.resolve('typescript/bin/tsc'), '-p', '.')).toMatchObject({ stdout: '' });
	// As installed: the sources are not in the package.
	rmSync(join(folder, 'thrower.ts'));
	const { stderr } = node('--enable-source-maps', join('dist', 'thrower.js'));
	expect(stderr).toMatch(/thrower\.ts:5:7/);
});
