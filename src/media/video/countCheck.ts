/**
 * Compares the number of frames with Encord's, which decides (frames §2): labels carry Encord's frame numbers. Whatever way a file
 * is read, its count comes here before a picture is handed out.
 */

const decodingDecides = 'frames are counted by decoding the file.';

export class CountCheck {
	private fromIndex: number | undefined;
	private fromDecoding: number | undefined;
	private isSkipped = false;

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
		if (fromIndex === undefined && this.isSkipped)
			return [
				`Encord counts ${encordCounts} frames. That was not compared with the file, because all of it would have to be read.`,
			];
		return [];
	}
}
