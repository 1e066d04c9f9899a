/** What ffmpeg writes to stderr: the errors of its decoder. It often reports them and still ends with exit code 0. */

const maxLogBytes = 64 * 1024;

/** Audio is not decoded, but ffmpeg looks into it to find its parameters. */
const audioDecoders =
	/^\[(aac|aac_latm|ac3|eac3|dca|truehd|mlp|mp[123](float)?|opus|libopus|vorbis|flac|alac|wma\w*|amr\w*|adpcm\w*|pcm\w*|cook|ra_\w+|speex|gsm\w*)( @ [^\]]*)?\]/;

/** Up to three names of what writes the line, and its level. Titles of a file stand behind the level, or in a line without one. */
const errorLine = /^(\[[^\]]* @ [^\]]*\] ){0,3}\[(error|fatal)\]/;
/** A picture with missing parts, in whose place the decoder shows parts of other pictures. It may be the only line about them. */
const concealedLine = /^(\[[^\]]* @ [^\]]*\] ){1,3}\[(info|warning)\] concealing \d+ DC,/;

/** Not of the options and the output; they say nothing about the pictures. */
const isAboutPictures = (line: string) =>
	(errorLine.test(line) && !audioDecoders.test(line)) || concealedLine.test(line);

/** The text of a line, without anything that may be a URL, a path or an address in memory. */
const textOf = (line: string) =>
	line
		.replace(/^(\[[^\]]*\]\s*)+/, '')
		.replace(/\S*(:\/\/|file:|pipe:)\S*/g, '')
		.trim()
		.slice(0, 200);

export class ErrorLog {
	private errors = '';
	private incompleteLine = '';
	private firstSince: string | undefined;

	add(text: string): void {
		const lines = (this.incompleteLine + text).split(/[\r\n]+/);
		this.incompleteLine = (lines.pop() ?? '').slice(-maxLogBytes);
		const errors = lines.filter((line) => errorLine.test(line));
		this.errors = [this.errors, ...errors].join('\n').slice(-maxLogBytes);
		this.firstSince ??= lines.find(isAboutPictures);
	}

	/** The last errors, at most 64 KiB. */
	get text(): string {
		const rest = errorLine.test(this.incompleteLine) ? this.incompleteLine : '';
		return `${this.errors}\n${rest}`.slice(-maxLogBytes);
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
