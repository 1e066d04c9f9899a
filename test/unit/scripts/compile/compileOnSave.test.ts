import { afterEach, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileOnSave, type Compilation } from '../../../../scripts/compile/compileOnSave';

const folder = mkdtempSync(join(tmpdir(), 'encord-compile-'));
let stop = (): void => undefined;
afterEach(() => {
	stop();
	rmSync(folder, { recursive: true, force: true });
});

/** Starts the compiler; each call of the result waits for the next compilation. */
function compilations(): () => Promise<Compilation> {
	const ready: Compilation[] = [];
	let wake = (): void => undefined;
	({ stop } = compileOnSave(join(folder, 'tsconfig.json'), join(folder, 'out'), (compilation) => {
		ready.push(compilation);
		wake();
	}));
	return async () => {
		while (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve));
		return ready.shift()!;
	};
}

it('compiles at the start and on each save, and says what changed and what is wrong', async () => {
	const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
	const output = (name: string) => readFileSync(join(folder, 'out', name), 'utf8');
	save(
		'tsconfig.json',
		JSON.stringify({
			compilerOptions: { lib: ['ES5'], types: [], module: 'CommonJS' },
			include: ['*.ts'],
		}),
	);
	save('one.ts', 'export const one = 1;');
	save('two.ts', 'export const two = 2;');
	const next = compilations();
	expect(await next()).toMatchObject({ changed: [], diagnostics: '' });
	expect([output('one.js'), output('two.js')].join()).toMatch(/one = 1;[^]*two = 2;/);

	save('two.ts', 'export const two = 22;');
	const second = await next();
	expect(second).toMatchObject({ changed: ['two.ts'], diagnostics: '' });
	expect(Math.abs(Date.now() - second.saved)).toBeLessThan(5000);
	expect(output('two.js')).toContain('22');

	save('three.ts', 'import { one } from "./one"; export const three: string = one;');
	const third = await next();
	expect(third.changed).toEqual(['three.ts']);
	expect(third.diagnostics).toMatch(/three\.ts\(1,43\): error TS2322/);
	expect(output('three.js')).toContain('exports.three');
	expect(JSON.parse(output('three.js.map'))).toMatchObject({
		sourceRoot: `${folder}/`,
		sources: ['three.ts'],
	});
});
