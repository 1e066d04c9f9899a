import { describe, expect, it } from '@jest/globals';

import { renderPdf, renderText, renderTone } from '../../../sandbox/media/documents';

describe('documents', () => {
	it('a tone is a WAV file as long as asked', () => {
		const file = renderTone({ seconds: 1.5 });
		expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
		expect(file.readUInt32LE(40) / file.readUInt32LE(28)).toBe(1.5);
		expect(file.length).toBe(44 + file.readUInt32LE(40));
		expect(file.subarray(44).some((byte) => byte !== 0)).toBe(true);
	});

	it('a PDF has a cross-reference table that points at its objects', () => {
		const file = renderPdf({ pages: ['First (of two)', 'Second'] }).toString('latin1');
		const table = Number(/startxref\n(\d+)/.exec(file)?.[1]);
		expect(file.slice(table, table + 4)).toBe('xref');
		const offsets = [...file.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map((match) =>
			Number(match[1]),
		);
		expect(offsets).toHaveLength(7);
		offsets.forEach((offset, index) =>
			expect(file.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`)),
		);
		expect(file).toContain('/Count 2');
		expect(file).toContain('(First \\(of two\\)) Tj');
	});

	it('a text has its title and lines', () => {
		expect(
			renderText({ title: 'Letters', lines: 3 }).toString('utf8').trimEnd().split('\n'),
		).toHaveLength(5);
	});
});
