/**
 * Ranges of audio and text as edits: each becomes an object with the answers that stand beside it, and the words of a transcript
 * become the answer to a text attribute. An object of this agent is known again by its class and range.
 */
import type { AnswerInput } from '../../labels/answers/attributeInput';
import type { LabelRowJson } from '../../encord/wire/json';
import type { AddObject } from '../../labels/edits/kinds/addObject';
import type { ObjectItem, OntologyIndex } from '../../labels/ontology/ontology';
import { numberFrom } from '../../encord/wire/numberFrom';
import { DEFAULT_AGENT, isOwn, labelHash } from '../../labels/row/identity';
import type { FrameRange } from '../../labels/row/frames';
import type { Space } from '../../labels/row/space';
import type { FieldReport } from '../../reply/report';
import type { Repair } from '../../reply/value';
import { readEntry } from '../formats/parts/entry';
import { isMap, type JsonMap } from '../formats/parts/json';
import { shown } from '../formats/parts/numbers';
import { RANGE_UNITS, type RangeUnit } from '../formats/ranges';
import { NotTaken, type Detection } from '../found';
import type { DetectionOptions } from '../options';
import { readAttributes } from '../reading/attributes';
import { ClassFinder, NoSuchClass } from '../reading/classes';
import { confidenceOf } from '../reading/confidence';
import type { DetectionReport } from '../report';
import { boundsOf } from './bounds';
import { rangeEntries, TEXT_KEYS } from './entries';

interface Target {
	labels: LabelRowJson;
	ontology: OntologyIndex;
	agent?: string;
	space?: string;
}

interface Entry {
	detection: Detection;
	data: JsonMap;
}

/** Fills the report. @throws NotTaken when nothing can be taken: the unit is open, or there is no list of ranges */
export function placeRanges(
	input: unknown,
	space: Space,
	target: Target,
	options: DetectionOptions,
	report: DetectionReport,
): void {
	const unit = unitOf(options.format, space);
	const given = rangeEntries(input);
	report.detections = given.length;
	const entries = given.flatMap((each, index) => read(each, index, options, report) ?? []);
	const finder = new ClassFinder(
		target.ontology,
		options,
		entries.map(({ detection }) => detection),
	);
	refuseSeconds(
		entries.map(({ data }) => data),
		unit,
	);
	const hashes = new Hashes(target);
	for (const entry of entries) {
		const { index } = entry.detection;
		try {
			const repairs: Repair[] = [];
			const range = boundsOf(entry.data, unit, space.length, repairs);
			const item = classOf(finder, entry.detection, space);
			const { attributes, reports } = answersOf(item, entry);
			const edit: AddObject = {
				kind: 'addObject',
				object: item.featureHash,
				coordinates: { ranges: [range] },
				...(target.space === undefined ? {} : { space: target.space }),
				...(options.mode === 'add' ? { mode: 'add' } : { hash: hashes.of(item, range) }),
				...(Object.keys(attributes).length > 0 ? { attributes } : {}),
			};
			report.edits.push(edit);
			report.sources.push([index]);
			report.fields.push(...reports.map((each) => ({ ...each, index })));
			report.fields.push(
				repairs.length === 0
					? { index, outcome: 'taken', value: item.title }
					: { index, outcome: 'repaired', value: item.title, repairs },
			);
		} catch (error) {
			refuse(error, index, options, report);
		}
	}
	if (options.mode !== 'add') report.left = hashes.notFound();
}

/** @throws NotTaken when the format leaves open what the numbers count */
function unitOf(format: string, space: Space): RangeUnit {
	const unit = RANGE_UNITS.find((each) => each === format);
	const isAudio = space.type === 'audio';
	if (unit === undefined || (unit === 'characters') === isAudio)
		throw new NotTaken(
			isAudio
				? 'On audio, objects are time ranges. Choose the Format: Time Ranges in Seconds, or in Milliseconds.'
				: 'On text, objects are character ranges. Choose the Format: Character Ranges.',
		);
	return unit;
}

/** Whole seconds look like milliseconds, but then nothing lasts. @throws NotTaken */
function refuseSeconds(ranges: JsonMap[], unit: RangeUnit): void {
	if (unit !== 'milliseconds') return;
	const lengths = ranges.map(({ start, end }) => numberFrom(end) - numberFrom(start));
	// A range with broken times is refused by itself, and says nothing about the others.
	const longest = lengths.filter(Number.isFinite).reduce((most, one) => Math.max(most, one), 0);
	if (longest > 0 && longest < 100)
		throw new NotTaken(
			`The longest range has ${longest} milliseconds: are these seconds? Check what start and end count (Format).`,
		);
}

