/** Takes a model's reply apart into statements: which question is answered, with what, on which frames. */
import { isBlank, isMap, quoted, type ReplyMap, type ReplyValue } from '../../reply/value';
import { parseStrict } from '../../reply/json/strictJson';
import type { FieldReport } from '../../reply/report';
import type { AttributeItem } from '../ontology/ontology';
import type { FrameRange } from '../row/frames';
import { frameEntry, framesOfKey } from './frameKeys';
import { optionIndex } from './options/optionIndex';
import type { Questions } from './questions';
import { joined } from './spelling';
import { nameOfOther, namesAny, titledIn } from './titledAnswer';
import { besideWhat, isBesideKey, isContainerKey, isValueKey } from './valueKeys';
import { isUnitKey, unitIn, withUnit } from './values/unitBeside';

/** One answer as the model gave it. */
export interface Statement {
	/** The questions that its key can mean; nested questions of several options can have the same title. */
	candidates: AttributeItem[];
	value: ReplyValue;
	/** Absent: it names no frames. */
	frames?: FrameRange[];
	/** Key as the model wrote it; absent for a bare value. */
	key?: string;
	/** True: it stands under an unknown key. It answers nothing, and contradicts an answer that differs. */
	objection?: boolean;
	/** Why the question cannot be answered by this statement. */
	reason?: string;
}

/** What answers are given for. */
export interface AnsweredMedia {
	/** `single`: an image. `frames`: a video, image group or document, of which single frames can be answered. `whole`: audio, text. */
	kind: 'single' | 'frames' | 'whole';
	/** Number of frames; undefined when it is not known. */
	frames?: number;
}

export class StatementCollector {
	readonly statements: Statement[] = [];
	readonly reports: FieldReport[] = [];

	constructor(
		private readonly questions: Questions,
		private readonly media: AnsweredMedia,
	) {}

	/** @param frames of what stands around the value */
	collect(value: ReplyValue, frames?: FrameRange[], objection = false, depth = 0): void {
		if (depth > 40) this.refuse('The reply is nested too deep.');
		else if (isBlank(value)) return;
		else if (Array.isArray(value)) this.list(value, frames, objection, depth);
		else if (isMap(value)) this.map(value, frames, objection, depth);
		else this.bareValue(value, frames, objection);
	}

	private list(
		list: ReplyValue[],
		frames: FrameRange[] | undefined,
		objection: boolean,
		depth: number,
	): void {
		const isEntry = (each: ReplyValue): boolean =>
			isMap(each) &&
			(namesAny(this.questions, each) ||
				titledIn(each, this.questions) !== undefined ||
				this.entryOf(each) !== undefined);
		if (this.questions.only !== undefined && !list.some(isEntry))
			this.bareValue(list, frames, objection);
		else for (const each of list) this.collect(each, frames, objection, depth + 1);
	}

	private bareValue(value: ReplyValue, frames: FrameRange[] | undefined, objection: boolean): void {
		const { only } = this.questions;
		if (only !== undefined) this.state({ candidates: [only], value }, frames, objection);
		else if (!objection)
			this.refuse(
				`The reply names no question: ${quoted(value)}. JSON with the titles as keys would be accepted.`,
			);
	}

	private map(
		map: ReplyMap,
		frames: FrameRange[] | undefined,
		objection: boolean,
		depth: number,
	): void {
		const entry = this.entryOf(map);
		if (entry !== undefined) {
			if ('reason' in entry) this.refuseAll(entry.rest, entry.reason);
			else if (frames !== undefined) this.refuseAll(entry.rest, 'It names frames twice.');
			else this.collect(entry.rest, entry.frames, objection, depth + 1);
			return;
		}
		const byFrame = this.framesMap(map);
		if (byFrame !== undefined && frames === undefined) {
			for (const [ranges, value] of byFrame) this.collect(value, ranges, objection, depth + 1);
			return;
		}
		const titled = titledIn(map, this.questions);
		if (titled !== undefined) {
			this.state(
				{ candidates: this.questions.named(titled.name), key: titled.name, value: titled.value },
				frames,
				objection,
			);
			return;
		}
		const untitled = nameOfOther(map, this.questions);
		if (untitled !== undefined) {
			if (!objection) this.unknown(untitled);
		} else if (this.isBareAnswer(map)) this.bareValue(map, frames, objection);
		else
			for (const [key, value] of Object.entries(map))
				this.keyed(key, value, map, frames, objection, depth);
	}

	private keyed(
		key: string,
		value: ReplyValue,
		map: ReplyMap,
		frames: FrameRange[] | undefined,
		objection: boolean,
		depth: number,
	): void {
		const candidates = this.questions.named(key);
		if (candidates.length > 0) {
			const isNumeric = candidates[0]!.type === 'numeric';
			const unit = isNumeric ? unitIn(map, (each) => isUnitOf(each, key)) : undefined;
			this.state({ candidates, key, value }, frames, objection, unit);
			return;
		}
		if (isBlank(value) || this.isUnitBeside(key, map)) return;
		if (this.questions.isOther(key)) {
			if (!objection)
				this.reports.push({
					field: key,
					outcome: 'refused',
					reason: `"${key}" was not asked, or is archived.`,
				});
			return;
		}
		const holds = isMap(value) || Array.isArray(value);
		if (
			holds &&
			((isContainerKey(key) && (frames !== undefined || namesAny(this.questions, map))) ||
				/^frames?$/i.test(key))
		) {
			this.collect(value, frames, objection, depth + 1);
			return;
		}
		if (!isBesideKey(key)) this.objections(asData(value), frames, depth);
		const about = besideWhat(key);
		const isRemark =
			about === '' || (about !== undefined && this.questions.named(about).length > 0);
		if (!objection && !isRemark) this.unknown(key);
	}

