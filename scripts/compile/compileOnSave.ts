import { statSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';

/** The result of one compilation. */
export interface Compilation {
	/** Source files that changed, relative to the folder of the tsconfig file; none the first time. */
	changed: string[];
	/** When the last of them was saved, in milliseconds since 1970. */
	saved: number;
	/** The compiler's diagnostics as text, empty when it has none. It writes its output in any case. */
	diagnostics: string;
}

/** The file system for the compiler. It also records which files change. */
function observedSystem(projectFolder: string) {
	const noted = new Set<string>();
	/** When each reported file was saved. The system may report one save twice, the second time late. */
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
		// Only the watcher of the folder sees new files.
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
	/** The changes since the last call. */
	function take(): Omit<Compilation, 'diagnostics'> {
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
 * Compiles the project of a tsconfig file into `outFolder`. After each save it compiles again what the save affects. Calls
 * `compiled` after each compilation, the first included.
 */
export function compileOnSave(
	tsconfigFile: string,
	outFolder: string,
	compiled: (compilation: Compilation) => void,
): { stop(): void } {
	const projectFolder = ts.sys.resolvePath(`${tsconfigFile}/..`);
	const { system, take } = observedSystem(projectFolder);
	let diagnostics: ts.Diagnostic[] = [];
	const host = ts.createWatchCompilerHost(
		tsconfigFile,
		// Source maps name the sources by absolute path, because the output is copied elsewhere.
		{ outDir: outFolder, sourceMap: true, sourceRoot: projectFolder },
		system,
		ts.createEmitAndSemanticDiagnosticsBuilderProgram,
		(diagnostic) => diagnostics.push(diagnostic),
		(_status, _newLine, _options, errorCount) => {
			// Only the last message of a compilation has a count.
			if (errorCount === undefined) return;
			const text = ts.formatDiagnostics(diagnostics, {
				getCurrentDirectory: () => projectFolder,
				getCanonicalFileName: (name) => name,
				getNewLine: () => '\n',
			});
			diagnostics = [];
			compiled({ ...take(), diagnostics: text });
		},
	);
	const program = ts.createWatchProgram(host);
	return { stop: () => program.close() };
}
