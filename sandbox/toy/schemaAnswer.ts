/**
 * Fills a JSON schema with what the toy found in a picture, in a text that it was told, or in both: options by matching words,
 * booleans by whether the thing is in the picture, numbers by counting, texts by describing.
 */
import { factsOf, fit, namesOf, tellingWords, wordsOf, type Fact } from './facts';
import { describe, listShapes, type Perception } from './perception';
import {
	factsOfJudgment,
	factsToldBy,
	firstSentence,
	judge,
	rephrase,
	summarize,
	unseen,
	type Judgment,
} from './told';

export type JsonSchema = { [keyword: string]: unknown };

/** The picture has no answer for something that the schema requires. The message names the place in the schema. */
export class NoAnswer extends Error {}

/** What the toy answers from: a picture, a text, or a text about a picture. */
export interface Material {
	seen?: Perception;
	told?: string;
}

interface Scope {
	seen: Perception;
	/** The text, when there is no picture. */
	told: string | undefined;
	/** What the toy thinks of a text about the picture. */
	judgment: Judgment | undefined;
	facts: Fact[];
	root: JsonSchema;
	/** Names of the properties on the way, outermost first. */
	path: string[];
	/** Whether the property may be left out. */
	optional: boolean;
	depth: number;
}

const isObject = (value: unknown): value is JsonSchema =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const fallbackWords = new Set(
	'other else unknown none neither something rest generic unsure'.split(' '),
);

/** Follows `#/…` references; anything else is left as it is. */
function resolve(schema: unknown, scope: Scope): JsonSchema {
	if (!isObject(schema)) return {};
	const reference = textOf(schema.$ref);
	if (!reference.startsWith('#')) return schema;
	const target = reference
		.slice(1)
		.split('/')
		.filter(Boolean)
		.reduce<unknown>(
			(at, step) => (isObject(at) ? at[step.replace(/~1/g, '/').replace(/~0/g, '~')] : undefined),
			scope.root,
		);
	return isObject(target) ? target : {};
}

const envelopes = new Set(['choice', 'value', 'output', 'answer', 'answers', 'result', 'text']);

/** The innermost property name that says what is asked; `choice`, `value` and the like only carry the answer. */
const question = (scope: Scope) => scope.path.findLast((name) => !envelopes.has(name)) ?? '';

const questionWords = (schema: JsonSchema, scope: Scope, more = '') =>
	new Set(wordsOf(`${question(scope)} ${textOf(schema.title)} ${more}`));

/** The facts a question is about: one that names the background is not about the shapes in front of it. */
function factsFor(scope: Scope, schema: JsonSchema): Fact[] {
	const asked = questionWords(schema, scope, textOf(schema.description));
	const background = scope.facts.filter(({ words }) => words.has('background'));
	if (asked.has('background')) return background;
	return asked.has('color') && scope.seen.shapes.length > 0
		? scope.facts.filter((fact) => !background.includes(fact))
		: scope.facts;
}

/** The only value that a schema leaves, as text. */
function constantOf(schema: JsonSchema): string {
	const only = Array.isArray(schema.enum) && schema.enum.length === 1 ? schema.enum[0] : undefined;
	return textOf(schema.const ?? only);
}

/** Text by which an alternative of a union can be told from the others: constants, and the title without its technical ending. */
function tellingText(schema: JsonSchema, scope: Scope): string {
	const properties = Object.entries(isObject(schema.properties) ? schema.properties : {});
	const constants = properties
		.filter(([name]) => !/hash|(^|_)id$/i.test(name))
		.map(([, property]) => constantOf(resolve(property, scope)));
	const title = textOf(schema.title).replace(/(Nested)?(Radio|Text|Checklist)?(Model|Enum)$/, '');
	return (
		[textOf(schema.const), ...constants, title].filter(Boolean).join(' ') ||
		textOf(schema.description)
	);
}

/** The index of the option that fits best; -1 when none fits and there is none for "something else". */
function choose(texts: string[], facts: Fact[]): number {
	const scores = texts.map((text) => fit(facts, text));
	const best = Math.max(0, ...scores);
	if (best > 0) return scores.indexOf(best);
	return texts.findIndex((text) => wordsOf(text).some((word) => fallbackWords.has(word)));
}

function fromOptions(options: unknown[], schema: JsonSchema, scope: Scope): unknown {
	const yes = options.findIndex((option) => wordsOf(String(option)).join() === 'yes');
	const no = options.findIndex((option) => wordsOf(String(option)).join() === 'no');
	if (yes >= 0 && no >= 0) return options[booleanFor(schema, scope) ? yes : no];
	const index = choose(
		options.map((option) => String(option ?? '')),
		factsFor(scope, schema),
	);
	if (index >= 0) return options[index];
	if (options.includes(null)) return null;
	if (options.length === 1) return options[0];
	throw new NoAnswer(
		`none of the options of "${scope.path.join('.') || 'the answer'}" fits the picture`,
	);
}