/** Undefined for an entry that is refused or left out. */
function read(
	data: unknown,
	index: number,
	{ minConfidence = 0 }: DetectionOptions,
	report: DetectionReport,
): Entry | undefined {
	try {
		if (!isMap(data))
			throw new NotTaken(`${shown(data)} is no range; expected {"start": …, "end": …}.`);
		const detection = readEntry(data, index, { by: 'the data' }, { hasFrames: false, chosen: '' });
		if (detection.places.length > 0)
			throw new NotTaken('The range has a place on a picture, too. Give its start and end only.');
		const confidence = confidenceOf(detection);
		if (confidence === undefined || confidence >= minConfidence) return { detection, data };
		report.belowConfidence++;
		return undefined;
	} catch (error) {
		refuse(error, index, {}, report);
		return undefined;
	}
}

function refuse(
	error: unknown,
	index: number,
	{ unmatched }: Pick<DetectionOptions, 'unmatched'>,
	report: DetectionReport,
): void {
	if (!(error instanceof NotTaken)) throw error;
	if (error instanceof NoSuchClass && unmatched === 'count')
		report.unmatched[error.className] = (report.unmatched[error.className] ?? 0) + 1;
	else report.fields.push({ index, outcome: 'refused', reason: error.message });
}

function classOf(finder: ClassFinder, detection: Detection, space: Space): ObjectItem {
	const shape = space.type === 'audio' ? 'audio' : 'text';
	const items = finder.classesOf(detection);
	const [item, ...others] = items.filter((each) => each.shape === shape);
	if (item === undefined)
		throw new NotTaken(
			`"${items[0]!.title}" is not a class for ${shape}: it is ${items[0]!.shape}.`,
		);
	if (others.length > 0)
		throw new NotTaken(`Several classes for ${shape} are called "${item.title}". Give the hash.`);
	return item;
}

/** Answers by feature hash. What was said is kept as it stands; the rest is read as every model's answer is. */
function answersOf(
	item: ObjectItem,
	{ detection, data }: Entry,
): { attributes: { [attribute: string]: AnswerInput }; reports: FieldReport[] } {
	const said = Object.entries(data).filter(([key, value]) => TEXT_KEYS.has(key) && value !== null);
	const beside = Object.fromEntries(Object.entries(data).filter(([key]) => !TEXT_KEYS.has(key)));
	const others = readAttributes(item, { attributes: detection.attributes, beside });
	const attributes = { ...others?.fixed, ...others?.dynamic };
	const [first, second] = said;
	if (first === undefined) return { attributes, reports: others?.reports ?? [] };
	if (second !== undefined && second[1] !== first[1])
		throw new NotTaken(`"${first[0]}" and "${second[0]}" differ; expected one text.`);
	const [key, text] = first;
	if (typeof text !== 'string' || text.trim() === '')
		throw new NotTaken(`"${key}" is ${shown(text)}; expected what is said in this range.`);
	const attribute = textAttribute(item, key);
	if (attribute in attributes && attributes[attribute] !== text.trim())
		throw new NotTaken(`"${key}" and the attributes answer the same question differently.`);
	return {
		attributes: { ...attributes, [attribute]: text.trim() },
		reports: others?.reports ?? [],
	};
}

/** The attribute that has the name of the key, or the only one for text. @throws NotTaken when it is a guess */
function textAttribute({ title, attributes }: ObjectItem, key: string): string {
	const texts = attributes.filter(({ type, archived }) => type === 'text' && archived !== true);
	const named = texts.filter((each) => each.title.toLowerCase() === key);
	const [only, ...others] = named.length > 0 ? named : texts;
	if (only === undefined)
		throw new NotTaken(`"${title}" has no text attribute that could hold what is said.`);
	if (others.length > 0)
		throw new NotTaken(
			`Which of the attributes ${texts.map((each) => `"${each.title}"`).join(', ')} takes the text is a guess. Give it under the attribute's title.`,
		);
	return only.featureHash;
}

/** The hashes of the objects that are placed, and those of this agent that are not found again. */
class Hashes {
	private readonly used = new Set<string>();
	private readonly agent: string;

	constructor(private readonly target: Target) {
		this.agent = target.agent ?? DEFAULT_AGENT;
	}

	of({ featureHash }: ObjectItem, range: FrameRange): string {
		for (let salt = 0; ; salt++) {
			const hash = labelHash(this.agent, featureHash, this.target.space, ['range', range], salt);
			if (this.used.has(hash)) continue;
			this.used.add(hash);
			return hash;
		}
	}

	notFound(): DetectionReport['left'] {
		return Object.entries(this.target.labels.object_answers ?? {})
			.filter(([, entry]) => Array.isArray(entry.range))
			.filter(([hash, entry]) => !this.used.has(hash) && isOwn(this.agent, hash, entry))
			.map(([hash]) => ({ hash, frames: [] }));
	}
}
