/** Generated sound, text and PDF files: small, valid, the same bytes for the same request. */

/** 16-bit mono PCM in a WAV file: one tone that swells and fades, so that a player's waveform shows something. */
export function renderTone({
	seconds,
	hertz = 440,
	sampleRate = 8000,
}: {
	seconds: number;
	hertz?: number;
	sampleRate?: number;
}): Buffer {
	const sound = new Int16Array(Math.round(seconds * sampleRate));
	for (let index = 0; index < sound.length; index++) {
		const loudness = 0.6 * Math.abs(Math.sin((Math.PI * index) / sampleRate));
		sound[index] = Math.round(
			32767 * loudness * Math.sin((2 * Math.PI * hertz * index) / sampleRate),
		);
	}
	return wavFile(sound, sampleRate);
}

/** A WAV file of 16 bits, mono. */
export function wavFile(samples: Int16Array, sampleRate: number): Buffer {
	const header = Buffer.alloc(44);
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(36 + samples.length * 2, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(sampleRate, 24);
	header.writeUInt32LE(sampleRate * 2, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.write('data', 36, 'latin1');
	header.writeUInt32LE(samples.length * 2, 40);
	const sound = Buffer.alloc(samples.length * 2);
	samples.forEach((sample, index) => sound.writeInt16LE(sample, index * 2));
	return Buffer.concat([header, sound]);
}

const sentences = [
	'The delivery arrived on Tuesday and the parcel was in good order.',
	'Please send the invoice to the office in London.',
	'The second lamp flickers when the door is opened.',
	'Thank you for the quick answer, everything works now.',
	'We would like to order forty more chairs of the same kind.',
];

/** Plain text of that many numbered lines, UTF-8, line feeds. */
export function renderText({ title, lines = 8 }: { title: string; lines?: number }): Buffer {
	const body = Array.from(
		{ length: lines },
		(_, index) => `${index + 1}. ${sentences[index % sentences.length]}`,
	);
	return Buffer.from(`${title}\n\n${body.join('\n')}\n`, 'utf8');
}

const pdfText = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, '\\$&');

/** A PDF 1.4 with one page per given text (ASCII), A4, Helvetica, a correct cross-reference table. */
export function renderPdf({ pages }: { pages: string[] }): Buffer {
	const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
		...pages.flatMap((text, index) => {
			const content = `BT /F1 18 Tf 72 760 Td (${pdfText(text)}) Tj ET`;
			return [
				`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + index * 2} 0 R\n/Resources << /Font << /F1 3 0 R >> >> >>`,
				`<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
			];
		}),
	];
	let file = '%PDF-1.4\n';
	const offsets = objects.map((object, index) => {
		const offset = file.length;
		file += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const entries = offsets
		.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
		.join('');
	const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
	return Buffer.from(
		`${file}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
		'latin1',
	);
}