	private unknown(key: string): void {
		this.reports.push({
			field: key,
			outcome: 'refused',
			reason: `"${quoted(key)}" is not a question that was asked.`,
			accepted: this.questions.roots.slice(0, 25).map(({ title }) => title),
		});
	}

	/** Whether a key holds the unit of a number beside it. */
	private isUnitBeside(key: string, map: ReplyMap): boolean {
		return Object.keys(map).some(
			(each) => this.questions.named(each)[0]?.type === 'numeric' && isUnitOf(key, each),
		);
	}

	/** What stands under an unknown key answers nothing; where it differs from an answer, nobody can tell which one is meant. */
	private objections(value: ReplyValue, frames: FrameRange[] | undefined, depth: number): void {
		const maps = Array.isArray(value) ? value.filter(isMap) : isMap(value) ? [value] : [];
		for (const map of maps)
			if (namesAny(this.questions, map)) this.collect(map, frames, true, depth + 1);
	}

	/** @param unit that stands beside the question */
	private state(
		statement: Statement,
		frames: FrameRange[] | undefined,
		objection: boolean,
		unit?: string,
	): void {
		const { value, candidates } = statement;
		const inner = frames === undefined ? this.frameValues(candidates, value) : undefined;
		const plain = { ...statement, value: withUnit(value, unit) };
		const base = objection ? { ...plain, objection } : plain;
		if (inner === undefined)
			this.statements.push(frames === undefined ? base : { ...base, frames });
		else
			for (const [ranges, each] of inner)
				this.state({ ...statement, value: each }, ranges, objection, unit);
	}

	/** Answers by frame below a question. Keys that are options of the question are no frames. */
	private frameValues(
		candidates: AttributeItem[],
		value: ReplyValue,
	): Array<[FrameRange[], ReplyValue]> | undefined {
		if (isMap(value)) {
			const isOption = (key: string): boolean =>
				candidates.some((each) => optionIndex(each).match(key) !== undefined);
			const entry = this.entryOf(value);
			if (entry !== undefined) return 'reason' in entry ? undefined : [[entry.frames, entry.rest]];
			if (Object.keys(value).some(isOption)) return undefined;
			const frames = Object.entries(value).find(
				([key, each]) => /^frames$/i.test(key) && isMap(each),
			)?.[1];
			return this.framesMap(Object.keys(value).length === 1 && isMap(frames) ? frames : value);
		}
		if (!Array.isArray(value) || value.length === 0) return undefined;
		const entries = value.map((each) => (isMap(each) ? this.entryOf(each) : undefined));
		if (entries.some((entry) => entry === undefined || 'reason' in entry)) return undefined;
		return entries.map((entry) => [(entry as { frames: FrameRange[] }).frames, entry!.rest]);
	}

	private framesMap(map: ReplyMap): Array<[FrameRange[], ReplyValue]> | undefined {
		const entries = Object.entries(map);
		if (entries.length === 0) return undefined;
		const byFrame: Array<[FrameRange[], ReplyValue]> = [];
		for (const [key, value] of entries) {
			const frames = this.questions.named(key).length > 0 ? undefined : framesOfKey(key);
			if (frames === undefined) return undefined;
			byFrame.push([frames, value]);
		}
		return byFrame;
	}

	private entryOf(map: ReplyMap): ReturnType<typeof frameEntry> {
		return frameEntry(
			map,
			(key) => this.questions.named(key).length > 0,
			this.media.kind !== 'single',
		);
	}

	/** An object that answers the only question and does not name it: options as keys, or `{"value": …}`. */
	private isBareAnswer(map: ReplyMap): boolean {
		const { only } = this.questions;
		if (only === undefined) return false;
		const keys = Object.keys(map);
		if (keys.some((key) => this.questions.named(key).includes(only))) return false;
		return keys.some(
			(key) =>
				isValueKey(key) ||
				/^feature_?node_?hash$/i.test(key) ||
				optionIndex(only).match(key) !== undefined,
		);
	}

	private refuse(reason: string): void {
		this.reports.push({ outcome: 'refused', reason });
	}

	/** Refuses the answers in an object whose frames cannot be told. */
	private refuseAll(map: ReplyMap, reason: string): void {
		const named = Object.keys(map).filter((key) => this.questions.named(key).length > 0);
		if (named.length === 0) this.refuse(reason);
		for (const key of named)
			this.statements.push({
				candidates: this.questions.named(key),
				key,
				value: map[key]!,
				reason,
			});
	}
}

/** Whether `unitKey` holds the unit of the number under `key`: `unit`, or `Height_unit` for `Height`. */
function isUnitOf(unitKey: string, key: string): boolean {
	return (
		isUnitKey(unitKey) ||
		(/units?$/i.test(unitKey) && joined(unitKey).startsWith(joined(key)) && unitKey !== key)
	);
}

/** JSON in a text, as data. */
function asData(value: ReplyValue): ReplyValue {
	const json = typeof value === 'string' && /^\s*[{[]/.test(value) ? parseStrict(value) : undefined;
	return json !== undefined && 'value' in json ? json.value : value;
}
