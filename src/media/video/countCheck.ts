/**
 * Compares the number of frames with Encord's, which decides (frames §2): labels carry Encord's frame numbers. Whatever way a file
 * is read, its count comes here before a picture is handed out.
 */

const decodingDecides = 'frames are counted by decoding the file.';

export class CountCheck {
	private fromIndex: number | undefined;
	private fromDecoding: number | undefined;
	private isSkipped = false;
	private isDecodingSkipped = false;

	/** @param encordCounts the number of frames in Encord; absent or 0 when Encord does not know it */
	constructor(private readonly encordCounts: number | null | undefined) {}

	/** There is a number to compare with, and it has not been compared yet. */
	get isOpen(): boolean {
		return !!this.encordCounts && this.fromIndex === undefined && this.fromDecoding === undefined;
	}

	/** Whether the index counts as Encord does; true when Encord does not know. Otherwise only decoding tells which is right. */
	index(count: number): boolean {
		this.fromIndex = count;
		return !this.encordCounts || count === this.encordCounts;
	}

	/** Whether it is still unknown what decoding gives. */
	get needsDecoding(): boolean {
		return !!this.encordCounts && this.fromDecoding === undefined;
	}

	decoded(count: number): void {
		this.fromDecoding = count;
	}

	/** The count is not known when a picture is handed out, because knowing it would take too much. */
	skip(): void {
		this.isSkipped = true;
	}

	/** The frames are numbered by decoding, and it is not known how many there are, because counting them takes too much or fails. */
	skipDecoding(): void {
		this.isDecodingSkipped = true;
	}

	/**
	 * Why a number that decoding gives is not the number in the index and in Encord; undefined when nothing says so. The two agree,
	 * and a full decode counts otherwise: the decoder outputs no picture for some packet, and all later pictures move up.
	 */
	get decodingShifts(): string | undefined {
		const { encordCounts, fromIndex, fromDecoding } = this;
		if (!encordCounts || fromIndex !== encordCounts) return undefined;
		if (fromDecoding === undefined || fromDecoding === encordCounts) return undefined;
		return `Encord and the file's own index count ${encordCounts} frames, a full decode of the file ${fromDecoding}, so it is not known which picture belongs to this frame`;
	}

	/** For the user. */
	get warnings(): string[] {
		const { encordCounts, fromIndex, fromDecoding } = this;
		if (!encordCounts || fromDecoding === encordCounts) return [];
		if (fromDecoding !== undefined)
			return [
				`Encord counts ${encordCounts} frames, a full decode of the file ${fromDecoding}: this picture may belong to another frame in Encord.`,
			];
		if (fromIndex !== undefined && fromIndex !== encordCounts)
			return [
				`Encord counts ${encordCounts} frames, the file's own index ${fromIndex}: ${decodingDecides}`,
			];
		if (fromIndex === undefined && (this.isSkipped || this.isDecodingSkipped))
			return [
				`Encord counts ${encordCounts} frames. That was not compared with the file, because all of it would have to be read.`,
			];
		if (this.isDecodingSkipped)
			return [
				`Encord counts ${encordCounts} frames. This picture was found by decoding the file, and the number of frames that decoding gives was not compared: the picture may belong to another frame in Encord.`,
			];
		return [];
	}
}
