/** Masks as COCO writes them: run lengths column by column, packed into text as pycocotools does. */

export interface CocoMask {
	/** Height and width in pixels, in this order. */
	size: [number, number];
	counts: string;
}

/** Lengths of the runs of equal pixels, down each column from left to right; the first run is of empty pixels. */
function runsOf(isSet: (index: number) => boolean, width: number, height: number): number[] {
	const runs: number[] = [];
	let current = false;
	let length = 0;
	for (let x = 0; x < width; x++) {
		for (let y = 0; y < height; y++) {
			if (isSet(y * width + x) !== current) {
				runs.push(length);
				current = !current;
				length = 0;
			}
			length++;
		}
	}
	return [...runs, length];
}

/** Five bits a character, the lowest first; from the fourth run on, the difference from the run two before. */
function packed(runs: number[]): string {
	let text = '';
	for (const [index, run] of runs.entries()) {
		let rest = index > 2 ? run - (runs[index - 2] ?? 0) : run;
		for (let more = true; more; ) {
			let bits = rest & 31;
			rest >>= 5;
			more = bits & 16 ? rest !== -1 : rest !== 0;
			if (more) bits |= 32;
			text += String.fromCharCode(bits + 48);
		}
	}
	return text;
}

/** @param isSet whether the pixel belongs to the mask; pixels are counted row by row */
export function cocoMask(
	isSet: (index: number) => boolean,
	width: number,
	height: number,
): CocoMask {
	return { size: [height, width], counts: packed(runsOf(isSet, width, height)) };
}
