import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { version } from '../../../package.json';
import { inClone } from '../../../scripts/clone';

const changelog = readFileSync(inClone('CHANGELOG.md'), 'utf8');

it('the newest version in the changelog is that of package.json, with a date and a link', () => {
	const [newest] = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/gm)];
	expect(newest?.[1]).toBe(version);
	expect(changelog).toContain(`\n[${version}]: https://`);
});

it('has a place for what comes next', () => {
	expect(changelog).toMatch(/^## \[Unreleased\]$/m);
	expect(changelog).toContain(`\n[Unreleased]: https://`);
});
