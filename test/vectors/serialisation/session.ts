/** Runs the operations of one case of `label_serialisation.json` with the package's edits, as a session of the official client would. */
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { answerEntries, readAnswers } from '../../../src/labels/answers/answers';
import { RowEditor } from '../../../src/labels/edits/apply';
import { RowDraft } from '../../../src/labels/row/draft';
import type { Edit } from '../../../src/labels/edits/edit';
import type { AttributeItem, OntologyIndex } from '../../../src/labels/ontology/ontology';
import { spaceOf, type Space } from '../../../src/labels/row/space';
import type { EditContext } from '../../../src/labels/edits/rules/editState';
import type { SetAttributes } from '../../../src/labels/edits/kinds/setAttributes';
import { Instance } from './instance';
import { inferred, stampOf } from './meaning';
import { editCoordinates, listFrames, type AnswerJson, type Operation } from './operations';

/** The official client refuses this operation. */
class Refused extends Error {}

export class Session {
	readonly refused: number[] = [];
	private readonly editor: RowEditor;
	private readonly context: EditContext;
	private readonly instances = new Map<string, Instance>();

	constructor(
		row: LabelRowJson,
		private readonly ontology: OntologyIndex,
		private readonly metadata: LabelRowMetadata,
		now: Date,
	) {
		this.context = { now, metadata, replacePersonLabels: true, outside: 'keep' };
		this.editor = new RowEditor(row, ontology, this.context);
	}

	get row(): LabelRowJson {
		return this.editor.row;
	}

	run(operations: Operation[]): void {
		operations.forEach((operation, at) => {
			try {
				this.perform(operation);
			} catch (error) {
				if (!(error instanceof Refused)) throw error;
				this.refused.push(at);
			}
		});
	}

	private perform(operation: Operation): void {
		switch (operation.op) {
			case 'createObject':
				return this.create(
					operation,
					this.ontology.objectByHash.get(operation.feature ?? ''),
					operation.objectHash,
				);
			case 'createClassification':
				return this.create(
					operation,
					this.ontology.classificationByHash.get(operation.feature ?? ''),
					operation.classificationHash,
				);
			case 'getObject':
			case 'getClassification':
				return this.get(operation);
			case 'copyTo':
				return this.copy(operation);
			case 'setFrames':
				return this.setFrames(this.instance(operation.ref), operation);
			case 'frameViewAdd':
				return this.addOnFrame(this.instance(operation.ref), operation);
			case 'removeFromFrames':
				return this.removeFromFrames(this.instance(operation.ref), listFrames(operation.frames));
			case 'addToRow':
				return this.addToRow(this.instance(operation.ref), operation.force ?? false);
			case 'removeFromRow':
				return this.removeFromRow(this.instance(operation.ref));
			case 'setAnswer':
				return this.setAnswer(this.instance(operation.ref), operation);
			case 'deleteAnswer':
				return this.deleteAnswer(this.instance(operation.ref), operation);
			case 'setProperty':
				return this.setProperty(this.instance(operation.ref), operation);
		}
	}

	private instance(ref: string): Instance {
		const instance = this.instances.get(ref);
		if (instance === undefined) throw new Error(`No instance ${ref}`);
		return instance;
	}

	private create(operation: Operation, item: Instance['item'] | undefined, hash = ''): void {
		if (item === undefined) throw new Refused();
		this.instances.set(
			operation.ref,
			new Instance(item, hash, {
				rangeOnly: operation.rangeOnly ?? false,
				constructor_: operation.via === 'constructor',
			}),
		);
	}

	private get({ ref, op, hash = '' }: Operation): void {
		const object =
			op === 'getObject'
				? new RowDraft(this.row, this.metadata).index(this.space, 'object').featureOf(hash)
				: undefined;
		const item =
			op === 'getObject'
				? this.ontology.objectByHash.get(
						object ?? String(this.row.object_answers[hash]?.featureHash),
					)
				: this.ontology.classificationByHash.get(
						String(this.row.classification_answers[hash]?.featureHash),
					);
		if (item === undefined) throw new Refused();
		const instance = new Instance(item, hash, {
			rangeOnly: this.space.kind !== 'frames',
			constructor_: false,
		});
		instance.attached = true;
		this.instances.set(ref, instance);
	}

	private copy({ ref, from = '', objectHash, classificationHash }: Operation): void {
		this.instances.set(ref, this.instance(from).copy(objectHash ?? classificationHash ?? ''));
	}

