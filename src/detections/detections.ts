/**
 * Detections as label edits: what a detector, a vision-language model or a label file says about places of objects, read by the
 * format that wrote it, drawn as the shapes of the ontology's classes, and told from the objects that are there already. Whatever
 * would have to be guessed is refused with a reason.
 */
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import type { LabelRowJson, EncordJson } from '../encord/wire/json';
import type { Size } from '../geometry/plane';
import type { OntologyIndex } from '../labels/ontology/ontology';
import { DEFAULT_AGENT } from '../labels/row/identity';
import { frameSize, spaceOf, type Space } from '../labels/row/space';
import type { Repair } from '../reply/value';
import { NotTaken, type Detection } from './found';
import type { DetectionOptions } from './options';
import { draw, oneOf } from './drawing/draw';
import { beyondEdge, BeyondPicture } from './drawing/inside';
import { editsOf } from './placing/edits';
import { identify, refuseUnknownReach, type Candidate, type Identity } from './placing/identity';
import { refuseMisread, refuseOtherOrders } from './placing/misread';
import type { Placed } from './placing/placed';
import { settle } from './drawing/settle';
import { groupTracks, trackOf, type Group } from './placing/tracks';
import { readAttributes } from './reading/attributes';
import { chooseFormat, readWith, type Chosen } from './reading/choose';
import { ClassFinder, NoSuchClass } from './reading/classes';
import { confidenceOf } from './reading/confidence';
import { dataIn } from './reading/data';
import { framesOf, type Frames } from './reading/frames';
import { ofThisPicture } from './reading/pictures';
import { settleUnits } from './reading/scale';
import { dependsOnSize, refuseSizes, seenSize } from './reading/seenSize';
import { refuseUnread } from './reading/unread';
import { placeRanges } from './ranges/placeRanges';
import type { DetectionReport } from './report';

export type { DetectionReport } from './report';
export type { DetectionOptions } from './options';

/** Where detections go. */
export interface DetectionTarget {
	labels: LabelRowJson;
	/** The row's listing entry, for size and length of the media. */
	row?: Partial<LabelRowMetadata>;
	ontology: OntologyIndex;
	/** Name of the agent that writes them (labels/row/identity.ts). */
	agent?: string;
	/** Id of a space of a data group. Absent: the row's own media. */
	space?: string;
}

/** Reads detections and makes the edits that place them. The report lists each detection. Nothing is thrown for bad input. */
export function detectionEdits(
	input: unknown,
	target: DetectionTarget,
	options: DetectionOptions,
): DetectionReport {
	const report: DetectionReport = {
		edits: [],
		sources: [],
		detections: 0,
		belowConfidence: 0,
		unmatched: {},
		fields: [],
		left: [],
	};
	try {
		const space = spaceOf(target.labels, target.row, target.space);
		if (space?.kind === 'ranges') placeRanges(input, space, target, options, report);
		else new Run(space, target, options, report).run(input);
	} catch (error) {
		if (!(error instanceof NotTaken)) throw error;
		report.edits = [];
		report.sources = [];
		report.fields = [{ outcome: 'refused', reason: error.message }];
	}
	return report;
}

/** One reading of detections for one row. */
class Run {
	private readonly space: Space;
	private readonly frames: Frames;

	constructor(
		space: Space | undefined,
		private readonly target: DetectionTarget,
		private readonly options: DetectionOptions,
		private readonly report: DetectionReport,
	) {
		if (space?.kind !== 'frames')
			throw new NotTaken(
				`Detections are places on pictures, or ranges of audio or text; this media is ${space?.type ?? 'unknown'}.`,
			);
		this.space = space;
		this.frames = {
			length: space.length,
			isSingle: space.layout === 'flat' || space.length === 1,
			chosen: options.frame,
		};
	}

	run(input: unknown): void {
		const { data, repairs } = dataIn(input);
		const chosen = chooseFormat(data, this.options.format);
		const title = this.target.labels.data_title;
		const reading = readWith(chosen, data, {
			...(title === '' ? {} : { title }),
			hasFrames: !this.frames.isSingle,
			...(this.frames.length === undefined ? {} : { frames: this.frames.length }),
			...(this.options.frameField ? { frameField: this.options.frameField } : {}),
			...(this.options.trackField ? { trackField: this.options.trackField } : {}),
			chosen: this.options.format,
		});
		refuseUnread(reading, data);
		this.report.detections = reading.detections.length + reading.refused.length;
		for (const { index, reason } of reading.refused) this.refuse(index, reason);
		const placed = this.place(this.ofThisPicture(reading.detections), chosen, repairs);
		const { groups, refused } = groupTracks(placed);
		for (const { index, reason } of refused) this.refuse(index, reason);
		this.write(groups);
	}

	private refuse(index: number, reason: string): void {
		this.report.fields.push({ index, outcome: 'refused', reason });
	}

	/** On media of several frames, the names of files are those of frames. */
	private ofThisPicture(detections: readonly Detection[]): readonly Detection[] {
		if (!this.frames.isSingle) return detections;
		const title = this.target.labels.data_title;
		const { own, refused } = ofThisPicture(detections, title === '' ? undefined : title);
		for (const { index, reason } of refused) this.refuse(index, reason);
		return own;
	}

