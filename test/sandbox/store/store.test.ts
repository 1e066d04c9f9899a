/** The journal and the collections over it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
	appendFileSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from '../../../sandbox/state/lock';
import { Store } from '../../../sandbox/state/store';

let dataDir: string;
beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'encord-sandbox-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const journal = () => join(dataDir, 'journal.jsonl');
const user = (email: string, publicKeyHex: string | null = null) => ({ email, publicKeyHex });
const emails = (store: Store) => store.users.all().map(({ email }) => email);

/** What a new process would see. */
function reopened<T>(look: (store: Store) => T): T {
	const store = new Store(dataDir);
	try {
		return look(store);
	} finally {
		store.close();
	}
}

describe('a transaction', () => {
	it('is one line of the journal, there as soon as it ends', () => {
		const store = new Store(dataDir);
		store.transact(() => {
			store.users.put('a', user('a'));
			store.users.put('b', user('b'));
		});
		expect(readFileSync(journal(), 'utf8').trim().split('\n')).toHaveLength(1);
		expect(reopened(emails)).toEqual(['a', 'b']);
		store.close();
	});

	it('leaves no trace when it throws', () => {
		const store = new Store(dataDir);
		store.users.put('a', user('a', 'key-a'));
		const size = statSync(journal()).size;
		expect(() =>
			store.transact(() => {
				store.users.put('a', user('a', 'key-b'));
				store.users.put('b', user('b'));
				store.users.delete('a');
				throw new Error('no');
			}),
		).toThrow('no');
		expect([
			emails(store),
			store.userByKey('key-a').length,
			store.userByKey('key-b').length,
		]).toEqual([['a'], 1, 0]);
		expect(statSync(journal()).size).toBe(size);
		store.close();
	});
});

describe('an index', () => {
	it('follows changes and deletions', () => {
		const store = new Store(dataDir);
		store.users.put('a', user('a', 'one'));
		store.users.put('b', user('b', 'one'));
		store.users.put('a', user('a', 'two'));
		expect(store.userByKey('one').map(({ email }) => email)).toEqual(['b']);
		store.users.delete('b');
		expect([
			store.userByKey('one'),
			store.userByKey('two').length,
			store.userByKey('none'),
		]).toEqual([[], 1, []]);
		expect(reopened((other) => other.userByKey('two').length)).toBe(1);
		store.close();
	});
});

describe('the journal', () => {
	it('cuts off a line torn by a kill and goes on', () => {
		new Store(dataDir).users.put('a', user('a'));
		appendFileSync(journal(), '[["users","b",{"email":"b","publ');
		expect(
			reopened((store) => {
				store.users.put('c', user('c'));
				return emails(store);
			}),
		).toEqual(['a', 'c']);
		expect(reopened(emails)).toEqual(['a', 'c']);
	});

	it('says so when it is damaged in the middle', () => {
		writeFileSync(journal(), '[["users","a",{"email":"a"}]]\nnonsense\n[]\n');
		expect(() => new Store(dataDir)).toThrow(/damaged at line 2/);
	});

	it('is rewritten when most of it is history', () => {
		const store = new Store(dataDir);
		for (let count = 0; count < 6000; count += 1) store.users.put('a', user('a', `key ${count}`));
		expect(readFileSync(journal(), 'utf8').trim().split('\n').length).toBeLessThan(1500);
		store.close();
		expect(reopened((other) => other.users.get('a'))).toEqual(user('a', 'key 5999'));
	});

	it('is readable for its owner only', () => {
		new Store(dataDir).users.put('a', user('a'));
		expect(statSync(journal()).mode & 0o777).toBe(0o600);
	});
});

describe('a data directory', () => {
	it('belongs to one running process', () => {
		writeFileSync(join(dataDir, 'sandbox.pid'), String(process.ppid));
		expect(() => lockDataDir(dataDir)).toThrow(`process id ${process.ppid}`);
	});

	it('is free again after release, and after a process that was killed', () => {
		lockDataDir(dataDir)();
		writeFileSync(join(dataDir, 'sandbox.pid'), '999999999');
		lockDataDir(dataDir)();
	});
});
