/**
 * Measures the reading of model answers: `node scripts/run.mjs bench/llm/answers.ts`. Prints one JSON line per figure.
 */
import { indexOntology } from '../../src/labels/ontology/ontology';
import type { OntologyJson } from '../../src/encord/wire/ontologyJson';
import { classificationQuestions } from '../../src/labels/modelAnswers/questions';
import { readModelAnswer } from '../../src/llm/modelAnswer';

const FIELDS = 10;
const OPTIONS = 10_000;

function option(label: string, hash: string) {
	return { label, value: label.toLowerCase(), featureNodeHash: hash };
}

function ontologyOf(attributes: object[]): OntologyJson {
	const classifications = attributes.map((attribute, at) => ({
		featureNodeHash: `c${at}`,
		attributes: [attribute],
	}));
	return { objects: [], classifications } as unknown as OntologyJson;
}

function tenFields(): OntologyJson {
	const kinds = ['radio', 'text', 'numeric', 'checklist'];
	return ontologyOf(
		Array.from({ length: FIELDS }, (_, at) => ({
			name: `Question number ${at}`,
			type: kinds[at % kinds.length],
			featureNodeHash: `a${at}`,
			options: ['North', 'East', 'South', 'West'].map((label) => option(label, `${label}${at}`)),
		})),
	);
}

const VALUES = ['North', 'some words', 12, ['East', 'West']];
const answer = JSON.stringify(
	Object.fromEntries(
		Array.from({ length: FIELDS }, (_, at) => [`Question number ${at}`, VALUES[at % 4]]),
	),
);

function report(figure: string, value: number, unit: string): void {
	process.stdout.write(
		`${JSON.stringify({ figure, value: Number(value.toPrecision(4)), unit })}\n`,
	);
}

function answersPerSecond(text: string): number {
	const questions = classificationQuestions(indexOntology(tenFields()));
	const once = () => readModelAnswer(text, questions, { kind: 'single' });
	if (once().answers.length !== FIELDS) throw new Error('The answer was not read');
	const begun = performance.now();
	let count = 0;
	while (performance.now() - begun < 2000) {
		for (let n = 0; n < 100; n++) once();
		count += 100;
	}
	return count / ((performance.now() - begun) / 1000);
}

/** Milliseconds for one answer to a radio of 10,000 options: the first ones, which build the indexes, and further ones. */
function manyOptions(): { exact: number; first: number; further: number } {
	const name = (at: number) =>
		`Species ${String.fromCharCode(97 + (at % 26))}${'aeiou'[at % 5]}${at}lus maximus`;
	const options = Array.from({ length: OPTIONS }, (_, at) => option(name(at), `o${at}`));
	const radio = { name: 'Species', type: 'radio', featureNodeHash: 'a', options };
	const questions = classificationQuestions(indexOntology(ontologyOf([radio])));
	const timed = (text: string) => {
		const begun = performance.now();
		readModelAnswer(text, questions, { kind: 'single' });
		return performance.now() - begun;
	};
	const exact = timed(name(77));
	const first = timed('nothing like it maxmus');
	const texts = ['Species ka10lus maximus', 'species a0lus maximuss', 'Speces misspelled maximus'];
	const times = Array.from({ length: 5 }, () => texts.map(timed)).flat();
	return { exact, first, further: times.sort((a, b) => a - b)[Math.floor(times.length / 2)]! };
}

report('answers, ten fields, plain JSON', answersPerSecond(answer), '1/s');
report(
	'answers, ten fields, in a fence after thoughts',
	answersPerSecond(`<think>Let me look at it.</think>Here you are:\n\`\`\`json\n${answer}\n\`\`\``),
	'1/s',
);
const many = manyOptions();
report('radio of 10,000 options, first answer, exact', many.exact, 'ms');
report('radio of 10,000 options, first answer that needs all spellings', many.first, 'ms');
report('radio of 10,000 options, further answers with nearest options, median', many.further, 'ms');
