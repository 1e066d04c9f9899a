/** The ontology's class of a detection: by its names, or by its class number and a table that explains it. */
import { numberFrom } from '../../encord/wire/numberFrom';
import { bare, folded, joined, plain, singulars } from '../../labels/modelAnswers/spelling';
import { whatItHas } from '../../labels/ontology/lookup';
import type { ObjectItem, OntologyIndex } from '../../labels/ontology/ontology';
import { NotTaken, type Detection } from '../found';
import type { DetectionOptions } from '../options';
import { shown } from '../formats/parts/numbers';
import { isAbsent, textOf } from '../formats/parts/json';

/** A class that the ontology lacks. Some callers count such detections instead of reporting each. */
export class NoSuchClass extends NotTaken {
	constructor(
		readonly className: string,
		message: string,
	) {
		super(message);
	}
}

/** Names for "no class" in front of the names of a model that counts its classes from 1. */
const NOTHING = new Set(['background', '__background__', '', 'n/a', 'none', '_']);

const DIGITS = /^\d+$/;

type Choice = Pick<DetectionOptions, 'names' | 'classMap' | 'defaultClass'>;

/** Finds classes. The titles of the ontology are prepared once, and each name is looked up once. */
export class ClassFinder {
	private readonly byForm = new Map<string, ObjectItem[]>();
	/** Form of a name → the names of the map that have it. */
	private readonly mapByForm = new Map<string, string[]>();
	private readonly found = new Map<string, ObjectItem[]>();
	private readonly isOneClass: boolean;

	/** @throws NotTaken when the class numbers and the names that the user gave do not belong together */
	constructor(
		private readonly ontology: OntologyIndex,
		private readonly choice: Choice,
		detections: readonly Detection[],
	) {
		for (const item of ontology.objects)
			for (const key of formsOf(item.title)) {
				const items = this.byForm.get(key);
				if (items === undefined) this.byForm.set(key, [item]);
				else items.push(item);
			}
		for (const from of Object.keys(choice.classMap ?? {}))
			this.mapByForm.set(plain(from), [...(this.mapByForm.get(plain(from)) ?? []), from]);
		const numbers = new Set(
			detections
				.map(({ classNumber }) => classNumber)
				.filter((each) => !isAbsent(each))
				.map(numberFrom),
		);
		this.isOneClass = numbers.size === 1 && (numbers.has(0) || numbers.has(1));
		this.checkNumbers(detections);
	}

	/**
	 * The classes that a detection may be of: one, or several of one title, which differ by their shapes.
	 * @throws NotTaken
	 */
	classesOf(detection: Detection): ObjectItem[] {
		const given = detection.names
			.flatMap((name) => this.textsOf(name))
			.filter((name) => name !== '');
		const names = given.map((name) => this.nameOfDigits(name));
		const ofNumber = this.nameOfNumber(detection);
		const [first = ofNumber ?? this.defaultOf(detection), ...others] = names;
		if (first === undefined || first === '') throw this.unnamed(detection);
		let items = this.lookUp(first);
		for (const other of others) {
			const second = this.tryLookUp(other);
			if (second === undefined) continue;
			// A hash beside a title tells apart classes of one title.
			items = items.filter((item) => second.includes(item));
			if (items.length === 0)
				throw new NotTaken(
					`The detection is called ${shown(first)} and ${shown(other)}; expected one class.`,
				);
		}
		if (names.length > 0 && ofNumber !== undefined) {
			const second = this.tryLookUp(ofNumber);
			if (second !== undefined && second[0] !== items[0])
				throw new NotTaken(
					`The detection is called ${shown(first)}, but its class number ${shown(detection.classNumber)} means ${shown(ofNumber)}.`,
				);
		}
		return items;
	}

	private textsOf(name: unknown): string[] {
		if (typeof name === 'string') return [name];
		if (Array.isArray(name)) {
			if (name.length > 1)
				throw new NotTaken(
					`The detection has ${name.length} classes: ${shown(name)}; expected one.`,
				);
			return name.flatMap((each) => this.textsOf(each));
		}
		if (isAbsent(name)) return [];
		if (typeof name === 'number') return [textOf(name)];
		throw new NotTaken(`The class is ${shown(name)}; expected a name.`);
	}

	/** What a class number means by the user's map, the file's table or the list of names; undefined without a number. */
	private nameOfNumber({ classNumber: number, tableName }: Detection): string | undefined {
		if (isAbsent(number)) return undefined;
		const { names = [], classMap = {} } = this.choice;
		const key = textOf(number);
		const listed = names[numberFrom(number)];
		if (Object.hasOwn(classMap, key)) {
			const named = tableName ?? listed;
			const own = named === undefined ? undefined : this.tryTitled(named);
			if (own !== undefined && own[0] !== this.titled(classMap[key]!, '')[0])
				throw new NotTaken(
					`Class ${key} is called ${shown(named)}, which is a class of the ontology, but the class names lead ${key} to ${shown(classMap[key])}.`,
				);
			return key;
		}
		if (tableName !== undefined) {
			if (listed !== undefined && plain(listed) !== plain(tableName))
				throw new NotTaken(
					`The file calls class ${key} ${shown(tableName)}, but the names that were given call it ${shown(listed)}.`,
				);
			return tableName;
		}
		return listed;
	}

	/** The default class is for models with one class, which number it 0 or, behind a background, 1. */
	private defaultOf({ classNumber: number }: Detection): string | undefined {
		return isAbsent(number) || this.isOneClass ? this.choice.defaultClass : undefined;
	}