	private place(
		detections: readonly Detection[],
		chosen: Chosen,
		repairs: readonly Repair[],
	): Placed[] {
		const sure = detections.filter((detection) => this.isSure(detection));
		const finder = new ClassFinder(this.target.ontology, this.options, sure);
		settleUnits(sure, this.options.numbers ?? 'auto');
		refuseOtherOrders(sure, chosen);
		const placed: Placed[] = [];
		let beyond: string | undefined;
		for (const detection of sure) {
			try {
				placed.push(this.placeOne(detection, chosen, finder, repairs));
			} catch (error) {
				if (!(error instanceof NotTaken)) throw error;
				if (error instanceof BeyondPicture) beyond ??= error.message;
				if (error instanceof NoSuchClass && this.options.unmatched === 'count')
					this.report.unmatched[error.className] =
						(this.report.unmatched[error.className] ?? 0) + 1;
				else this.refuse(detection.index, error.message);
			}
		}
		refuseMisread(sure, chosen, beyond, this.drift);
		return placed;
	}

	/** Whether a detection is not left out for its confidence. One whose confidence cannot be read is refused later. */
	private isSure(detection: Detection): boolean {
		const { minConfidence = 0 } = this.options;
		if (minConfidence > 1)
			throw new NotTaken(`The least confidence is ${minConfidence}; expected a share from 0 to 1.`);
		if (minConfidence <= 0) return true;
		try {
			const confidence = confidenceOf(detection);
			if (confidence === undefined || confidence >= minConfidence) return true;
			this.report.belowConfidence++;
			return false;
		} catch (error) {
			if (error instanceof NotTaken) return true;
			throw error;
		}
	}

	private placeOne(
		detection: Detection,
		chosen: Chosen,
		finder: ClassFinder,
		repairs: readonly Repair[],
	): Placed {
		const { index } = detection;
		const confidence = confidenceOf(detection);
		const items = finder.classesOf(detection);
		const frames = framesOf(detection, this.frames);
		const frame = this.sizeOf(frames[0]!);
		if (detection.places.some(dependsOnSize)) refuseSizes(frames, (each) => this.sizeOf(each));
		const seen = seenSize(detection, this.options, frame);
		const scales = { order: chosen.order, seen, frame: frame ?? seen };
		const places = detection.places.map((place) => settle(place, scales));
		for (const place of places)
			if (place.kind === 'box') this.drift = Math.max(this.drift, beyondEdge(place.box));
		const item = oneOf(items, places);
		const own: Repair[] = [...repairs];
		const coordinates = draw(places, {
			item,
			ontology: this.target.ontology,
			frame: scales.frame,
			mayLose: this.options.lossy === 'convert',
			repairs: own,
		});
		if (this.options.mode !== 'add') refuseUnknownReach(coordinates, scales.frame);
		if (frame === undefined && seen !== undefined)
			for (const each of frames) this.seenSizes.set(each, seen);
		const attributes = readAttributes(item, detection);
		const track = trackOf(detection.track);
		return {
			index,
			item,
			frames,
			coordinates,
			size: scales.frame,
			confidence,
			attributes,
			track,
			repairs: own,
		};
	}

	/** How far boxes reach over the edge of the picture, at most; share of the picture. */
	private drift = 0;

	private readonly sizes = new Map<number, Size | undefined>();

	/** Sizes of the pictures that the producer saw, by frame, where the row does not tell them. */
	private readonly seenSizes = new Map<number, Size>();

	private sizeOf(frame: number): Size | undefined {
		if (this.sizes.has(frame)) return this.sizes.get(frame);
		const size = frameSize(this.target.labels, this.space, frame, this.target.row);
		this.sizes.set(frame, size);
		return size;
	}

	private write(groups: readonly Group[]): void {
		const identities = this.identities(groups);
		for (const [at, group] of groups.entries()) {
			const identity = identities?.[at];
			if (identity !== undefined && !('hash' in identity)) {
				const reason =
					'movedAway' in identity
						? `Somebody moved the object that was placed here before (${identity.movedAway}); it was left as it is.`
						: `Somebody changed an object that lies near (${identity.mayBe}): whether it is this one is a guess. It was left as it is.`;
				for (const { index } of group.members) this.refuse(index, reason);
				continue;
			}
			for (const { index, attributes, repairs, item } of group.members) {
				for (const answer of attributes?.reports ?? [])
					this.report.fields.push({ ...answer, index });
				this.report.fields.push(
					repairs.length === 0
						? { index, outcome: 'taken', value: item.title }
						: { index, outcome: 'repaired', value: item.title, repairs },
				);
			}
			const hash = identity === undefined ? undefined : identity.hash;
			const edits = editsOf(group, hash, this.report.fields, this.target.space);
			for (const edit of edits) {
				this.report.edits.push(edit);
				this.report.sources.push(group.members.map(({ index }) => index));
			}
		}
	}

	/** Undefined when each detection is to be a new object. */
	private identities(groups: readonly Group[]): Identity[] | undefined {
		if (this.options.mode === 'add') return undefined;
		const candidates = groups.map(
			({ members, track }): Candidate => ({
				featureHash: members[0]!.item.featureHash,
				places: members.flatMap(({ frames, coordinates, size }) =>
					frames.map((frame) => ({
						frame,
						coordinates: coordinates as unknown as EncordJson,
						size,
					})),
				),
				...(track === undefined ? {} : { track }),
			}),
		);
		const { labels, agent = DEFAULT_AGENT } = this.target;
		const looked = this.options.frame ?? (this.frames.isSingle ? 0 : undefined);
		const { identities, left } = identify(
			candidates,
			labels,
			this.space,
			agent,
			(frame) => this.sizeOf(frame) ?? this.seenSizes.get(frame),
			looked === undefined ? [] : [looked],
		);
		this.report.left = left;
		return identities;
	}
}
