/** The table of the Encord node's operations in the README, made from the operations themselves. */
import { operations, resources } from '../../nodes/Encord/operations';
import { operationRows } from '../../nodes/shared/runtime/assemble';

type OperationRow = ReturnType<typeof operationRows>[number];

const begin = '<!-- operations: written by `npm run docs` from the operations, do not edit -->';
const end = '<!-- end of operations -->';
const writes = ' ✎';

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\.$/, '');

/** One row per resource, in the order in which the operations name them. */
export function tableOf(rows: readonly OperationRow[]): string {
	const names = [...new Set(rows.map(({ resource }) => resource))];
	const lines = names.map((name) => {
		const own = rows.filter(({ resource }) => resource === name);
		const entries = own.map(
			(row) => `**${cell(row.operation)}**${row.writes ? writes : ''}: ${cell(row.does)}`,
		);
		return `| ${cell(name)} | ${entries.join('<br>')} |`;
	});
	return ['| Resource | Operations |', '|---|---|', ...lines].join('\n');
}

/** The README with the table of today's operations between its two marks. */
export function withOperationsTable(readme: string): string {
	const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`README.md lacks the lines "${begin}" and "${end}".`);
	const table = tableOf(operationRows({ operations, resources }));
	return `${readme.slice(0, from)}${begin}\n${table}\n${readme.slice(to)}`;
}
