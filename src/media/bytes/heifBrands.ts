/** Which codec the pictures of a HEIF file have: its brands tell, or the boxes that describe the codec (ISO/IEC 23008-12). */

type HeifCoding = 'avif' | 'avifSequence' | 'heic' | 'other';

const avifBrands = /^avi[fs]$/;
const heicBrands = /^(hei[cxms]|hev[cxms])$/;
/** Brands of any HEIF file, whatever its codec. */
const generalBrands = /^(mif[12]|miaf|msf1|MiHB|MiHE|jpeg|jpgs|avci|avcs)$/;

/**
 * @param head the beginning of the file, with the boxes in front of the pictures if there is no other sign
 * @returns undefined when it does not begin like a HEIF file
 */
export function heifCoding(head: Buffer): HeifCoding | undefined {
	if (head.length < 16 || head.toString('latin1', 4, 8) !== 'ftyp') return undefined;
	const end = Math.min(head.readUInt32BE(0), head.length, 1024);
	const brands: string[] = [];
	for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4)
		brands.push(head.toString('latin1', at, at + 4));
	const [major = ''] = brands;
	if (![avifBrands, heicBrands, generalBrands].some((known) => known.test(major))) return undefined;
	if (major === 'avis') return 'avifSequence';
	if (brands.some((brand) => avifBrands.test(brand))) return 'avif';
	if (brands.some((brand) => heicBrands.test(brand)) || head.includes('hvcC')) return 'heic';
	return head.includes('av1C') ? 'avif' : 'other';
}
