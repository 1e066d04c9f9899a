/** Runs vector files against the real code and reports in plain text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Rule, VectorCase, VectorFile, VectorKind, Verdict } from './kind';

export interface FileResult {
	file: string;
	passed: number;
	failed: number;
	information: boolean;
	firstDifference?: { vector: VectorCase; verdict: Verdict };
	/** Deliberate differences met, with the number of cases that pass because of each. */
	rules: Array<Rule & { cases: number }>;
}

const KINDS = join(__dirname, 'kinds');

/** Every kind in `kinds/`, by the name of its vector file. */
export async function loadKinds(folder = KINDS): Promise<Map<string, VectorKind>> {
	const kinds = new Map<string, VectorKind>();
	for (const name of readdirSync(folder)
		.filter((entry) => entry.endsWith('.ts'))
		.sort()) {
		const { kind } = (await import(join(folder, name))) as { kind?: VectorKind };
		if (!kind || kind.file !== basename(name, '.ts'))
			throw new Error(`kinds/${name} must export a kind for the file of the same name`);
		kinds.set(kind.file, kind);
	}
	return kinds;
}

export async function runVectorFile(kind: VectorKind, whole: VectorFile): Promise<FileResult> {
	const result: FileResult = {
		file: kind.file,
		passed: 0,
		failed: 0,
		information: kind.information ?? false,
		rules: [],
	};
	for (const vector of whole.cases) {
		const verdict = await runCase(kind, vector, whole);
		if (verdict.pass) result.passed += 1;
		else result.failed += 1;
		if (!verdict.pass) result.firstDifference ??= { vector, verdict };
		else if (verdict.rule) countRule(result.rules, verdict.rule);
	}
	return result;
}

async function runCase(kind: VectorKind, vector: VectorCase, whole: VectorFile): Promise<Verdict> {
	try {
		return await kind.run(vector, whole);
	} catch (error) {
		return {
			pass: false,
			expected: vector.expected,
			actual: { threw: error instanceof Error ? error.stack : String(error) },
		};
	}
}

function countRule(rules: FileResult['rules'], rule: Rule) {
	const known = rules.find(({ name }) => name === rule.name);
	if (known) known.cases += 1;
	else rules.push({ ...rule, cases: 1 });
}

/**
 * Runs the named vector files of a folder (all of them when none is named).
 * @returns whether everything passed
 */
export async function runFolder(
	folder: string,
	names: string[],
	print: (line: string) => void,
): Promise<boolean> {
	const kinds = await loadKinds();
	const files =
		names.length > 0 ? names.map((name) => basename(name, '.json')) : vectorFilesOf(folder);
	let passed = 0;
	let failed = 0;
	for (const file of files) {
		const kind = kinds.get(file);
		const path = join(folder, `${file}.json`);
		if (!existsSync(path)) {
			print(`${file}: no such file in the folder`);
			failed += 1;
		} else if (!kind) {
			print(`${file}: skipped, nothing here runs this kind`);
		} else {
			const result = await runVectorFile(
				kind,
				JSON.parse(readFileSync(path, 'utf8')) as VectorFile,
			);
			report(result, print);
			if (!result.information) {
				passed += result.passed;
				failed += result.failed;
			}
		}
	}
	print(`${passed} passed, ${failed} failed`);
	return failed === 0;
}

function vectorFilesOf(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => basename(name, '.json'));
}

function report(
	{ file, passed, failed, information, firstDifference, rules }: FileResult,
	print: (line: string) => void,
) {
	print(
		`${file}: ${passed} passed, ${failed} failed${information ? ' (information, not counted)' : ''}`,
	);
	for (const { name, reason, cases } of rules) print(`  by rule "${name}" (${cases}): ${reason}`);
	if (!firstDifference) return;
	const { vector, verdict } = firstDifference;
	print(`  first difference: ${vector.name}${vector.note ? ` (${vector.note})` : ''}`);
	print(`  input: ${JSON.stringify(vector.input, null, 2)}`);
	print(`  expected: ${JSON.stringify(verdict.expected, null, 2)}`);
	print(`  actual: ${JSON.stringify(verdict.actual, null, 2)}`);
}
