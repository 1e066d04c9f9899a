/** Pairs objects of two sides one to one, as well as it can be done for all of them together. */

/** Two objects that may be a pair. */
export interface Candidate {
	/** Positions in the lists of the two sides. */
	a: number;
	b: number;
	sameClass: boolean;
	/** How alike they are, 0..1. */
	likeness: number;
	/** Whether they are one object by its hash; decides between pairings that are equally good. */
	sameHash: boolean;
}

/** Objects that lie over each other, all with all, for which pairs are still looked for. */
const MAX_TOGETHER = 1_500;

/** Breaks ties only: far below what one likeness can differ from another in practice. */
const TIE = 1e-6;

/**
 * The pairing with the most pairs of one class; of those, the one with the most pairs; of those, the one with the greatest likeness in
 * all (the Hungarian method). So the numbers of pairs do not depend on which side is `a`. Of pairings that are equally good, the one
 * that pairs equal hashes; else that in the order of the candidates.
 * @returns undefined when more than {@link MAX_TOGETHER} objects lie over each other
 */
export function bestPairs(candidates: readonly Candidate[]): Candidate[] | undefined {
	const pairs: Candidate[] = [];
	for (const group of connected(candidates)) {
		if (group.length === 1) {
			pairs.push(group[0]!);
			continue;
		}
		const found = pairsOfGroup(group);
		if (found === undefined) return undefined;
		pairs.push(...found);
	}
	return pairs;
}

/** Groups of candidates that share objects; those of different groups do not affect each other. */
function connected(candidates: readonly Candidate[]): Candidate[][] {
	const parent = new Map<string, string>();
	const rootOf = (name: string): string => {
		let root = name;
		for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root))
			root = up;
		parent.set(name, root);
		return root;
	};
	for (const { a, b } of candidates) parent.set(rootOf(`b${b}`), rootOf(`a${a}`));
	const groups = new Map<string, Candidate[]>();
	for (const candidate of candidates) {
		const root = rootOf(`a${candidate.a}`);
		const group = groups.get(root);
		if (group) group.push(candidate);
		else groups.set(root, [candidate]);
	}
	return [...groups.values()];
}

function pairsOfGroup(group: readonly Candidate[]): Candidate[] | undefined {
	const as = [...new Set(group.map(({ a }) => a))];
	const bs = [...new Set(group.map(({ b }) => b))];
	if (Math.max(as.length, bs.length) > MAX_TOGETHER) return undefined;
	const most = Math.min(as.length, bs.length) + 1;
	// A pair more counts more than all likeness together, and one of the same class more than all others together.
	const weightOf = ({ sameClass, likeness, sameHash }: Candidate) =>
		(sameClass ? most * most : 0) + most + likeness + (sameHash ? TIE : 0);
	const place = [as, bs].map((list) => new Map(list.map((object, at) => [object, at])));
	const candidateAt = new Map<number, Candidate>();
	const columns = bs.length + as.length;
	// The further columns stand for "no pair".
	const costs = as.map(() => new Float64Array(columns));
	for (const candidate of group) {
		const [row, column] = [place[0]!.get(candidate.a)!, place[1]!.get(candidate.b)!];
		costs[row]![column] = -weightOf(candidate);
		candidateAt.set(row * columns + column, candidate);
	}
	return cheapestColumns(costs, columns).flatMap(
		(column, row) => candidateAt.get(row * columns + column) ?? [],
	);
}

/**
 * The column of each row so that no two have the same and the sum of costs is smallest: rows are added one by one, each by the cheapest
 * chain of changes, with prices of rows and columns that keep all reduced costs at 0 or more.
 * @param columns at least as many as rows
 */
function cheapestColumns(costs: readonly Float64Array[], columns: number): number[] {
	const rows = costs.length;
	const rowPrice = new Float64Array(rows + 1);
	const columnPrice = new Float64Array(columns + 1);
	/** Row (from 1) that a column (from 1) belongs to; 0 = free. Column 0 holds the row that is being added. */
	const rowOf = new Int32Array(columns + 1);
	const cameFrom = new Int32Array(columns + 1);
	for (let row = 1; row <= rows; row++) {
		rowOf[0] = row;
		let column = 0;
		const least = new Float64Array(columns + 1).fill(Infinity);
		const isDone = new Uint8Array(columns + 1);
		do {
			isDone[column] = 1;
			const from = rowOf[column]!;
			let [step, next] = [Infinity, 0];
			for (let other = 1; other <= columns; other++) {
				if (isDone[other]) continue;
				const reduced = costs[from - 1]![other - 1]! - rowPrice[from]! - columnPrice[other]!;
				if (reduced < least[other]!) {
					least[other] = reduced;
					cameFrom[other] = column;
				}
				if (least[other]! < step) [step, next] = [least[other]!, other];
			}
			for (let other = 0; other <= columns; other++) {
				if (isDone[other]) {
					rowPrice[rowOf[other]!]! += step;
					columnPrice[other]! -= step;
				} else least[other]! -= step;
			}
			column = next;
		} while (rowOf[column] !== 0);
		for (; column !== 0; column = cameFrom[column]!) rowOf[column] = rowOf[cameFrom[column]!]!;
	}
	const columnOf = new Array<number>(rows).fill(-1);
	for (let column = 1; column <= columns; column++)
		if (rowOf[column]! > 0) columnOf[rowOf[column]! - 1] = column - 1;
	return columnOf;
}