function fromAlternatives(alternatives: unknown[], schema: JsonSchema, scope: Scope): unknown {
	const resolved = alternatives.map((alternative) => resolve(alternative, scope));
	const real = resolved.filter((alternative) => alternative.type !== 'null');
	const index =
		real.length === 1
			? 0
			: choose(
					real.map((alternative) => tellingText(alternative, scope)),
					factsFor(scope, schema),
				);
	const chosen = real[index];
	const isNullable = real.length < resolved.length;
	try {
		if (chosen) return answerAt(chosen, scope);
	} catch (error) {
		if (!isNullable || scope.optional || !(error instanceof NoAnswer)) throw error;
	}
	if (isNullable) return null;
	throw new NoAnswer(
		`none of the alternatives of "${scope.path.join('.') || 'the answer'}" fits the picture`,
	);
}

function count(scope: Scope, asked: string): number {
	const { seen } = scope;
	const words = tellingWords(asked);
	const matching = seen.shapes.filter(({ color, shape }) => {
		const known = new Set([color, ...namesOf(shape)]);
		return words.some((word) => known.has(word)) && !words.some((word) => isOtherKind(word, known));
	}).length;
	const subject =
		seen.subject && words.some((word) => namesOf(seen.subject?.thing ?? '').includes(word)) ? 1 : 0;
	if (matching + subject > 0) return matching + subject;
	return words.some((word) => kinds.has(word)) ? 0 : seen.shapes.length + (seen.subject ? 1 : 0);
}

const kinds = new Set(
	'red orange yellow green blue purple rectangle circle cat dog bird fish car tree animal vehicle'.split(
		' ',
	),
);
const isOtherKind = (word: string, known: Set<string>) => kinds.has(word) && !known.has(word);

/** A number of the box around the only shape, in fractions of the picture; undefined when no box is asked. */
function edgeOfBox({ seen, path }: Scope): number | undefined {
	const [shape, ...others] = seen.shapes;
	if (path.at(-2) !== 'boundingBox' || shape === undefined || others.length > 0) return undefined;
	const [left, top, right, bottom] = shape.box;
	const edges: Record<string, number> = {
		x: left / seen.width,
		y: top / seen.height,
		w: (right - left) / seen.width,
		h: (bottom - top) / seen.height,
	};
	return edges[path.at(-1) ?? ''];
}

function numberFor(schema: JsonSchema, scope: Scope): number {
	const { seen } = scope;
	const edge = edgeOfBox(scope);
	if (edge !== undefined) return edge;
	const asked = questionWords(schema, scope);
	const certainty = seen.subject?.likeness ?? seen.shapes[0]?.confidence ?? 0.5;
	let value = count(scope, [...asked].join(' '));
	if (['confidence', 'score', 'probability', 'certainty'].some((word) => asked.has(word)))
		value = certainty;
	else if (asked.has('frame')) {
		if (seen.frameNumber === null)
			throw new NoAnswer(`no frame number can be read for "${scope.path.join('.')}"`);
		value = seen.frameNumber;
	} else if (asked.has('width')) value = seen.width;
	else if (asked.has('height')) value = seen.height;
	if (schema.type === 'integer') value = Math.round(value);
	const minimum = typeof schema.minimum === 'number' ? schema.minimum : -Infinity;
	const maximum = typeof schema.maximum === 'number' ? schema.maximum : Infinity;
	return Math.min(Math.max(value, minimum), maximum);
}

/** Words of questions about what is written in a picture. */
const readable = new Set(['text', 'sign', 'written', 'writing', 'inscription', 'plate']);

function stringFromText(told: string, asked: Set<string>): string {
	const about = (...words: string[]) => words.some((word) => asked.has(word));
	if (about('summary', 'summarize')) return summarize(told);
	if (about('rephrasing', 'paraphrase', 'rephrased')) {
		const number = [...asked].find((word) => /^\d+$/.test(word));
		return rephrase(told, Number(number ?? 1));
	}
	return firstSentence(told);
}

function stringFor(schema: JsonSchema, scope: Scope): string {
	const { seen, told, judgment } = scope;
	const asked = questionWords(schema, scope);
	const about = (...words: string[]) => words.some((word) => asked.has(word));
	if (told !== undefined) return stringFromText(told, asked);
	if (about('reason', 'why', 'explanation')) {
		if (judgment === undefined)
			throw new NoAnswer(`there is nothing to judge for "${scope.path.join('.')}"`);
		return judgment.reason;
	}
	if (wordsOf(question(scope)).some((word) => readable.has(word))) {
		if (seen.texts.length === 0)
			throw new NoAnswer(`nothing is written in the picture for "${scope.path.join('.')}"`);
		return seen.texts.join(' ');
	}
	let text = describe(seen);
	if (about('background')) text = seen.background;
	else if (about('frame') && about('number', 'index', 'frame') && seen.frameNumber !== null)
		text = String(seen.frameNumber);
	else if (about('color')) text = seen.shapes[0]?.color ?? seen.background;
	else if (about('animal', 'subject', 'species')) text = seen.subject?.thing ?? 'none';
	else if (about('shape', 'object') && !about('description'))
		text = listShapes(seen.shapes).join(', ') || (seen.subject?.thing ?? 'none');
	return typeof schema.maxLength === 'number' ? text.slice(0, schema.maxLength) : text;
}

