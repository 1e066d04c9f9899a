/**
 * How a picture is turned and mirrored before it is shown, as ffmpeg's filters. They are those that ffmpeg 5.1 itself puts in front
 * of everything else: frame N is the picture of ffmpeg's decode, and a turn after the conversion to RGB gives other pixels.
 */

/** The rows (a b u), (c d v), (x y w) of a display matrix (ISO/IEC 14496-12 §6.2.2) as they are stored. */
type Matrix = readonly number[];

const elements = 9;
/** Fractional bits of the three columns. */
const fractionBits = [16, 16, 30] as const;
const one = (column: number) => 2 ** (fractionBits[column] ?? 0);
const identity: Matrix = Array.from({ length: elements }, (_, i) => (i % 4 === 0 ? one(i % 3) : 0));

/** @param offset where the matrix begins in the body of a box; a body that is too short has none */
export function readMatrix(body: Buffer | undefined, offset: number): Matrix {
	return body && body.length >= offset + 4 * elements
		? Array.from({ length: elements }, (_, i) => body.readInt32BE(offset + 4 * i))
		: identity;
}

/** The matrix of the track, followed by that of the movie. */
function product(track: Matrix, movie: Matrix): Matrix {
	return Array.from({ length: elements }, (_, i) => {
		const [row, column] = [Math.floor(i / 3), i % 3];
		return [0, 1, 2].reduce(
			(sum, inner) =>
				sum +
				Math.floor(((track[3 * row + inner] ?? 0) * (movie[3 * inner + column] ?? 0)) / one(inner)),
			0,
		);
	});
}

/** In whole degrees, 0 to 359; NaN for a matrix that leaves nothing of the picture. */
function clockwiseDegrees([a = 0, b = 0, , c = 0, d = 0]: Matrix): number {
	const [across, down] = [Math.hypot(a, c), Math.hypot(b, d)];
	if (!across || !down) return Number.NaN;
	const degrees = Math.round((Math.atan2(b / down, a / across) * 180) / Math.PI);
	return (degrees + 360) % 360;
}

/** The filters, in order; none for a picture that is shown as it is stored. */
export function turnOf(trackMatrix: Matrix, movieMatrix: Matrix): readonly string[] {
	const matrix = product(trackMatrix, movieMatrix);
	const [a = 0, , , c = 0, d = 0] = matrix;
	const degrees = clockwiseDegrees(matrix);
	switch (degrees) {
		case 0:
			return d < 0 ? ['vflip'] : [];
		case 90:
			return [`transpose=${c > 0 ? 'cclock_flip' : 'clock'}`];
		case 180:
			return [...(a < 0 ? ['hflip'] : []), ...(d < 0 ? ['vflip'] : [])];
		case 270:
			return [`transpose=${c < 0 ? 'clock_flip' : 'cclock'}`];
		default:
			return Number.isNaN(degrees) ? [] : [`rotate=${degrees.toFixed(6)}*PI/180`];
	}
}
