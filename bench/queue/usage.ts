/** What a process and its descendants use, read from Linux' `/proc`. */
import { readFileSync, readdirSync } from 'node:fs';

export interface Usage {
	/** Seconds of all that run, and of those that have ended. */
	cpuSeconds: number;
	/** Memory in MB. Pages that several processes share are counted once. */
	memoryMb: number;
}

const TICKS_PER_SECOND = 100;

interface Stat {
	pid: number;
	parent: number;
	ticks: number;
}

function statOf(pid: string): Stat[] {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// After the name, which may contain anything: state, parent, …
		const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
		const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
		return [{ pid: Number(pid), parent: Number(fields[1]), ticks }];
	} catch {
		return [];
	}
}

function memoryOf(pid: number): number {
	try {
		const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
		return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}

export function usageOf(root: number): Usage {
	const all = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap(statOf);
	const family = new Set([root]);
	for (let before = 0; before !== family.size; ) {
		before = family.size;
		for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
	}
	const members = all.filter(({ pid }) => family.has(pid));
	return {
		cpuSeconds: members.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND,
		memoryMb: members.reduce((sum, { pid }) => sum + memoryOf(pid), 0),
	};
}