	/** What digits as text mean by the list of names, where no class is called so. */
	private nameOfDigits(name: string): string {
		const listed = DIGITS.test(name) ? this.choice.names?.[Number(name)] : undefined;
		if (listed === undefined || Object.hasOwn(this.choice.classMap ?? {}, name)) return name;
		if (this.tryLookUp(name) === undefined) return listed;
		if (plain(listed) === plain(name)) return name;
		throw new NotTaken(
			`${shown(name)} is a class of the ontology, but the names that were given call class ${name} ${shown(listed)}.`,
		);
	}

	private unnamed({ classNumber: number }: Detection): NotTaken {
		if (isAbsent(number))
			return new NotTaken('The detection names no class. Give it one, or choose a default class.');
		return new NotTaken(
			`The detection has the class number ${shown(number)} and no name. Give the names of the model's classes; the order of the ontology is not that of the model.`,
		);
	}

	private tryLookUp(name: string): ObjectItem[] | undefined {
		try {
			return this.lookUp(name);
		} catch (error) {
			if (error instanceof NotTaken) return undefined;
			throw error;
		}
	}

	/** @throws NotTaken when no class has this name, or several of other titles are as near */
	private lookUp(name: string): ObjectItem[] {
		const known = this.found.get(name);
		if (known !== undefined) return known;
		const items = this.search(name);
		this.found.set(name, items);
		return items;
	}

	private search(name: string): ObjectItem[] {
		const { classMap = {} } = this.choice;
		const near = this.mapByForm.get(plain(name)) ?? [];
		const [from, ...others] = Object.hasOwn(classMap, name) && name !== '*' ? [name] : near;
		if (others.some((other) => classMap[other] !== classMap[from!]))
			throw new NotTaken(
				`${shown(name)} may be ${near.map(shown).join(' or ')} of the class names: give the exact name.`,
			);
		if (from !== undefined && from !== '*')
			return this.titled(classMap[from]!, ` (from the class names, for ${shown(name)})`);
		const star = classMap['*'];
		if (star === undefined) return this.titled(name, '');
		const target = this.titled(star, ' (from the class names, for all others)');
		const own = this.tryTitled(name);
		if (own !== undefined && own[0] !== target[0])
			throw new NotTaken(
				`${shown(name)} is a class of the ontology, but "*" leads all others to ${shown(star)}. Add ${shown(name)} to the class names.`,
			);
		return target;
	}

	private tryTitled(name: string): ObjectItem[] | undefined {
		try {
			return this.titled(name, '');
		} catch (error) {
			if (error instanceof NotTaken) return undefined;
			throw error;
		}
	}

	/** The classes of this title, hash or spelling of a title. @throws NotTaken */
	private titled(name: string, source: string): ObjectItem[] {
		const byHash = this.ontology.objectByHash.get(name);
		if (byHash !== undefined) return active([byHash], name);
		const exact = this.ontology.objects.filter(({ title }) => title === name);
		if (exact.length > 0) return active(exact, name);
		for (const form of formsOf(name)) {
			const items = this.byForm.get(form)?.filter(({ archived }) => !archived) ?? [];
			const titles = new Set(items.map(({ title }) => title));
			if (titles.size > 1)
				throw new NotTaken(
					`${shown(name)} may be ${[...titles].map(shown).join(' or ')}: give the exact title.`,
				);
			if (items.length > 0) return items;
		}
		const titles = this.ontology.objects
			.filter(({ archived }) => !archived)
			.map(({ title }) => title);
		throw new NoSuchClass(
			name,
			`The ontology has no class ${shown(name)}${source}. ${whatItHas(titles)}`,
		);
	}

	/** Class numbers that the names do not have belong to another list; then none of the names is to be trusted. */
	private checkNumbers(detections: readonly Detection[]): void {
		const { names = [], classMap = {} } = this.choice;
		if (names.length === 0) return;
		const numbers = detections
			.map(({ classNumber: number, tableName, names: own }) => {
				if (tableName !== undefined) return undefined;
				if (own.length === 0) return number;
				// Digits as text are a number, too, unless a class is called so.
				const [only, ...others] = own;
				const isNumber = others.length === 0 && typeof only === 'string' && DIGITS.test(only);
				return isNumber && this.tryLookUp(only) === undefined ? only : undefined;
			})
			.filter((number) => !isAbsent(number) && !Object.hasOwn(classMap, textOf(number)))
			.map(numberFrom);
		const beyond = numbers.find(
			(number) => !(Number.isInteger(number) && number >= 0 && number < names.length),
		);
		if (beyond !== undefined)
			throw new NotTaken(
				`There is a class number ${beyond}, but ${names.length} names, which are of the classes 0 to ${names.length - 1}: the list is of another model or counts from 1.`,
			);
		const isFromOne =
			detections.some(({ idsFromOne }) => idsFromOne === true) && numbers.length > 0;
		if (isFromOne && !numbers.includes(0) && !NOTHING.has(plain(names[0]!)))
			throw new NotTaken(
				'COCO counts categories from 1 and the names count from 0, so which name is meant is a guess. Map the category ids to classes.',
			);
	}
}

/** @throws NotTaken when all of them are archived */
function active(items: ObjectItem[], name: string): ObjectItem[] {
	const left = items.filter(({ archived }) => !archived);
	if (left.length > 0) return left;
	throw new NotTaken(`The class ${shown(name)} is archived.`);
}

/**
 * The spellings of a title that are taken for it, the nearest first. Each begins with its level: a name is compared with titles in the
 * same form only, so that "LAMP" is "Lamp" where the ontology has "Lamps" too.
 */
function formsOf(title: string): string[] {
	const forms = [
		folded(title),
		plain(title),
		joined(title),
		bare(title),
		singulars(bare(title)).at(-1)!,
	];
	return forms.map((form, level) => `${level} ${form}`);
}
