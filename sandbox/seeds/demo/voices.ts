/** Voice messages. An agent writes down what is said and says what it is about. The last file is a bell. */
import { renderTone, wavFile } from '../../media/documents';
import { speechRate, speechSamples, type Utterance } from '../../media/speech';
import type { SeedBuilder } from '../builder';

export const messages: Utterance[][] = [
	[
		{ pause: 0.4, text: 'Hello, my delivery is late.' },
		{ pause: 0.8, text: 'It should have come on Monday.' },
	],
	[
		{ pause: 0.6, text: 'Thank you for the invoice.' },
		{ pause: 0.5, text: 'The amount is right.' },
	],
	[
		{ pause: 0.3, text: 'The second lamp is broken.' },
		{ pause: 1.1, text: 'Who can come for a repair?' },
		{ pause: 0.6, text: "I'm at home until 5." },
	],
	[{ pause: 0.5, text: 'This is Ben, the invoice has number 4711.' }],
	[{ pause: 0.7, text: 'The delivery came today, perfect!' }],
];

export function voices(build: SeedBuilder): void {
	const ontologyUuid = build.addOntology({
		title: 'Voice messages',
		spec: {
			objects: [
				{ name: 'Speech', shape: 'audio', attributes: [{ name: 'Transcript', type: 'text' }] },
			],
			classifications: [
				{ name: 'Topic', type: 'radio', options: ['Delivery', 'Invoice', 'Repair', 'Other'] },
				{ name: 'Mood', type: 'radio', options: ['Positive', 'Negative', 'Neutral'] },
			],
		},
	});
	const dataset = build.addDataset({ title: 'Voice messages' });
	const add = (file: Buffer, seconds: number, number: number): void => {
		build.addAudio(dataset, {
			title: `message-${number}.wav`,
			file,
			duration: seconds,
			sampleRate: speechRate,
			bitDepth: 16,
			channels: 1,
		});
	};
	for (const [index, utterances] of messages.entries()) {
		const samples = speechSamples(utterances);
		add(wavFile(samples, speechRate), samples.length / speechRate, index + 1);
	}
	add(renderTone({ seconds: 2, sampleRate: speechRate }), 2, messages.length + 1);
	build.addProject({
		title: 'voices',
		description: 'Write down and tag voice messages',
		ontologyUuid,
		datasetHashes: [dataset],
		stages: [
			{
				type: 'AGENT',
				title: 'Agent 1',
				pathways: [
					{ title: 'Transcribed', to: 'Review 1' },
					{ title: 'A person listens', to: 'Annotate 1' },
				],
			},
			{ type: 'ANNOTATION', title: 'Annotate 1', to: 'Review 1' },
			{ type: 'REVIEW', title: 'Review 1', approved: 'Complete', rejected: 'Annotate 1' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}
