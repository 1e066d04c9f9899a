/** Signed addresses of files, kinds of uploaded files, and waiting that ends early. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { raceAbort, sleep } from '../../../src/media/bytes/abort';
import { Deadline } from '../../../src/media/bytes/deadline';
import { heifCoding } from '../../../src/media/bytes/heifBrands';
import { checkScheme, SignedUrl } from '../../../src/media/bytes/signedUrl';
import { fileTypeOf, uploadContentType } from '../../../src/media/bytes/uploadType';
import { words } from './containerBytes';

describe('the address of a file', () => {
	const deadline = new Deadline({ idleMs: 60_000, totalMs: 60_000 });
	afterAll(() => deadline.end());

	it.each(['https://bucket.example/a', 'HTTPS://x/'])('is opened over https: %s', (url) => {
		expect(checkScheme(url)).toBe(url);
	});

	it.each(['http://localhost:1/a', 'http://127.0.0.1/a', 'http://127.9.8.7/a', 'http://[::1]:2/a'])(
		'is opened over http from this machine: %s',
		(url) => {
			expect(checkScheme(url)).toBe(url);
		},
	);

	it.each([
		'http://bucket.example/a',
		'http://localhost.example/',
		'http://evil-localhost/',
		'http://x127.0.0.1.example/',
	])('is not opened over http from another machine, unless that is allowed: %s', (url) => {
		expect(() => checkScheme(url)).toThrow(
			'A link with the scheme http:// is not opened: files are read over https only.',
		);
		expect(checkScheme(url, true)).toBe(url);
	});

	it.each([
		['file:///etc/passwd', 'accessDenied', 'A link with the scheme file:// is not opened'],
		['ftp://x/secret', 'accessDenied', 'A link with the scheme ftp:// is not opened'],
		['/relative?secret', 'notFound', 'Encord has no usable link to this file.'],
		['', 'notFound', 'Encord has no usable link to this file.'],
	])('is refused, and not quoted: %p', (url, code, message) => {
		expect(() => checkScheme(url, true)).toThrow(expect.objectContaining({ code }));
		expect(() => checkScheme(url, true)).toThrow(message);
		expect(() => checkScheme(url, true)).not.toThrow(/secret|passwd/);
	});

	it('is fetched once, and once more when the storage refuses it', async () => {
		let fetched = 0;
		const url = new SignedUrl({ url: async () => `https://x/${++fetched}`, deadline });
		expect([await url.current(), await url.current()]).toEqual(['https://x/1', 'https://x/1']);
		expect(url.renew()).toBe(true);
		expect([await url.current(), await url.current()]).toEqual(['https://x/2', 'https://x/2']);
		expect(url.renew()).toBe(false);
		expect(await url.current()).toBe('https://x/2');
	});

	it('is checked as it was allowed', async () => {
		const signed = (allowHttp?: boolean) =>
			new SignedUrl({ url: async () => 'http://bucket.example/', deadline, allowHttp });
		await expect(signed().current()).rejects.toMatchObject({ code: 'accessDenied' });
		expect(await signed(true).current()).toBe('http://bucket.example/');
	});
});

describe('the codec of a HEIF file', () => {
	const ftyp = (...brands: string[]) => {
		const body = Buffer.from(`ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`, 'latin1');
		return Buffer.concat([words(4 + body.length), body]);
	};
	it.each<[string, string[], string, string | undefined]>([
		['its main brand', ['avif'], '', 'avif'],
		['its main brand', ['heic', 'mif1'], '', 'heic'],
		['its main brand', ['hevc'], '', 'heic'],
		['a sequence', ['avis', 'avif'], '', 'avifSequence'],
		['a further brand', ['mif1', 'avif'], '', 'avif'],
		['a further brand', ['mif1', 'miaf', 'heix'], '', 'heic'],
		['the box of the codec', ['mif1'], 'hvcC', 'heic'],
		['the box of the codec', ['msf1'], 'av1C', 'avif'],
		['nothing', ['mif1', 'miaf'], 'j2kH', 'other'],
		['another main brand', ['isom', 'avif'], 'av1C', undefined],
	])('is told by %s: %p %p', (_, brands, rest, coding) => {
		expect(heifCoding(Buffer.concat([ftyp(...brands), Buffer.from(rest)]))).toBe(coding);
	});

	it('is not known of a file that begins otherwise, or is too short', () => {
		expect(heifCoding(ftyp('avif').subarray(0, 15))).toBeUndefined();
		expect(heifCoding(Buffer.from('\0\0\0\x10ftypavif\0\0\0\0'))).toBe('avif');
		expect(heifCoding(Buffer.from('\0\0\0\x10moovavif\0\0\0\0'))).toBeUndefined();
	});

	it('is not told by bytes behind the brands, nor by the version between them', () => {
		expect(heifCoding(Buffer.concat([ftyp('mif1'), Buffer.from('avifheic')]))).toBe('other');
		const version = ftyp('mif1', 'miaf');
		version.write('avif', 12, 'latin1');
		expect(heifCoding(version)).toBe('other');
	});
});

describe('the kind of a file that is uploaded', () => {
	it.each<[string, string | undefined, string | undefined]>([
		['a.png', undefined, 'image'],
		['a.MP4', '', 'video'],
		['a.mp3', 'application/octet-stream', 'audio'],
		['a.bin', 'Image/PNG; charset=x', 'image'],
		['a.png', 'video/mp4', 'video'],
		['a', 'text/html', 'plainText'],
		['a.json', undefined, 'plainText'],
		['a', 'application/x-ndjson', 'plainText'],
		['a', 'application/yaml', 'plainText'],
		['a', 'application/xhtml+xml', 'plainText'],
		['a', 'application/pdf', 'pdf'],
		['a.pdf', undefined, 'pdf'],
		['a.zip', undefined, undefined],
		['a.dcm', undefined, undefined],
		['a.unknown', undefined, undefined],
		['a', 'application/json5', undefined],
	])('%s of type %p is %p', (name, mimeType, kind) => {
		expect(fileTypeOf(name, mimeType)).toBe(kind);
	});

	it.each<[Parameters<typeof uploadContentType>, string]>([
		[['image', 'a.png', 'image/webp'], 'image/png'],
		[['image', 'a', 'Image/WebP; q=1'], 'image/webp'],
		[['image', 'a', undefined], 'application/octet-stream'],
		[['image', 'a.mp4', undefined], 'application/octet-stream'],
		[['plainText', 'a.html', undefined], 'text/html'],
		[['plainText', 'a', 'application/json'], 'application/json'],
		[['plainText', 'a', 'application/xml'], 'application/xml'],
		[['plainText', 'a', 'application/yaml'], 'text/plain'],
		[['plainText', 'a', undefined], 'text/plain'],
		[['pdf', 'a', undefined], 'application/pdf'],
		[['video', 'a.mp4', 'video/mp4'], 'application/octet-stream'],
		[['audio', 'a.mp3', undefined], 'application/octet-stream'],
	])('%p is sent as %s', (args, type) => {
		expect(uploadContentType(...args)).toBe(type);
	});
});

describe('waiting', () => {
	const why = new Error('stopped');

	it('ends as what it waits for ends', async () => {
		const { signal } = new AbortController();
		expect(await raceAbort(Promise.resolve(7), signal)).toBe(7);
		await expect(raceAbort(Promise.reject(why), signal)).rejects.toBe(why);
		await sleep(1, signal);
	});

	it('ends at once when it is stopped, or was stopped before', async () => {
		const never = new Promise(() => undefined);
		const stopping = new AbortController();
		const waits = [raceAbort(never, stopping.signal), sleep(1_000_000, stopping.signal)];
		stopping.abort(why);
		for (const wait of waits) await expect(wait).rejects.toBe(why);
		await expect(raceAbort(Promise.reject(new Error('later')), stopping.signal)).rejects.toBe(why);
		await expect(raceAbort(Promise.resolve(7), stopping.signal)).rejects.toBe(why);
	});
});
