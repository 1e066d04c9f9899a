/** Bitmasks as run lengths in text, row by row (protocol §8.2). */

/** Run lengths, zeros first. Numbers are groups of five bits, the least significant first; from the fourth on differences. */
function runsOf(text) {
	const runs = [];
	for (let at = 0; at < text.length; ) {
		let value = 0;
		let shift = 0;
		let group;
		do {
			group = text.charCodeAt(at++) - 48;
			value |= (group & 31) << shift;
			shift += 5;
		} while (group & 32 && at < text.length);
		if (group & 16 && shift < 32) value |= -1 << shift;
		runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value);
	}
	return runs;
}

/** Paints the mask over a canvas of its size, in a half transparent color (`#RRGGBB`). */
export function paintBitmask(canvas, { width, height, rleString }, color) {
	canvas.width = width;
	canvas.height = height;
	const context = canvas.getContext('2d');
	const image = context.createImageData(width, height);
	const [red, green, blue] = [1, 3, 5].map((from) => parseInt(color.slice(from, from + 2), 16));
	let at = 0;
	runsOf(rleString).forEach((run, index) => {
		const end = Math.min(at + run, width * height);
		if (index % 2 === 1)
			for (let pixel = at; pixel < end; pixel++) image.data.set([red, green, blue, 130], pixel * 4);
		at = end;
	});
	context.putImageData(image, 0, 0);
}
