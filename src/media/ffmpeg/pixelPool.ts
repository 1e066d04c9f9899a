/** Reuses the buffers of decoded pictures: megabytes of garbage per picture would keep the garbage collector busy. */

const maxFreeBuffers = 4;

export class PixelPool {
	private readonly free: Buffer[] = [];

	take(bytes: number): Buffer {
		const index = this.free.findIndex(({ length }) => length === bytes);
		return index < 0
			? Buffer.allocUnsafeSlow(bytes)
			: (this.free.splice(index, 1)[0] ?? Buffer.allocUnsafeSlow(bytes));
	}

	/** Takes back a buffer whose pixels are no longer used. */
	release(buffer: Buffer): void {
		if (this.free.length === maxFreeBuffers) this.free.shift();
		this.free.push(buffer);
	}
}
