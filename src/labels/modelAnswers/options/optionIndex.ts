/** The options of an attribute by all the spellings under which a model may name them. Built once for each attribute. */
import { lowerSnake, type AttributeItem, type OptionItem } from '../../ontology/ontology';
import { bare, folded, joinedForms, literal, plain, singulars } from '../spelling';
import { NearestIndex } from './nearest';

/** One way of spelling: `spell` gives the form that is looked up, and `rule` names the repair. */
interface Level {
	rule: string | undefined;
	spell(text: string): string[];
	names(option: OptionItem): string[];
}

const titleOf = ({ title }: OptionItem): string[] => [title];
/** A value that Encord derived from the title has the same spellings. */
const titleAndValue = ({ title, value }: OptionItem): string[] =>
	value === lowerSnake(title) ? [title] : [title, value];
const one =
	(spell: (text: string) => string) =>
	(text: string): string[] => [spell(text)];

const LEVELS: Level[] = [
	{ rule: undefined, spell: one(literal), names: titleOf },
	{ rule: 'case of the option', spell: one(folded), names: titleOf },
	{ rule: 'value of the option', spell: one(literal), names: ({ value }) => [value] },
	{ rule: 'spelling of the option', spell: one(plain), names: titleAndValue },
	{ rule: 'spaces and hyphens of the option', spell: joinedForms, names: titleAndValue },
	{ rule: 'decoration of the option', spell: one(bare), names: titleAndValue },
	{ rule: 'plural of the option', spell: (text) => singulars(bare(text)), names: titleAndValue },
];

/** How many first levels take an answer literally, apart from its case. */
export const LITERAL_LEVELS = 3;

/** Until so many texts were looked up, comparing all titles costs less than an index of them. */
const UNINDEXED = 3;

export interface OptionMatch {
	options: OptionItem[];
	/** Name of the repair; undefined when the title is there literally. */
	rule: string | undefined;
}

export class OptionIndex {
	private readonly levels: Array<Map<string, OptionItem[]> | undefined> = [];
	private near: NearestIndex<OptionItem> | undefined;
	private byHash: Map<string, OptionItem> | undefined;
	private literalLookUps = 0;

	constructor(private readonly attribute: AttributeItem) {}

	ofHash(hash: string): OptionItem | undefined {
		this.byHash ??= new Map(this.attribute.options.map((option) => [option.featureHash, option]));
		return this.byHash.get(hash);
	}

	/** The options of the first spelling that any has; several when the text does not tell which. */
	match(text: string, levels = LEVELS.length): OptionMatch | undefined {
		for (const [at, level] of LEVELS.slice(0, levels).entries()) {
			const options = this.at(at, level.spell(text));
			if (options.length > 0) return { options, rule: level.rule };
			const ofHash = at === 1 ? this.ofHash(text) : undefined;
			if (ofHash !== undefined) return { options: [ofHash], rule: 'feature hash of the option' };
		}
		return undefined;
	}

	nearest(text: string): OptionItem[] {
		this.near ??= new NearestIndex(
			this.attribute.options.map((option): [string, OptionItem] => [option.title, option]),
		);
		return active(this.near.nearest(text));
	}

	private at(position: number, forms: string[]): OptionItem[] {
		const level = LEVELS[position]!;
		if (position === 0 && this.literalLookUps++ < UNINDEXED) {
			const [form = ''] = forms;
			const same = ({ title }: OptionItem) => form !== '' && literal(title) === form;
			return active(this.attribute.options.filter(same));
		}
		const index = (this.levels[position] ??= indexBy(this.attribute.options, level));
		const found = new Set(forms.flatMap((form) => (form === '' ? [] : (index.get(form) ?? []))));
		return active([...found]);
	}
}

/** Of several options, those that are not archived, if any is. */
function active(options: OptionItem[]): OptionItem[] {
	const kept = options.filter(({ archived }) => !archived);
	return kept.length > 0 &&
		options.some((option) => option.archived && kept.every((each) => each.title === option.title))
		? kept
		: options;
}

function indexBy(options: OptionItem[], { spell, names }: Level): Map<string, OptionItem[]> {
	const index = new Map<string, OptionItem[]>();
	for (const option of options)
		for (const name of names(option))
			for (const form of spell(name)) {
				const same = index.get(form);
				if (same === undefined) index.set(form, [option]);
				else if (same.at(-1) !== option) same.push(option);
			}
	return index;
}

const indexes = new WeakMap<AttributeItem, OptionIndex>();

export function optionIndex(attribute: AttributeItem): OptionIndex {
	let index = indexes.get(attribute);
	if (index === undefined) indexes.set(attribute, (index = new OptionIndex(attribute)));
	return index;
}
