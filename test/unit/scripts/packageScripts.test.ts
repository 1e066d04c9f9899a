import { expect, it } from '@jest/globals';
import { scripts } from '../../../package.json';

it.each(Object.entries(scripts))(
	'npm run %s is one process that installs what it needs',
	(_name, command) => {
		// With `exec` no shell of npm's stands between npm and the program, and signals arrive (scripts/run.mjs).
		expect(command).toMatch(/^exec node scripts\/run\.mjs [^&|;]+$/);
	},
);

it('npm run test:unit takes folders to test', () => {
	// Jest would take what follows `--selectProjects unit` for the names of further projects.
	expect(scripts['test:unit']).toMatch(/--selectProjects unit --\S+$/);
});