	/** Frame by frame, as the client does: changes before a refused frame stay. */
	private setFrames(instance: Instance, operation: Operation): void {
		if (instance.item.kind === 'classification')
			return this.placeClassification(instance, operation);
		instance.noteMedia(operation.coordinates);
		const coordinates = editCoordinates(operation.coordinates ?? { type: 'none' });
		for (const frame of listFrames(operation.frames)) {
			const known = this.labelOf(instance, frame);
			if (known !== undefined && operation.overwrite !== true) throw new Refused();
			this.place(instance, {
				kind: 'addObject',
				object: instance.item.featureHash,
				hash: instance.hash,
				frames: frame,
				coordinates,
				...(operation.confidence === undefined ? {} : { confidence: operation.confidence }),
				stamp: stampOf(operation, known ?? {}),
			});
		}
	}

	private placeClassification(instance: Instance, operation: Operation): void {
		const frames = listFrames(operation.frames);
		if (
			operation.overwrite !== true &&
			frames.some((frame) => this.labelOf(instance, frame) !== undefined)
		)
			throw new Refused();
		this.place(instance, {
			kind: 'setClassification',
			classification: instance.item.featureHash,
			hash: instance.hash,
			frames,
			mode: 'add',
			confidence: operation.confidence ?? 1,
			authorship: !instance.made.constructor_,
			stamp: stampOf(operation, {}),
		});
	}

	private addOnFrame(instance: Instance, operation: Operation): void {
		this.setFrames(instance, { ...operation, frames: operation.frame ?? 0 });
		if (!instance.attached) this.addToRow(instance, operation.force ?? false);
	}

	private removeFromFrames(instance: Instance, frames: number[]): void {
		if (frames.some((frame) => this.labelOf(instance, frame) === undefined)) throw new Refused();
		this.place(
			instance,
			instance.item.kind === 'object'
				? { kind: 'deleteObject', objectHash: instance.hash, frames }
				: {
						kind: 'clearClassification',
						hash: instance.hash,
						classification: instance.item.featureHash,
						frames,
					},
		);
	}

	private addToRow(instance: Instance, force: boolean): void {
		const { item, hash } = instance;
		const wholeRow = item.kind === 'classification' && item.global;
		if (instance.attached || (instance.placing.length === 0 && !wholeRow)) throw new Refused();
		const isForRanges = this.space.kind !== 'frames';
		if (item.kind === 'classification' && !wholeRow && isForRanges && !instance.made.rangeOnly)
			throw new Refused();
		const there =
			item.kind === 'object'
				? this.row.object_answers[hash]
				: this.row.classification_answers[hash];
		if (there !== undefined && item.kind === 'classification' && !force) throw new Refused();
		const remove: Edit =
			item.kind === 'object'
				? { kind: 'deleteObject', objectHash: hash }
				: { kind: 'clearClassification', hash };
		const start: Edit[] =
			instance.placing.length > 0
				? []
				: [
						{
							kind: 'setClassification',
							classification: item.featureHash,
							hash,
							frames: 'global',
							mode: 'add',
							stamp: { manualAnnotation: true },
						},
					];
		const forced = (edit: Edit): Edit =>
			wholeRow && force && edit.kind === 'setClassification' ? { ...edit, mode: 'upsert' } : edit;
		this.apply([
			...(there === undefined ? [] : [remove]),
			...[...start, ...instance.edits].map(forced),
		]);
		instance.attached = true;
	}

	private removeFromRow(instance: Instance): void {
		if (!instance.attached) throw new Refused();
		this.apply([
			instance.item.kind === 'object'
				? { kind: 'deleteObject', objectHash: instance.hash }
				: { kind: 'clearClassification', hash: instance.hash },
		]);
		instance.attached = false;
	}

	private setAnswer(instance: Instance, operation: Operation): void {
		const { answer = null, overwrite = false } = operation;
		const attribute = this.attributeOf(instance, operation);
		const dynamic = attribute.dynamic && instance.item.kind === 'object';
		if (!dynamic && !overwrite && this.answersOf(instance).has(attribute)) throw new Refused();
		this.answer(instance, attribute, answer, {
			...(operation.frames === undefined
				? dynamic
					? { frames: this.framesOf(instance) }
					: {}
				: { frames: listFrames(operation.frames) }),
			stamp: { manualAnnotation: operation.manualAnnotation ?? true },
			...(operation.trackHash === undefined ? {} : { trackHash: operation.trackHash }),
			allowInactive: operation.attribute === null,
		});
	}

	private deleteAnswer(instance: Instance, operation: Operation): void {
		const attribute =
			operation.attribute === null || operation.attribute === undefined
				? instance.item.attributes[0]
				: this.attributeOf(instance, operation);
		if (attribute === undefined) throw new Refused();
		const dynamic = attribute.dynamic && instance.item.kind === 'object';
		this.answer(instance, attribute, null, {
			allowInactive: true,
			...(dynamic
				? { frames: operation.frame === undefined ? this.framesOf(instance) : [operation.frame] }
				: {}),
		});
	}

