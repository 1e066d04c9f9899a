import { afterAll, expect, it } from '@jest/globals';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mirror } from '../../../../scripts/compile/mirror';

const scratch = mkdtempSync(join(tmpdir(), 'encord-mirror-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('writes what differs, removes what is gone, and does not touch what is the same', async () => {
	const [from, to] = [join(scratch, 'from'), join(scratch, 'to')] as const;
	mkdirSync(join(from, 'deep', 'er'), { recursive: true });
	mkdirSync(to);
	writeFileSync(join(from, 'same'), 'a');
	writeFileSync(join(to, 'same'), 'a');
	utimesSync(join(to, 'same'), 1, 1);
	writeFileSync(join(from, 'changed'), 'new');
	writeFileSync(join(to, 'changed'), 'old');
	writeFileSync(join(from, 'deep', 'er', 'added'), 'b');
	writeFileSync(join(to, 'gone'), 'c');

	expect(await mirror(from, to)).toBe(3);
	expect(statSync(join(to, 'same')).mtimeMs).toBe(1000);
	expect(readFileSync(join(to, 'changed'), 'utf8')).toBe('new');
	expect(readFileSync(join(to, 'deep', 'er', 'added'), 'utf8')).toBe('b');
	expect(existsSync(join(to, 'gone'))).toBe(false);
	expect(await mirror(from, to)).toBe(0);
});