/** A yes-no question is answered yes when one thing has every telling word of the name (or, without any, of the description). */
function booleanFor(schema: JsonSchema, scope: Scope): boolean {
	const asked =
		[question(scope), textOf(schema.title), textOf(schema.description)]
			.map(tellingWords)
			.find((words) => words.length > 0) ?? [];
	return scope.facts.some(
		({ words }) => asked.length > 0 && asked.every((word) => words.has(word)),
	);
}

function arrayFor(schema: JsonSchema, scope: Scope): unknown[] {
	const items = resolve(schema.items, scope);
	if (Array.isArray(items.enum))
		return items.enum.filter((option) => fit(factsFor(scope, schema), String(option)) > 0);
	const { seen } = scope;
	if (!items.properties && !items.anyOf && !items.oneOf) {
		if (items.type === 'string' || !items.type)
			return seen.subject
				? [seen.subject.thing, ...listShapes(seen.shapes)]
				: listShapes(seen.shapes);
		return [answerAt(items, scope)];
	}
	// One element per shape, filled as if the shape were alone in the picture. What is none of the alternatives is left out.
	const alternatives = items.anyOf ?? items.oneOf;
	return seen.shapes.flatMap((shape) => {
		const alone = { ...seen, subject: null, shapes: [shape] };
		const facts = factsOf(alone);
		const itself = facts.filter(({ words }) => words.has(shape.color) && words.has(shape.shape));
		const fitting = Array.isArray(alternatives)
			? alternatives
					.map((each) => resolve(each, scope))
					.find((each) => fit(itself, tellingText(each, scope)) >= 2)
			: items;
		return fitting ? [answerAt(fitting, { ...scope, seen: alone, facts })] : [];
	});
}

function objectFor(schema: JsonSchema, scope: Scope): JsonSchema {
	const required = new Set(Array.isArray(schema.required) ? schema.required : []);
	const answer: JsonSchema = {};
	for (const [name, property] of Object.entries(
		isObject(schema.properties) ? schema.properties : {},
	)) {
		try {
			answer[name] = answerAt(resolve(property, scope), {
				...scope,
				path: [...scope.path, name],
				optional: !required.has(name),
			});
		} catch (error) {
			// A property that is not required may be left out.
			if (required.has(name) || !(error instanceof NoAnswer)) throw error;
		}
	}
	return answer;
}

function answerAt(given: JsonSchema, outer: Scope): unknown {
	const scope = { ...outer, depth: outer.depth + 1 };
	if (scope.depth > 40) throw new NoAnswer('the schema refers to itself without end');
	const schema = resolve(given, scope);
	if ('const' in schema) return schema.const;
	if (Array.isArray(schema.enum)) return fromOptions(schema.enum, schema, scope);
	const alternatives = schema.anyOf ?? schema.oneOf;
	if (Array.isArray(alternatives)) return fromAlternatives(alternatives, schema, scope);
	if (Array.isArray(schema.allOf))
		return Object.assign({}, ...schema.allOf.map((part) => answerAt(resolve(part, scope), scope)));
	const types = Array.isArray(schema.type) ? schema.type : [schema.type];
	const type = types.find((each) => each !== 'null') ?? (schema.properties ? 'object' : undefined);
	if (!types.includes('null')) return answerOfType(type, schema, scope);
	try {
		return answerOfType(type, schema, scope);
	} catch (error) {
		if (error instanceof NoAnswer && !scope.optional) return null;
		throw error;
	}
}

function answerOfType(type: unknown, schema: JsonSchema, scope: Scope): unknown {
	if (type === 'object') return objectFor(schema, scope);
	if (type === 'array') return arrayFor(schema, scope);
	if (type === 'boolean') return booleanFor(schema, scope);
	if (type === 'number' || type === 'integer') return numberFor({ ...schema, type }, scope);
	return stringFor(schema, scope);
}

/** Fills a schema. Throws `NoAnswer` when something required cannot be told from the material. */
export function answerSchema(schema: JsonSchema, { seen, told }: Material): unknown {
	const judgment = seen && told !== undefined ? judge(told, seen) : undefined;
	const facts = [
		...(judgment ? factsOfJudgment(judgment) : []),
		...(seen ? factsOf(seen) : factsToldBy(told ?? '')),
	];
	return answerAt(schema, {
		seen: seen ?? unseen,
		told: seen ? undefined : told,
		judgment,
		facts,
		root: schema,
		path: [],
		optional: false,
		depth: 0,
	});
}
