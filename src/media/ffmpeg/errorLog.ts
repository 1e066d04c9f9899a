/** What ffmpeg writes to stderr: the errors of its decoder. It often reports them and still ends with exit code 0. */

const maxLogBytes = 64 * 1024;

/** Audio is not decoded, but ffmpeg looks into it to find its parameters. */
const audioDecoders =
	/^\[(aac|aac_latm|ac3|eac3|dca|truehd|mlp|mp[123](float)?|opus|libopus|vorbis|flac|alac|wma\w*|amr\w*|adpcm\w*|pcm\w*|cook|ra_\w+|speex|gsm\w*)( @ [^\]]*)?\]/;

/** Of the options and the output; they say nothing about the pictures. */
const isAboutPictures = (line: string) =>
	/\[(error|fatal)\]/.test(line) && !audioDecoders.test(line);

/** The text of a line, without anything that may be a URL, a path or an address in memory. */
const textOf = (line: string) =>
	line
		.replace(/^(\[[^\]]*\]\s*)+/, '')
		.replace(/\S*(:\/\/|file:|pipe:)\S*/g, '')
		.trim()
		.slice(0, 200);

export class ErrorLog {
	private tail = '';
	private incompleteLine = '';
	private firstSince: string | undefined;

	add(text: string): void {
		this.tail = (this.tail + text).slice(-maxLogBytes);
		const lines = (this.incompleteLine + text).split(/[\r\n]+/);
		this.incompleteLine = (lines.pop() ?? '').slice(-maxLogBytes);
		this.firstSince ??= lines.find(isAboutPictures);
	}

	/** The end of everything, at most 64 KiB. */
	get text(): string {
		return this.tail;
	}

	/** The first error since `forget`; undefined when there is none. Contains no URL. */
	get firstError(): string | undefined {
		const line =
			this.firstSince ?? (isAboutPictures(this.incompleteLine) ? this.incompleteLine : undefined);
		return line && textOf(line);
	}

	/** From now on only errors that follow count. */
	forget(): void {
		this.firstSince = undefined;
		this.incompleteLine = '';
	}
}
