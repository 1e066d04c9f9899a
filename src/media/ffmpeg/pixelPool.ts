/** Buffers of decoded pictures, used again once a picture is encoded: new megabytes for each would keep the collector busy. */

const mostKept = 4;

export class PixelPool {
	private readonly free: Buffer[] = [];

	take(bytes: number): Buffer {
		const index = this.free.findIndex(({ length }) => length === bytes);
		return index < 0
			? Buffer.allocUnsafeSlow(bytes)
			: (this.free.splice(index, 1)[0] ?? Buffer.allocUnsafeSlow(bytes));
	}

	/** Nobody looks at these pixels any more. */
	give(buffer: Buffer): void {
		if (this.free.length === mostKept) this.free.shift();
		this.free.push(buffer);
	}
}