	private setProperty(instance: Instance, { name = '', value, frame = 0 }: Operation): void {
		const known = this.labelOf(instance, frame);
		if (known === undefined) throw new Refused();
		const given = { [name]: value } as Partial<Operation>;
		const stamp = stampOf(given, known);
		const confidence = name === 'confidence' ? { confidence: Number(value) } : {};
		if (instance.item.kind === 'classification') {
			this.place(instance, {
				kind: 'setClassification',
				classification: instance.item.featureHash,
				hash: instance.hash,
				frames: frame,
				stamp,
				...confidence,
			});
		} else {
			const coordinates =
				name === 'coordinates' ? editCoordinates(value as never) : (known as never);
			this.place(instance, {
				kind: 'addObject',
				object: instance.item.featureHash,
				hash: instance.hash,
				frames: frame,
				coordinates,
				stamp,
				...confidence,
			});
		}
	}

	private attributeOf(instance: Instance, { attribute, answer }: Operation): AttributeItem {
		const { item } = instance;
		if (attribute !== null && attribute !== undefined) {
			const found = item.attributeByHash.get(attribute);
			if (found === undefined) throw new Refused();
			return found;
		}
		const [only, ...others] = inferred(item.allAttributes, answer);
		if (only === undefined || others.length > 0) throw new Refused();
		return only;
	}

	private answer(
		instance: Instance,
		attribute: AttributeItem,
		answer: AnswerJson | null,
		extra: Partial<SetAttributes>,
	): void {
		const given =
			typeof answer === 'object' && answer !== null
				? 'option' in answer
					? answer.option
					: answer.options
				: answer;
		const edit: Edit = {
			kind: 'setAttributes',
			...(instance.item.kind === 'object'
				? { objectHash: instance.hash }
				: { classificationHash: instance.hash }),
			attributes: { [attribute.featureHash]: given },
			stamp: { manualAnnotation: true },
			...extra,
		};
		if (instance.attached) this.apply([edit]);
		// Frames without the object are found when it is added to the row.
		else if (
			instance
				.tryAlone(this.ontology, this.context, [], [edit])
				.problems.some(({ code }) => code !== 'badFrames')
		)
			throw new Refused();
		instance.answering.push(edit);
	}

	private place(instance: Instance, edit: Edit): void {
		if (instance.attached) this.apply([edit]);
		else if (instance.tryAlone(this.ontology, this.context, [edit]).problems.length > 0)
			throw new Refused();
		instance.placing.push(edit);
	}

	/** All of the edits or, when one has a problem, none. */
	private apply(edits: Edit[]): void {
		const failed = new RowEditor(this.row, this.ontology, this.context)
			.apply(edits)
			.problems.some(({ severity }) => severity === 'error');
		if (failed) throw new Refused();
		this.editor.apply(edits);
	}

	private get space(): Space {
		const space = spaceOf(this.row, this.metadata);
		if (space === undefined) throw new Error('No media');
		return space;
	}

	/** The row that the instance is on: the case's row, or the row of its own. */
	private standing(instance: Instance): { row: LabelRowJson; space: Space } {
		if (instance.attached) return { row: this.row, space: this.space };
		const { row } = instance.tryAlone(this.ontology, this.context);
		return { row, space: spaceOf(row, {}) ?? this.space };
	}

	private labelOf(instance: Instance, frame: number): { [key: string]: unknown } | undefined {
		if (!instance.attached && instance.placing.length === 0) return undefined;
		const { row, space } = this.standing(instance);
		if (
			space.kind === 'frames' &&
			!(instance.item.kind === 'classification' && instance.item.global)
		) {
			return new RowDraft(row, undefined).label(space, instance.item.kind, frame, instance.hash);
		}
		return instance.item.kind === 'object'
			? row.object_answers[instance.hash]
			: row.classification_answers[instance.hash];
	}

	private framesOf(instance: Instance): number[] {
		const { row, space } = this.standing(instance);
		return space.kind === 'frames'
			? [...new RowDraft(row, undefined).index(space, 'object').framesOf(instance.hash)]
			: [0];
	}

	private answersOf(instance: Instance): Map<AttributeItem, unknown> {
		const { row } = this.standing(instance);
		const entry =
			instance.item.kind === 'object'
				? row.object_answers[instance.hash]
				: row.classification_answers[instance.hash];
		return readAnswers(instance.item, answerEntries(entry));
	}
}
