/**
 * An ESLint rule: no file of the product imports itself through others, type imports included (import-x/no-cycle leaves
 * those out). The imports of all files are read once per run, as text.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;

function fileOf(path) {
	return [`${path}.ts`, path, join(path, 'index.ts')].find(
		(candidate) => existsSync(candidate) && statSync(candidate).isFile(),
	);
}

function importsOf(file) {
	const sources = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, source]) => source);
	return sources.flatMap((source) => fileOf(resolve(dirname(file), source)) ?? []);
}

let graph;

function importGraph(root) {
	graph ??= new Map(
		['src', 'nodes', 'credentials'].flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((name) => name.endsWith('.ts'))
				.map((name) => join(root, folder, name))
				.map((file) => [file, importsOf(file)]),
		),
	);
	return graph;
}

/** The files on a path of imports from one file to another, both included; undefined when there is none. */
function pathBetween(imports, from, to) {
	const cameFrom = new Map([[from, undefined]]);
	for (const file of cameFrom.keys()) {
		if (file === to) {
			const path = [];
			for (let at = file; at !== undefined; at = cameFrom.get(at)) path.unshift(at);
			return path;
		}
		for (const next of imports.get(file) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, file);
	}
	return undefined;
}

export default {
	meta: {
		type: 'problem',
		schema: [],
		messages: { circle: 'This import closes a circle: {{files}}' },
	},
	create(context) {
		const imports = importGraph(context.cwd);
		const check = (node) => {
			const source = node.source?.value;
			if (typeof source !== 'string' || !source.startsWith('.')) return;
			const target = fileOf(resolve(dirname(context.filename), source));
			const back = target && pathBetween(imports, target, context.filename);
			if (!back) return;
			const files = back.map((file) => file.slice(context.cwd.length + 1)).join(' → ');
			context.report({ node, messageId: 'circle', data: { files } });
		};
		return {
			ImportDeclaration: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check,
			ImportExpression: check,
		};
	},
};
