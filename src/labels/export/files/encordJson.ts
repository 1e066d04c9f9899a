/** The label rows as Encord stores them (protocol §8), in one list. Nothing is left out. */
import type { FileWriter } from './writer';

export function encordWriter(): FileWriter {
	const written = { rows: 0, pictures: 0, objects: 0, classifications: 0 };
	return {
		fileName: 'labels.json',
		mimeType: 'application/json',
		written,

		*begin() {
			yield '[';
		},

		*row({ labels, tidy }) {
			yield `${written.rows === 0 ? '\n' : ',\n'}${JSON.stringify(labels)}`;
			written.rows += 1;
			written.objects += tidy.objects.length;
			written.classifications += tidy.classifications.length;
		},

		*end() {
			yield '\n]\n';
		},
	};
}
