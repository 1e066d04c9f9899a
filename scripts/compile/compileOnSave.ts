import { statSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';

/** What came of one save. */
export interface Compilation {
	/** Source files that changed, relative to the folder of the tsconfig file; none the first time. */
	changed: string[];
	/** When the last of them was saved, in milliseconds since 1970. */
	saved: number;
	/** The compiler's complaints as text, empty when it has none. The output is written in any case. */
	complaints: string;
}

/** The file system as the compiler sees it, which notes what changes. */
function observedSystem(projectFolder: string) {
	const noted = new Set<string>();
	/** Of each file that was ever reported: when it had been saved. A save may be noted twice, the second time late. */
	const reported = new Map<string, number>();
	const note = (file: string): void => {
		if (/\.(ts|json)$/.test(file)) noted.add(file);
	};
	const system: ts.System = {
		...ts.sys,
		watchFile: (path, callback, ...how) =>
			ts.sys.watchFile!(
				path,
				(file, ...event) => {
					note(file);
					callback(file, ...event);
				},
				...how,
			),
		// New files are seen by their folder only.
		watchDirectory: (path, callback, ...how) =>
			ts.sys.watchDirectory!(
				path,
				(file) => {
					note(file);
					callback(file);
				},
				...how,
			),
	};
	/** What changed since the last call. */
	function take(): Omit<Compilation, 'complaints'> {
		const states = [...noted].map((file) => {
			// A deleted file counts as saved now.
			const savedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
			return { file, savedAt };
		});
		noted.clear();
		const news = states.filter(({ file, savedAt }) => reported.get(file) !== savedAt);
		for (const { file, savedAt } of news) reported.set(file, savedAt);
		return {
			changed: news.map(({ file }) => relative(projectFolder, file)).sort(),
			saved: Math.max(...news.map(({ savedAt }) => savedAt)),
		};
	}
	return { system, take };
}

/**
 * Compiles the project of a tsconfig file into `outFolder`, and again on each save, only what the save touches. Calls
 * `compiled` after each time, the first included.
 */
export function compileOnSave(
	tsconfigFile: string,
	outFolder: string,
	compiled: (compilation: Compilation) => void,
): { stop(): void } {
	const projectFolder = ts.sys.resolvePath(`${tsconfigFile}/..`);
	const { system, take } = observedSystem(projectFolder);
	let complaints: ts.Diagnostic[] = [];
	const host = ts.createWatchCompilerHost(
		tsconfigFile,
		// The output may be copied elsewhere; its source maps lead to the sources here all the same.
		{ outDir: outFolder, sourceMap: true, sourceRoot: projectFolder },
		system,
		ts.createEmitAndSemanticDiagnosticsBuilderProgram,
		(complaint) => complaints.push(complaint),
		(_status, _newLine, _options, errorCount) => {
			// Only the message that closes a compilation has a count.
			if (errorCount === undefined) return;
			const text = ts.formatDiagnostics(complaints, {
				getCurrentDirectory: () => projectFolder,
				getCanonicalFileName: (name) => name,
				getNewLine: () => '\n',
			});
			complaints = [];
			compiled({ ...take(), complaints: text });
		},
	);
	const program = ts.createWatchProgram(host);
	return { stop: () => program.close() };
}
