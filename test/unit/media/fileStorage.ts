/** A storage with one file in memory, for tests. */
import type { HttpRequest, HttpResponse } from '../../../src/encord/wire/send';

/** Serves byte ranges, or always the whole file. `asked` lists the Range headers. */
export function storageOf(file: Buffer, { ranges = true } = {}) {
	const asked: Array<string | undefined> = [];
	const send = async ({ headers }: HttpRequest): Promise<HttpResponse> => {
		asked.push(headers.range);
		const [from = 0, to = Infinity] = (headers.range?.match(/\d+/g) ?? []).map(Number);
		const last = Math.min(to, file.length - 1);
		async function* body() {
			yield ranges ? file.subarray(from, last + 1) : file;
		}
		return ranges
			? {
					status: 206,
					headers: { 'content-range': `bytes ${from}-${last}/${file.length}` },
					body: body(),
				}
			: { status: 200, headers: {}, body: body() };
	};
	return { asked, send, url: async () => 'https://storage.example/file?signature=secret' };
}
